import type { Express, Request } from "express";
import { z } from "zod";
import type { Company } from "./company/company.ts";
import { touchKinds } from "./company/model.ts";
import { advanceDay, applyEdit, type Core, orgOf, portalOf } from "./core.ts";
import { faultSchema } from "./faults.ts";
import { recordEditSchema, stampAllSchema } from "./hubspot/edit-record.ts";
import { takeSnapshot } from "./hubspot/snapshot.ts";
import type { AccountId } from "./request-log.ts";
import { rowEditSchema, stampRowsSchema } from "./salesforce/edit-row.ts";
import { takeSnapshot as takeOrgSnapshot } from "./salesforce/snapshot.ts";

const dealChanges = z.object({
  pipelineId: z.string().exactOptional(),
  stageId: z.string().exactOptional(),
  ownerId: z.string().nullable().exactOptional(),
  amount: z.number().nullable().exactOptional(),
  closeDate: z.string().nullable().exactOptional(),
  nextStep: z.string().nullable().exactOptional(),
  description: z.string().nullable().exactOptional(),
  lostReason: z.string().exactOptional(),
  name: z.string().exactOptional(),
});
const result = z.enum(["done", "no-answer", "booked", "cancelled"]);
const touch = z.object({
  kind: z.enum(touchKinds),
  repId: z.string().nullable().exactOptional(),
  at: z.number().exactOptional(),
  title: z.string().exactOptional(),
  text: z.string().nullable().exactOptional(),
  direction: z.enum(["outbound", "inbound"]).exactOptional(),
  result: result.exactOptional(),
  minutes: z.number().exactOptional(),
  dealIds: z.array(z.string()).exactOptional(),
  contactIds: z.array(z.string()).exactOptional(),
});
const kind = z.enum(touchKinds);
const id = z.string();

export const editSchema = z.discriminatedUnion("do", [
  recordEditSchema,
  stampAllSchema,
  rowEditSchema,
  stampRowsSchema,
  z.object({ do: z.literal("change-deal"), dealId: id, changes: dealChanges }),
  z.object({
    do: z.literal("open-deal"),
    ownerId: id.nullable(),
    name: z.string(),
    stageId: id.exactOptional(),
    amount: z.number().exactOptional(),
  }),
  z.object({ do: z.literal("log-touch"), touch }),
  z.object({
    do: z.literal("change-touch"),
    kind,
    id,
    result: result.exactOptional(),
    text: z.string().exactOptional(),
  }),
  z.object({ do: z.literal("remove-touch"), kind, id }),
  z.object({ do: z.literal("link-touch"), kind, id, dealId: id }),
  z.object({ do: z.literal("archive-deal"), dealId: id }),
  z.object({ do: z.literal("set-visible"), dealIds: z.array(id), isVisible: z.boolean() }),
  z.object({ do: z.literal("merge-deals"), survivorId: id, loserId: id }),
]);

const faultsSchema = z.union([faultSchema.transform((one) => [one]), z.array(faultSchema)]);
const refusalSchema = z.object({ dealId: id, message: z.string().nullable() });

/** The same switches as the object of `startSandbox`, for a sandbox that runs as a process of its own. */
export function addControlRoutes(app: Express, core: Core): void {
  const accountOf = (request: Request): AccountId | undefined => {
    const id = request.query["portalId"];
    if (typeof id !== "string") return undefined;
    return /^\d+$/.test(id) ? Number(id) : id;
  };
  app.post("/sandbox/faults", (request, response) => {
    core.faults.add(...faultsSchema.parse(request.body));
    response.status(204).end();
  });
  app.delete("/sandbox/faults", (_request, response) => {
    core.faults.clear();
    response.status(204).end();
  });
  app.post("/sandbox/edits", (request, response) => {
    response.json({ id: applyEdit(core, editSchema.parse(request.body), accountOf(request)) });
  });
  app.post("/sandbox/refusals", (request, response) => {
    const { dealId, message } = refusalSchema.parse(request.body);
    setRefusal(core, { dealId, message, portalId: accountOf(request) });
    response.status(204).end();
  });
  app.post("/sandbox/advance", (request, response) => {
    core.clock.advance(z.object({ ms: z.number() }).parse(request.body).ms);
    response.json({ now: core.clock.now() });
  });
  app.post("/sandbox/advance-day", (request, response) => {
    advanceDay(core, accountOf(request));
    response.json({ nextDay: companyOf(core, accountOf(request)).nextDay() });
  });
  app.get("/sandbox/requests", (_request, response) => void response.json(core.log.counts()));
  app.delete("/sandbox/requests", (_request, response) => {
    core.log.reset();
    response.status(204).end();
  });
  app.get("/sandbox/snapshot", (request, response) => {
    const open = orgOf(core, accountOf(request));
    const snapshot =
      open === null ? takeSnapshot(portalOf(core, accountOf(request)).portal) : takeOrgSnapshot(open.org);
    response.json(snapshot);
  });
  app.get(
    "/sandbox/planted",
    (request, response) => void response.json(companyOf(core, accountOf(request)).planted),
  );
}

function companyOf(core: Core, accountId?: AccountId): Company {
  return (orgOf(core, accountId) ?? portalOf(core, accountId)).company;
}

export function setRefusal(
  core: Core,
  rule: {
    readonly dealId: string;
    readonly message: string | null;
    readonly portalId?: AccountId | undefined;
  },
): void {
  const { refusedDeals } = orgOf(core, rule.portalId)?.org ?? portalOf(core, rule.portalId).portal;
  if (rule.message === null) refusedDeals.delete(rule.dealId);
  else refusedDeals.set(rule.dealId, rule.message);
}
