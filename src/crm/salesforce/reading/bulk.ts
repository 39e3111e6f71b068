import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { AppError, isAppError } from "../../../domain/errors.ts";
import { backoffMs } from "../../retry.ts";
import { unreadable } from "../errors.ts";
import { callFor, type Org } from "../org.ts";
import type { Query, Row } from "./query.ts";

/** A job of Bulk API 2.0 and how far its result is read; both stay valid for seven days. */
export interface BulkPlace {
  readonly jobId: string;
  /** Of the next page; null before the first. */
  readonly locator: string | null;
}

export interface BulkPage {
  readonly rows: readonly Row[];
  /** Null after the last page. */
  readonly next: BulkPlace | null;
}

/**
 * The rows of a query in Salesforce's own order, through a job that runs on the server. The first page is empty and names the job,
 * so that a night that is broken off while it runs finds it again. A job is never deleted: one that runs belongs to a
 * night that goes on, and a finished one goes by itself. Throws crm-refused when the org cannot run it, crm-timeout when it
 * takes too long.
 */
export async function* readByBulk(org: Org, query: Query, place: BulkPlace | null): AsyncGenerator<BulkPage> {
  let next: BulkPlace | null = place ?? { jobId: await createJob(org, query), locator: null };
  if (place === null) yield { rows: [], next };
  if (next.locator === null) await waitForJob(org, query, next.jobId);
  while (next !== null) {
    const page: BulkPage = await readWholePage(org, query, next);
    next = page.next;
    yield page;
  }
}

const jobSchema = z.object({ id: z.string(), state: z.string(), errorMessage: z.string().nullish() });

async function createJob(org: Org, { soql, act, isAll }: Query): Promise<string> {
  const request = {
    method: "POST",
    path: `${org.root}/jobs/query`,
    body: { operation: isAll === true ? "queryAll" : "query", query: soql },
    kind: "bulk",
    act,
  } as const;
  return (await callFor(org, request, jobSchema)).id;
}

const maxPollMs = 30_000;
const endedStates: readonly string[] = ["Failed", "Aborted"];

async function waitForJob(org: Org, { act }: Query, jobId: string): Promise<void> {
  const { firstPollMs, deadlineMs } = org.bulk;
  const request = { method: "GET", path: `${org.root}/jobs/query/${jobId}`, kind: "bulk", act } as const;
  let pauseMs = firstPollMs;
  for (let waitedMs = 0; waitedMs < deadlineMs; ) {
    const { state, errorMessage } = await callFor(org, request, jobSchema);
    if (state === "JobComplete") return;
    if (endedStates.includes(state)) {
      const problem = `the job ended as ${state} (${errorMessage ?? "no reason given"})`;
      throw new AppError("crm-refused", { details: { account: org.account, act, status: 200, problem } });
    }
    await sleep(pauseMs);
    waitedMs += pauseMs;
    pauseMs = Math.min(maxPollMs, pauseMs * 1.5);
  }
  const { baseUrl } = org;
  throw new AppError("crm-timeout", { details: { baseUrl, act, seconds: Math.round(deadlineMs / 1_000) } });
}

const pageSchema = z.object({ text: z.string(), headers: z.instanceof(Headers) });

/** What the header says after the last page. */
const noLocator = "null";

/** Reads of a page that comes in pieces. */
const maxPageTries = 3;

/** A page without end or length may be cut on its way without anybody but its own count of rows telling. */
async function readWholePage(org: Org, query: Query, place: BulkPlace): Promise<BulkPage> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await readPage(org, query, place);
    } catch (error) {
      const isCut = isAppError(error) && error.code === "crm-answer-unreadable";
      if (!isCut || attempt >= maxPageTries) throw error;
      await sleep(backoffMs(attempt));
    }
  }
}

async function readPage(org: Org, { act }: Query, { jobId, locator }: BulkPlace): Promise<BulkPage> {
  const { text, headers } = await callFor(
    org,
    {
      method: "GET",
      path: `${org.root}/jobs/query/${jobId}/results`,
      query: { maxRecords: String(org.bulk.rowsPerPage), ...(locator === null ? {} : { locator }) },
      headers: { accept: "text/csv" },
      kind: "bulk",
      act,
      answerAs: "text",
    },
    pageSchema,
  );
  const rows = parseRows(text);
  const announced = headers.get("sforce-numberofrecords");
  if (rows === null || (announced !== null && Number(announced) !== rows.length)) {
    throw unreadable(
      { act },
      org,
      `a page of ${announced ?? "unknown"} rows holds ${rows?.length ?? "half"}`,
    );
  }
  const following = headers.get("sforce-locator") ?? noLocator;
  return { rows, next: following === noLocator ? null : { jobId, locator: following } };
}

/** Null for a text that ends within a row. */
function parseRows(text: string): readonly Row[] | null {
  try {
    return parse(text, { columns: true, bom: true });
  } catch {
    return null;
  }
}
