import { parse } from "csv-parse/sync";
import { z } from "zod";
import { toCsv } from "../csv.ts";
import { findObject, takeJobId } from "../org.ts";
import { notFound, refuse } from "../refusals.ts";
import type { Answer, Call, Route } from "../route.ts";
import { type Input, insertRow, type RowResult, updateRow, upsertRow } from "../write-row.ts";
import { toWriting } from "./composite-routes.ts";

/** One Bulk 2.0 job that writes. It is done as soon as its upload is complete. */
export interface IngestJob {
  readonly id: string;
  readonly object: string;
  readonly operation: "insert" | "update" | "upsert";
  readonly key: string;
  csv: string;
  state: "Open" | "JobComplete";
  results: readonly { readonly input: Readonly<Record<string, string>>; readonly result: RowResult }[];
}

const jobSchema = z.object({
  object: z.string(),
  operation: z.enum(["insert", "update", "upsert"]),
  externalIdFieldName: z.string().default(""),
});

function createJob(call: Call): Answer {
  const { object, operation, externalIdFieldName: key } = jobSchema.parse(call.body);
  const id = takeJobId(call.org);
  const job: IngestJob = { id, object, operation, key, csv: "", state: "Open", results: [] };
  call.org.ingestJobs.set(id, job);
  return {
    status: 200,
    body: { ...show(job), contentUrl: `services/data/v${call.version}/jobs/ingest/${id}/batches` },
  };
}

function find({ org, params }: Call): IngestJob {
  const job = org.ingestJobs.get(params["id"] ?? "");
  if (job === undefined) throw notFound();
  return job;
}

function show({ id, object, operation, state, results }: IngestJob) {
  const failed = results.filter(({ result }) => !result.success).length;
  return {
    id,
    object,
    operation,
    state,
    numberRecordsProcessed: results.length,
    numberRecordsFailed: failed,
  };
}

function upload(call: Call): Answer {
  const job = find(call);
  if (typeof call.body !== "string") throw refuse(400, "INVALIDBATCH", "expected CSV");
  job.csv = call.body;
  return { status: 201, body: null };
}

function finish(call: Call): Answer {
  const job = find(call);
  const rows: Readonly<Record<string, string>>[] = parse(job.csv, { columns: true });
  job.results = rows.map((input) => ({ input, result: write(call, job, toInput(call, job.object, input)) }));
  job.state = "JobComplete";
  return { status: 200, body: show(job) };
}

function write(call: Call, { object, operation, key }: IngestJob, input: Input): RowResult {
  const writing = toWriting(call);
  if (operation === "insert") return insertRow(call.org, object, { input, writing });
  if (operation === "update") return updateRow(call.org, object, { input, writing });
  return upsertRow(call.org, object, { input, writing, key });
}

/** Everything is text in CSV; `#N/A` clears a field and nothing leaves it alone. */
function toInput({ org }: Call, object: string, row: Readonly<Record<string, string>>): Input {
  const fields = findObject(org, object)?.fields;
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, text]): [string, unknown][] => {
      if (text === "") return [];
      if (text === "#N/A") return [[name, null]];
      return [[name, fields?.get(name)?.type === "double" ? Number(text) : text]];
    }),
  );
}

function showResults(call: Call, isSuccess: boolean): Answer {
  const { results } = find(call);
  const shown = results.filter(({ result }) => result.success === isSuccess);
  const names = Object.keys(shown[0]?.input ?? {});
  const own = isSuccess ? "sf__Created" : "sf__Error";
  const rows = shown.map(({ input, result }) => [
    result.id ?? "",
    isSuccess
      ? String(result.created ?? false)
      : `${result.errors[0]?.statusCode}:${result.errors[0]?.message}`,
    ...names.map((name) => input[name]),
  ]);
  return { status: 200, body: toCsv(["sf__Id", own, ...names], rows) };
}

const common = { kind: "bulk" } as const;

export const bulkIngestRoutes: readonly Route[] = [
  { ...common, method: "post", path: "/jobs/ingest", isWrite: true, handle: createJob },
  { ...common, method: "put", path: "/jobs/ingest/:id/batches", isWrite: true, handle: upload },
  { ...common, method: "patch", path: "/jobs/ingest/:id", isWrite: true, handle: finish },
  {
    ...common,
    method: "get",
    path: "/jobs/ingest/:id",
    isWrite: false,
    handle: (call) => ({ status: 200, body: show(find(call)) }),
  },
  {
    ...common,
    method: "get",
    path: "/jobs/ingest/:id/successfulResults",
    isWrite: false,
    handle: (call) => showResults(call, true),
  },
  {
    ...common,
    method: "get",
    path: "/jobs/ingest/:id/failedResults",
    isWrite: false,
    handle: (call) => showResults(call, false),
  },
];
