import { randomUUID } from "node:crypto";
import type { Org } from "../org.ts";
import { refuse } from "../refusals.ts";
import type { Answer, Call, Route } from "../route.ts";
import { select } from "../soql/evaluate.ts";

/** The smallest page that Salesforce gives on request. */
const smallestPage = 200;

function startQuery(call: Call, isAll: boolean): Answer {
  const { object, records, count } = select(call.org, call.query.get("q") ?? "", { isAll });
  if (count !== null) return { status: 200, body: { totalSize: count, done: true, records: [] } };
  return page(call, { object, records, total: records.length, start: 0 });
}

interface Rest {
  readonly object: string;
  /** All records of the answer. */
  readonly records: readonly unknown[];
  readonly total: number;
  readonly start: number;
}

function page(call: Call, { object, records, total, start }: Rest): Answer {
  const end = start + pageSizeOf(call);
  const shown = records.slice(start, end);
  const isDone = end >= total;
  const body = { totalSize: total, done: isDone, records: shown };
  return {
    status: 200,
    body: isDone ? body : { ...body, nextRecordsUrl: keep(call, { object, records, end }) },
  };
}

function pageSizeOf({ org, headers, maxRows }: Call): number {
  if (maxRows !== null) return maxRows;
  const asked = Number(
    /batchSize=(\d+)/.exec(headers["sforce-query-options"] ?? "")?.[1] ?? org.settings.pageSize,
  );
  return Math.min(org.settings.pageSize, Math.max(Math.min(smallestPage, org.settings.pageSize), asked));
}

/** The cursor keeps the rows as they were when the query ran. */
function keep(
  { org, version }: Call,
  { object, records, end }: { object: string; records: readonly unknown[]; end: number },
): string {
  const id = `0r8${randomUUID().replaceAll("-", "").slice(0, 15)}`;
  org.cursors.set(id, { object, records });
  return `/services/data/v${version}/query/${id}-${end}`;
}

function nextPage(call: Call): Answer {
  const [id = "", start = ""] = (call.params["locator"] ?? "").split("-");
  const cursor = call.org.cursors.get(id);
  if (cursor === undefined) throw refuse(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
  return page(call, { ...cursor, total: cursor.records.length, start: Number(start) });
}

/** What happens when the server's memory is full: clients must ask anew. */
export function forgetCursors(org: Org): void {
  org.cursors.clear();
}

const common = { method: "get", kind: "query", isWrite: false } as const;

export const queryRoutes: readonly Route[] = [
  { ...common, path: "/query", handle: (call) => startQuery(call, false) },
  { ...common, path: "/queryAll", handle: (call) => startQuery(call, true) },
  { ...common, path: "/query/:locator", handle: nextPage },
];
