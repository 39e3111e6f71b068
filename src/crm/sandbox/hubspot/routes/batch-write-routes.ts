import { z } from "zod";
import { type BatchError, batchAnswer, missingError } from "../batch-answer.ts";
import { checkBatchSize, readBody } from "../body.ts";
import { checkedChanges, checkInput, createChecked, inputSchema } from "../checked-writes.ts";
import { type ObjectType, typeFacts } from "../object-types.ts";
import { type HubSpotRecord, readValue } from "../record.ts";
import { invalid } from "../refusals.ts";
import { type Answer, type Call, type Route, typeOf, writeContext } from "../route.ts";
import { toWire } from "../to-wire.ts";
import { archiveRecord, updateRecord } from "../write-record.ts";

const idSchema = z.union([z.string(), z.number()]).transform(String);
// `associations` is a required key of every input of a batch create in 2026-09.
const createSchema = z.object({
  inputs: z.array(inputSchema.extend({ associations: inputSchema.shape.associations.unwrap() })),
});
const updateInputSchema = z.object({
  id: idSchema,
  idProperty: z.string().nullish(),
  properties: z.record(z.string(), z.unknown()),
  objectWriteTraceId: z.string().optional(),
});
const updateSchema = z.object({ inputs: z.array(updateInputSchema) });
const archiveSchema = z.object({ inputs: z.array(z.object({ id: idSchema })) });
type UpdateInput = z.infer<typeof updateInputSchema>;

export const batchWriteRoutes: readonly Route[] = [
  toRoute("create", createBatch),
  toRoute("update", updateBatch),
  toRoute("upsert", upsertBatch),
  toRoute("archive", archiveBatch),
];

function toRoute(operation: string, handle: (call: Call) => Answer): Route {
  return {
    method: "post",
    path: `/crm/objects/:version/:type/batch/${operation}`,
    kind: "write",
    scopes: (call) => typeFacts[typeOf(call)].writeScopes,
    isWrite: true,
    handle,
  };
}

function createBatch(call: Call): Answer {
  const type = typeOf(call);
  const { inputs } = readBody(createSchema, call.body);
  checkBatchSize(inputs.length);
  for (const input of inputs) checkInput(call, type, input);
  const results = inputs.map((input) => {
    const record = createChecked(call, type, input);
    return withTrace(toWire(call.portal, type, { record, wanted: wantedOf(input) }), input);
  });
  // The order of results is not promised.
  return batchAnswer(call, { results: results.reverse(), errors: [], status: 201 });
}

interface Change {
  readonly input: UpdateInput;
  readonly record: HubSpotRecord;
  readonly values: Record<string, string>;
}

function updateBatch(call: Call): Answer {
  const type = typeOf(call);
  const { inputs } = readBody(updateSchema, call.body);
  checkBatchSize(inputs.length);
  refuseDuplicates(inputs);
  const missing: UpdateInput[] = [];
  const changes: Change[] = [];
  for (const input of inputs) {
    // Merged ids are not followed here: only reads know their survivor.
    const record = call.portal.tables[type].records.get(input.id);
    if (record === undefined || record.archivedAt !== null) missing.push(input);
    else changes.push({ input, record, values: checkedChanges(call, { type, record }, input.properties) });
  }
  const results = changes.map((change) => applyChange(call, type, change));
  return batchAnswer(call, { results: results.reverse(), errors: toErrors(type, missing), status: 200 });
}

function refuseDuplicates(inputs: readonly UpdateInput[]): void {
  const ids = inputs.map(({ id }) => id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (twice.length > 0) {
    throw invalid(`Duplicate IDs found in batch input: [${twice.join(", ")}]. IDs must be unique`);
  }
}

function applyChange(call: Call, type: ObjectType, { input, record, values }: Change) {
  const written = updateRecord(writeContext(call), { type, record }, values);
  return withTrace(toWire(call.portal, type, { record: written, wanted: wantedOf(input) }), input);
}

function toErrors(type: ObjectType, missing: readonly UpdateInput[]): BatchError[] {
  if (missing.length === 0) return [];
  const traceIds = missing.flatMap(({ objectWriteTraceId }) => objectWriteTraceId ?? []);
  return [
    missingError(
      type,
      missing.map(({ id }) => id),
      traceIds,
    ),
  ];
}

/** By a unique property: updates the record that holds the value, else creates one. */
function upsertBatch(call: Call): Answer {
  const type = typeOf(call);
  const { inputs } = readBody(updateSchema, call.body);
  checkBatchSize(inputs.length);
  const plans = inputs.map((input) => {
    const record = findByUnique(call, type, input);
    const properties = { ...input.properties };
    if (input.idProperty) properties[input.idProperty] = input.id;
    if (record === null) checkInput(call, type, { properties });
    else checkedChanges(call, { type, record }, properties);
    return { input, record, properties };
  });
  const results = plans.map(({ input, record, properties }) => {
    if (record === null) {
      const created = createChecked(call, type, { properties });
      return {
        ...withTrace(toWire(call.portal, type, { record: created, wanted: wantedOf(input) }), input),
        new: true,
      };
    }
    const values = checkedChanges(call, { type, record }, properties);
    return { ...applyChange(call, type, { input, record, values }), new: false };
  });
  return batchAnswer(call, { results, errors: [], status: 200 });
}

function findByUnique(call: Call, type: ObjectType, input: UpdateInput): HubSpotRecord | null {
  const name = input.idProperty ?? "hs_object_id";
  const isUnique =
    name === "hs_object_id" || call.portal.properties.get(type)?.get(name)?.hasUniqueValue === true;
  if (!isUnique) throw invalid(`Property ${name} is not a unique property of ${type}`);
  for (const record of call.portal.tables[type].records.values()) {
    if (record.archivedAt === null && readValue(record, name) === input.id) return record;
  }
  return null;
}

function archiveBatch(call: Call): Answer {
  const type = typeOf(call);
  const { inputs } = readBody(archiveSchema, call.body);
  checkBatchSize(inputs.length);
  for (const { id } of inputs) {
    const record = call.portal.tables[type].records.get(id);
    if (record !== undefined) archiveRecord(writeContext(call), record);
  }
  return { status: 204, body: null };
}

function wantedOf(input: { readonly properties: Readonly<Record<string, unknown>> }) {
  return { properties: Object.keys(input.properties) };
}

function withTrace<T extends object>(wire: T, input: { readonly objectWriteTraceId?: string | undefined }) {
  const { objectWriteTraceId } = input;
  return objectWriteTraceId === undefined ? wire : { ...wire, objectWriteTraceId };
}
