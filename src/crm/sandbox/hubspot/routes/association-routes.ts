import { z } from "zod";
import { type BatchError, batchAnswer } from "../batch-answer.ts";
import { checkBatchSize, readBody } from "../body.ts";
import { associationTypeId, type ObjectType, typeFacts } from "../object-types.ts";
import { invalid, notFound } from "../refusals.ts";
import { refreshRollups } from "../rollups.ts";
import { type Answer, type Call, ok, paramOf, type Route, typeOf } from "../route.ts";

const idSchema = z.union([z.string(), z.number()]).transform(String);
const endSchema = z.object({ id: idSchema });
const readSchema = z.object({ inputs: z.array(z.object({ id: idSchema, after: idSchema.nullish() })) });
const typesSchema = z.array(z.object({ associationCategory: z.string(), associationTypeId: z.number() }));
const createSchema = z.object({
  inputs: z.array(z.object({ from: endSchema, to: endSchema, types: typesSchema.min(1) })),
});
const defaultSchema = z.object({ inputs: z.array(z.object({ from: endSchema, to: endSchema })) });
const archiveSchema = z.object({ inputs: z.array(z.object({ from: endSchema, to: z.array(endSchema) })) });

/** HubSpot's batch sizes for associations. */
const maxRead = 1_000;
const maxCreate = 2_000;

const readScopes = (call: Call) => [
  ...typeFacts[typeOf(call, "from")].readScopes,
  ...typeFacts[typeOf(call, "to")].readScopes,
];
const writeScopes = (call: Call) => [
  ...typeFacts[typeOf(call, "from")].writeScopes,
  ...typeFacts[typeOf(call, "to")].writeScopes,
];

const batchPath = "/crm/associations/:version/:from/:to/batch";
const write = { kind: "association-write", scopes: writeScopes, isWrite: true } as const;

export const associationRoutes: readonly Route[] = [
  {
    method: "post",
    path: `${batchPath}/read`,
    kind: "association",
    scopes: readScopes,
    isWrite: false,
    handle: readLinks,
  },
  { method: "post", path: `${batchPath}/create`, ...write, handle: createLinks },
  { method: "post", path: `${batchPath}/associate/default`, ...write, handle: createDefaultLinks },
  { method: "post", path: `${batchPath}/archive`, ...write, handle: archiveLinks },
  {
    method: "put",
    path: "/crm/objects/:version/:from/:fromId/associations/default/:to/:toId",
    ...write,
    handle: createOneLink,
  },
];

function readLinks(call: Call): Answer {
  const from = typeOf(call, "from");
  const to = typeOf(call, "to");
  const { inputs } = readBody(readSchema, call.body);
  checkBatchSize(inputs.length, maxRead);
  const results: unknown[] = [];
  const errors: BatchError[] = [];
  for (const input of inputs) {
    const page = readOne(call, { from, to }, { id: input.id, after: Number(input.after ?? 0) });
    if (page === null) errors.push(noLinks(from, to, input.id));
    else results.push(page);
  }
  return batchAnswer(call, { results, errors, status: 200 });
}

interface Pair {
  readonly from: ObjectType;
  readonly to: ObjectType;
}

/** One page of one record's links. `after` is the place of the first link of the next page. */
function readOne(call: Call, { from, to }: Pair, input: { id: string; after: number }) {
  const { links, settings, tables } = call.portal;
  const end = { type: from, id: input.id };
  const ids = links.read(end, to).filter((id) => tables[to].records.get(id)?.archivedAt === null);
  if (ids.length === 0 || tables[from].records.get(input.id)?.archivedAt !== null) return null;
  const stop = input.after + settings.associationPageSize;
  const page = ids.slice(input.after, stop).flatMap((id) => {
    const labels = links.labelsOf(end, { type: to, id });
    const entries = settings.labelsRepeatIds ? labels.map((label) => [label]) : [labels];
    return entries.map((associationTypes) => ({ toObjectId: Number(id), associationTypes }));
  });
  return {
    from: { id: input.id },
    to: page,
    ...(stop < ids.length ? { paging: { next: { after: String(stop) } } } : {}),
  };
}

/** A record without links is an error entry, not an empty result. */
function noLinks(from: ObjectType, to: ObjectType, id: string): BatchError {
  return {
    status: "error",
    category: "OBJECT_NOT_FOUND",
    subCategory: "crm.associations.NO_ASSOCIATIONS_FOUND",
    message: `No ${typeFacts[to].singular} is associated with ${typeFacts[from].singular} ${id}.`,
    context: {
      fromObjectId: [id],
      fromObjectType: [typeFacts[from].singular],
      toObjectType: [typeFacts[to].singular],
    },
  };
}

function createLinks(call: Call): Answer {
  const { inputs } = readBody(createSchema, call.body);
  const from = typeOf(call, "from");
  const to = typeOf(call, "to");
  const expected = associationTypeId(from, to);
  for (const { types } of inputs) {
    const wrong = types.find(
      (type) => type.associationCategory === "HUBSPOT_DEFINED" && type.associationTypeId !== expected,
    );
    if (wrong !== undefined) {
      throw invalid(`Association type ${wrong.associationTypeId} does not exist between ${from} and ${to}`);
    }
  }
  return link(call, inputs);
}

function createDefaultLinks(call: Call): Answer {
  return link(call, readBody(defaultSchema, call.body).inputs);
}

interface LinkInput {
  readonly from: { readonly id: string };
  readonly to: { readonly id: string };
}

function link(call: Call, inputs: readonly LinkInput[]): Answer {
  checkBatchSize(inputs.length, maxCreate);
  const results = inputs.map((input) => linkOne(call, input));
  return batchAnswer(call, { results, errors: [], status: 201 });
}

function linkOne(call: Call, input: LinkInput) {
  const from = { type: typeOf(call, "from"), id: input.from.id };
  const to = { type: typeOf(call, "to"), id: input.to.id };
  const { portal } = call;
  for (const { type, id } of [from, to]) if (portal.tables[type].find(id) === undefined) throw notFound();
  if (!call.isDropped) portal.links.add(from, to);
  for (const { type, id } of [from, to]) if (type === "deals") refreshRollups(portal, id, call.at);
  return {
    from: { id: from.id },
    to: { id: to.id },
    associationSpec: {
      associationCategory: "HUBSPOT_DEFINED",
      associationTypeId: associationTypeId(from.type, to.type),
    },
  };
}

function createOneLink(call: Call): Answer {
  linkOne(call, { from: { id: paramOf(call, "fromId") }, to: { id: paramOf(call, "toId") } });
  return ok({ status: "COMPLETE", results: [] });
}

function archiveLinks(call: Call): Answer {
  const { inputs } = readBody(archiveSchema, call.body);
  checkBatchSize(inputs.length);
  for (const input of inputs) {
    for (const to of input.to) {
      if (call.isDropped) continue;
      call.portal.links.remove(
        { type: typeOf(call, "from"), id: input.from.id },
        { type: typeOf(call, "to"), id: to.id },
      );
    }
  }
  return { status: 204, body: null };
}
