import { z } from "zod";
import { inChunks } from "../../../domain/chunks.ts";
import { isAppError } from "../../../domain/errors.ts";
import type { Judgement } from "../../http.ts";
import { judge } from "../errors.ts";
import { callFor, type Org } from "../org.ts";
import { type KeysetQuery, readAllByKeyset, toKeysetSoql } from "./keyset.ts";
import { type Row, rowPageSchema } from "./query.ts";

/** What one composite request may hold, and how many of it may be queries (resources-composite-composite-post). */
const maxParts = 25;
export const maxQueries = 5;

/** Composite requests made side by side. */
const requestsAtOnce = 2;

interface Together {
  readonly paths: readonly string[];
  /** The kind of call it is counted under. */
  readonly kind: string;
  readonly act: string;
}

const answerSchema = z.object({
  compositeResponse: z.array(z.object({ body: z.unknown(), httpStatusCode: z.number() })),
});

/**
 * Up to 25 reading requests in one call, which counts as one against the org's day. What each answer means, in the order asked; null
 * for those that must be asked alone, because the org takes no composite requests or left one out.
 */
export async function askTogether(org: Org, asked: Together): Promise<readonly (Judgement | null)[]> {
  const answers: (Judgement | null)[] = [];
  for (const paths of inChunks(asked.paths, maxParts)) {
    answers.push(...(await askOnce(org, { ...asked, paths })));
  }
  return answers;
}

/** The org does not know composite requests, or answers them in a way of its own: what they hold is asked the usual way. */
const usualWayCodes: ReadonlySet<string> = new Set(["crm-refused", "scope-missing", "crm-answer-unreadable"]);

/** Of an org that takes none at all, whatever they hold. */
const neverStatuses: readonly unknown[] = [403, 404, 405];

async function askOnce(org: Org, { paths, kind, act }: Together): Promise<readonly (Judgement | null)[]> {
  if (org.memory().neverTogether.has(kind)) return paths.map(() => null);
  const compositeRequest = paths.map((url, index) => ({ method: "GET", url, referenceId: `part${index}` }));
  // One after another in the order given, which collated ones need not be.
  const body = { allOrNone: false, collateSubrequests: false, compositeRequest };
  const request = { method: "POST", path: `${org.root}/composite`, body, kind, act } as const;
  const answer = await callFor(org, request, answerSchema).catch((error: unknown) => {
    if (!isAppError(error) || !usualWayCodes.has(error.code)) throw error;
    if (neverStatuses.includes(error.details["status"])) org.memory().neverTogether.add(kind);
    return null;
  });
  return paths.map((path, index) => {
    const part = answer?.compositeResponse[index];
    if (part === undefined) return null;
    const { body: value, httpStatusCode: status } = part;
    return judge(
      { method: "GET", path, kind, act },
      { status, headers: new Headers(), text: JSON.stringify(value) },
      org,
    );
  });
}

/**
 * All rows of each query, in the order of their ids; five first pages a call. Throws what asking alone throws.
 */
export async function queryTogether(
  org: Org,
  queries: readonly KeysetQuery[],
): Promise<readonly (readonly Row[])[]> {
  const [first] = queries;
  if (first === undefined) return [];
  if (queries.length === 1) return [await readAllByKeyset(org, first)];
  const rows: (readonly Row[])[] = [];
  for (const some of inChunks([...inChunks(queries, maxQueries)], requestsAtOnce)) {
    rows.push(...(await Promise.all(some.map((few) => queryOnce(org, few)))).flat());
  }
  return rows;
}

/** The first rows of one query. */
export interface Peek {
  readonly rows: readonly Row[];
  /** False when there may be more behind the last of them. */
  readonly isAll: boolean;
}

/** At most `limit` rows of each of a few queries, in the order of their ids, in one call; null for those that must be asked alone. */
export async function peekTogether(
  org: Org,
  { queries, limit, kind, act }: Omit<Together, "paths"> & PeekWanted,
): Promise<readonly (Peek | null)[]> {
  const paths = queries.map((query) => toPath(org, query, ` LIMIT ${limit}`));
  const answers = await askTogether(org, { paths, kind, act });
  return answers.map((answer) => {
    const page = answer?.kind === "answered" ? rowPageSchema.safeParse(answer.value).data : undefined;
    if (page === undefined) return null;
    return { rows: page.records, isAll: page.done && page.records.length < limit };
  });
}

interface PeekWanted {
  /** At most `maxQueries`. */
  readonly queries: readonly KeysetQuery[];
  readonly limit: number;
}

async function queryOnce(org: Org, queries: readonly KeysetQuery[]): Promise<readonly (readonly Row[])[]> {
  const { kind = "", act = "" } = queries[0] ?? {};
  const answers = await askTogether(org, { paths: queries.map((query) => toPath(org, query)), kind, act });
  return await Promise.all(queries.map((query, index) => toRows(org, query, answers[index] ?? null)));
}

function toPath(org: Org, query: KeysetQuery, end = ""): string {
  const parameters = new URLSearchParams({ q: `${toKeysetSoql(query)} ORDER BY Id${end}` });
  return `${org.root}/${query.isAll === true ? "queryAll" : "query"}?${parameters.toString()}`;
}

/** The rows of one part, with those of its further pages; anything but rows is asked again alone, where it is retried and told. */
async function toRows(org: Org, query: KeysetQuery, answer: Judgement | null): Promise<readonly Row[]> {
  const page = answer?.kind === "answered" ? rowPageSchema.safeParse(answer.value).data : undefined;
  if (page === undefined) return await readAllByKeyset(org, query);
  const last = page.records.at(-1)?.["Id"];
  if (page.done) return page.records;
  return [...page.records, ...(await readAllByKeyset(org, query, typeof last === "string" ? last : null))];
}
