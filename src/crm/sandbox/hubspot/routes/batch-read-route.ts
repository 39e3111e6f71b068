import { z } from "zod";
import { batchAnswer, missingError } from "../batch-answer.ts";
import { checkBatchSize, readBody } from "../body.ts";
import { typeFacts } from "../object-types.ts";
import { invalid } from "../refusals.ts";
import { type Answer, type Call, type Route, typeOf } from "../route.ts";
import { toWire } from "../to-wire.ts";

const bodySchema = z.object({
  inputs: z.array(z.object({ id: z.union([z.string(), z.number()]).transform(String) })),
  properties: z.array(z.string()),
  propertiesWithHistory: z.array(z.string()),
  idProperty: z.string().nullish(),
});

const maxInputsWithHistory = 50;

export const batchReadRoute: Route = {
  method: "post",
  path: "/crm/objects/:version/:type/batch/read",
  kind: (body) => (asksForHistory(body) ? "history-read" : "batch-read"),
  scopes: (call) => typeFacts[typeOf(call)].readScopes,
  isWrite: false,
  handle: readBatch,
};

function asksForHistory(body: unknown): boolean {
  const parsed = z.object({ propertiesWithHistory: z.array(z.string()).min(1) }).safeParse(body);
  return parsed.success;
}

function readBatch(call: Call): Answer {
  const type = typeOf(call);
  const { inputs, properties, propertiesWithHistory } = readBody(bodySchema, call.body);
  if (propertiesWithHistory.length > 0 && inputs.length > maxInputsWithHistory) {
    throw invalid(
      `The maximum number of inputs supported in a batch request for property histories is ${maxInputsWithHistory}. Received ${inputs.length}.`,
    );
  }
  checkBatchSize(inputs.length);
  const isArchivedWanted = call.query.get("archived") === "true";
  const found = new Map<string, unknown>();
  const missing: string[] = [];
  const wanted = { properties, withHistory: propertiesWithHistory };
  for (const { id } of inputs) {
    const record = call.portal.tables[type].find(id);
    if (record === undefined || (record.archivedAt !== null) !== isArchivedWanted) missing.push(id);
    else found.set(record.id, toWire(call.portal, type, { record, wanted }));
  }
  const errors = missing.length === 0 ? [] : [missingError(type, missing)];
  return batchAnswer(call, { results: [...found.values()], errors, status: 200 });
}
