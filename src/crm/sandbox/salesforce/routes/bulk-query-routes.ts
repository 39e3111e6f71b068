import { z } from "zod";
import { toCsv } from "../csv.ts";
import { type Org, takeJobId } from "../org.ts";
import { notFound, refuse } from "../refusals.ts";
import type { Answer, Call, Route } from "../route.ts";
import { select } from "../soql/evaluate.ts";

/** One Bulk 2.0 query. It is complete once it was asked for twice. */
export interface QueryJob {
  readonly id: string;
  readonly version: string;
  readonly query: string;
  readonly operation: "query" | "queryAll";
  readonly header: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  polls: number;
}

const jobSchema = z.object({ operation: z.enum(["query", "queryAll"]), query: z.string() });

function createJob(call: Call): Answer {
  const { operation, query } = jobSchema.parse(call.body);
  // The real thing refuses what would make a job slow; so does this.
  if (/\b(?:group by|offset|typeof)\b/i.test(query))
    throw refuse(400, "API_ERROR", "not supported in bulk queries");
  const selected = select(call.org, query, { isAll: operation === "queryAll" });
  if (selected.count !== null) throw refuse(400, "API_ERROR", "COUNT is not supported in bulk queries");
  const header = selected.columns;
  const rows = selected.records.map((record) => header.map((name) => valueOf(record, name)));
  const id = takeJobId(call.org);
  call.org.queryJobs.set(id, { id, version: call.version, query, operation, header, rows, polls: 0 });
  return { status: 200, body: show(call.org, id, "UploadComplete") };
}

/** `Owner.Name` lies one record deeper. */
function valueOf(record: Readonly<Record<string, unknown>>, name: string): unknown {
  let at: unknown = record;
  for (const part of name.split(".")) {
    at = typeof at === "object" && at !== null ? (at as Record<string, unknown>)[part] : null;
  }
  return at;
}

function show(org: Org, id: string, state: string) {
  const job = org.queryJobs.get(id);
  return { id, operation: job?.operation, object: "", state, numberRecordsProcessed: job?.rows.length ?? 0 };
}

function find({ org, params, version }: Call): QueryJob {
  const job = org.queryJobs.get(params["id"] ?? "");
  if (job === undefined) throw notFound();
  if (job.version !== version)
    throw refuse(409, "API_VERSION_MISMATCH", "The job was created with another version");
  return job;
}

function poll(call: Call): Answer {
  const job = find(call);
  job.polls += 1;
  return { status: 200, body: show(call.org, job.id, job.polls < 2 ? "InProgress" : "JobComplete") };
}

function results(call: Call): Answer {
  const job = find(call);
  if (job.polls < 2) throw refuse(400, "INVALIDJOBSTATE", "the job is not complete");
  const start = Number(call.query.get("locator") ?? "0");
  const asked = Number(call.query.get("maxRecords") ?? call.org.settings.bulkPageSize);
  const size = Math.min(asked, call.org.settings.bulkPageSize);
  const shown = job.rows.slice(start, start + size);
  const isLast = start + size >= job.rows.length;
  return {
    status: 200,
    body: toCsv(job.header, shown),
    headers: {
      "Sforce-NumberOfRecords": String(shown.length),
      // The word, not an empty header.
      "Sforce-Locator": isLast ? "null" : String(start + size),
    },
  };
}

/** Pages of results named in one answer. */
const pagesPerAnswer = 5;

function resultPages(call: Call): Answer {
  const job = find(call);
  const size = call.org.settings.bulkPageSize;
  const all = Array.from(
    { length: Math.max(1, Math.ceil(job.rows.length / size)) },
    (_, index) => index * size,
  );
  const from = Number(call.query.get("from") ?? "0");
  const path = `/services/data/v${call.version}/jobs/query/${job.id}`;
  const isDone = from + pagesPerAnswer >= all.length;
  return {
    status: 200,
    body: {
      done: isDone,
      ...(isDone ? {} : { nextRecordsUrl: `${path}/resultPages?from=${from + pagesPerAnswer}` }),
      resultPages: all
        .slice(from, from + pagesPerAnswer)
        .map((start) => ({ resultUrl: `${path}/results?locator=${start}` })),
    },
  };
}

function abort(call: Call): Answer {
  call.org.queryJobs.delete(find(call).id);
  return { status: 204, body: null };
}

const common = { kind: "bulk", isWrite: false } as const;

export const bulkQueryRoutes: readonly Route[] = [
  { ...common, method: "post", path: "/jobs/query", handle: createJob },
  { ...common, method: "get", path: "/jobs/query/:id", handle: poll },
  { ...common, method: "get", path: "/jobs/query/:id/results", handle: results },
  { ...common, method: "get", path: "/jobs/query/:id/resultPages", handle: resultPages },
  { ...common, method: "delete", path: "/jobs/query/:id", handle: abort },
];
