import { z } from "zod";
import { refuse } from "../refusals.ts";
import type { Answer, Call, Route } from "../route.ts";
import { toSeconds } from "../show-company.ts";
import {
  deleteRow,
  type Input,
  insertRow,
  type RowResult,
  updateRow,
  upsertRow,
  type Writing,
} from "../write-row.ts";

/** Records of a collection. */
const maxRecords = 200;

const bodySchema = z.object({
  allOrNone: z.boolean().default(false),
  records: z.array(z.looseObject({ attributes: z.object({ type: z.string() }) })),
});

function collection(call: Call, write: (input: Input, type: string) => RowResult): Answer {
  const parsed = bodySchema.safeParse(call.body);
  if (!parsed.success) throw refuse(400, "JSON_PARSER_ERROR", "The body is not a collection of records");
  const { records, allOrNone } = parsed.data;
  if (allOrNone) throw refuse(400, "NOT_SIMULATED", "allOrNone is not simulated");
  if (records.length > maxRecords) {
    throw refuse(
      400,
      "INVALID_INPUT",
      `record limit reached. cannot submit more than ${maxRecords} records into this call`,
    );
  }
  return { status: 200, body: records.map((record) => write(record, record.attributes.type)) };
}

export function toWriting({ at, userId, isDropped }: Call): Writing {
  return { at: toSeconds(at), byId: userId, isDropped };
}

function remove(call: Call): Answer {
  const ids = (call.query.get("ids") ?? "").split(",").filter((id) => id !== "");
  if (ids.length > maxRecords) throw refuse(400, "INVALID_INPUT", "record limit reached");
  return { status: 200, body: ids.map((id) => deleteRow(call.org, id, toWriting(call))) };
}

const common = { kind: "write", isWrite: true } as const;

export const compositeRoutes: readonly Route[] = [
  {
    ...common,
    method: "post",
    path: "/composite/sobjects",
    handle: (call) =>
      collection(call, (input, type) => insertRow(call.org, type, { input, writing: toWriting(call) })),
  },
  {
    ...common,
    method: "patch",
    path: "/composite/sobjects",
    handle: (call) =>
      collection(call, (input, type) => updateRow(call.org, type, { input, writing: toWriting(call) })),
  },
  {
    ...common,
    method: "patch",
    path: "/composite/sobjects/:object/:key",
    handle: (call) =>
      collection(call, (input) => {
        const { object = "", key = "" } = call.params;
        return upsertRow(call.org, object, { input, writing: toWriting(call), key });
      }),
  },
  { ...common, method: "delete", path: "/composite/sobjects", handle: remove },
];
