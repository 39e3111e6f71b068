import { once } from "node:events";
import { createServer, type Server } from "node:http";
import express, { type NextFunction, type Request, type Response } from "express";
import { buildCore } from "./build-core.ts";
import { addControlRoutes, setRefusal } from "./control-routes.ts";
import { advanceDay, applyEdit, type Core, type Edit, orgOf, portalOf } from "./core.ts";
import { addHubSpot, toErrorBody } from "./hubspot/hubspot-app.ts";
import { takeSnapshot } from "./hubspot/snapshot.ts";
import type { OpenPortal } from "./open-portal.ts";
import { type SandboxOptions, sandboxClient } from "./options.ts";
import type { AccountId } from "./request-log.ts";
import type { OpenOrg } from "./salesforce/open-org.ts";
import { addSalesforce } from "./salesforce/salesforce-app.ts";
import { showSettings } from "./salesforce/show-company.ts";
import { takeSnapshot as takeOrgSnapshot } from "./salesforce/snapshot.ts";
import type { AccountSettings, Sandbox, SandboxOrg, SandboxPortal } from "./sandbox.ts";

export type { Sandbox };

/** Starts a CRM simulator on 127.0.0.1. It speaks HubSpot's and Salesforce's API; adapters talk to it with their normal code. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const core = buildCore(options);
  const app = express().disable("x-powered-by").disable("etag");
  addHubSpot(app, core);
  addSalesforce(app, core);
  addControlRoutes(app, core);
  app.use((_request, response) => void response.status(404).json(toErrorBody("resource not found")));
  app.use(answerError);
  const server = createServer(app);
  // Idle connections stay open: a client that waits for its budget must not meet a closing one.
  server.keepAliveTimeout = 120_000;
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  return toSandbox(core, server);
}

/** Express knows an error handler by its four parameters. */
// oxlint-disable-next-line max-params
function answerError(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (response.headersSent) return next(error);
  const message = Error.isError(error) ? error.message : String(error);
  const isTheirs = Error.isError(error) && "status" in error && error.status === 400;
  response.status(isTheirs ? 400 : 500).json({ ...toErrorBody(message), category: "VALIDATION_ERROR" });
}

function toSandbox(core: Core, server: Server): Sandbox {
  const edit = (what: Edit, portalId?: AccountId) => applyEdit(core, what, portalId);
  return {
    url: toUrl(server),
    portals: [...core.portals.values()].map(toPortal),
    orgs: [...core.orgs.values()].map((open) => toOrg(core, open)),
    client: sandboxClient,
    faults: core.faults,
    requests: core.log,
    now: () => core.clock.now(),
    advance: (ms) => core.clock.advance(ms),
    advanceDay: (portalId) => advanceDay(core, portalId),
    edit,
    ...namedEdits(edit),
    refuseDeal: (dealId, message, portalId) => setRefusal(core, { dealId, message, portalId }),
    setPropertyInUse: (name, isInUse, portalId) => {
      const properties = portalOf(core, portalId).portal.properties.get("deals");
      const property = properties?.get(name);
      if (property !== undefined) properties?.set(name, { ...property, isInUse });
    },
    snapshot: (portalId) => takeSnapshot(portalOf(core, portalId).portal),
    orgSnapshot: (orgId) => takeOrgSnapshot(requireOrg(core, orgId).org),
    setAccount: (settings, accountId) => setAccount(core, settings, accountId),
    setOrg: (settings, orgId) => {
      const { org } = requireOrg(core, orgId);
      org.settings = { ...org.settings, ...settings };
    },
    lockDeal: (dealId, times, orgId) => void requireOrg(core, orgId).org.lockedDeals.set(dealId, times),
    close: () => closeServer(server),
  };
}

function setAccount(core: Core, { timeZone, currency }: AccountSettings, accountId?: AccountId): void {
  const org = orgOf(core, accountId)?.org;
  const account = org ?? portalOf(core, accountId).portal;
  account.timeZone = timeZone ?? account.timeZone;
  account.currency = currency ?? account.currency;
  if (org !== undefined) showSettings(org);
}

type NamedEdits = Pick<
  Sandbox,
  | "moveDeal"
  | "setDeal"
  | "addNote"
  | "addCall"
  | "archiveDeal"
  | "mergeDeals"
  | "setVisible"
  | "deleteTask"
  | "completeTask"
  | "addTouch"
>;

function namedEdits(edit: (what: Edit, portalId?: AccountId) => string): NamedEdits {
  return {
    moveDeal: (dealId, stageId, portalId) =>
      void edit({ do: "change-deal", dealId, changes: { stageId } }, portalId),
    setDeal: (dealId, changes, portalId) => void edit({ do: "change-deal", dealId, changes }, portalId),
    addNote: (dealId, text, portalId) =>
      edit({ do: "log-touch", touch: { kind: "note", text, dealIds: [dealId] } }, portalId),
    addCall: (dealId, { text = null, isAnswered = true } = {}, portalId) => {
      const result = isAnswered ? "done" : "no-answer";
      const touch = { kind: "call", text, result, minutes: isAnswered ? 6 : 0, dealIds: [dealId] } as const;
      return edit({ do: "log-touch", touch: { ...touch, dealIds: [dealId] } }, portalId);
    },
    archiveDeal: (dealId, portalId) => void edit({ do: "archive-deal", dealId }, portalId),
    mergeDeals: (survivorId, loserId, portalId) =>
      void edit({ do: "merge-deals", survivorId, loserId }, portalId),
    setVisible: (dealIds, isVisible, portalId) =>
      void edit({ do: "set-visible", dealIds, isVisible }, portalId),
    deleteTask: (id, portalId) => void edit({ do: "remove-touch", kind: "task", id }, portalId),
    completeTask: (id, portalId) =>
      void edit({ do: "change-touch", kind: "task", id, result: "done" }, portalId),
    addTouch: (touch, portalId) => edit({ do: "log-touch", touch }, portalId),
  };
}

function toPortal({ portal, company, token, refreshToken }: OpenPortal): SandboxPortal {
  return {
    portalId: portal.id,
    name: portal.name,
    token,
    client: sandboxClient,
    refreshToken,
    planted: company.planted,
    listDeals: () => company.listDeals(),
    nextDay: () => company.nextDay(),
  };
}

function requireOrg(core: Core, orgId?: string): OpenOrg {
  const open = orgId === undefined ? [...core.orgs.values()][0] : core.orgs.get(orgId);
  if (open === undefined) throw new RangeError(`The sandbox has no org ${orgId}`);
  return open;
}

function toOrg({ gate }: Core, { org, company, username }: OpenOrg): SandboxOrg {
  return {
    orgId: org.id,
    name: org.name,
    clientId: gate.clientId,
    privateKey: gate.privateKey,
    username,
    planted: company.planted,
    listDeals: () => company.listDeals(),
    nextDay: () => company.nextDay(),
  };
}

function toUrl(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The sandbox has no port");
  return `http://127.0.0.1:${address.port}`;
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  await closed;
}
