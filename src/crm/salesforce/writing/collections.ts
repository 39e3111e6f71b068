import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { inChunks } from "../../../domain/chunks.ts";
import { AppError, isAppError } from "../../../domain/errors.ts";
import type { WriteResult } from "../../port.ts";
import { backoffMs } from "../../retry.ts";
import { type ErrorBody, toErrorBody } from "../error-body.ts";
import { codeOf, lockCode } from "../errors.ts";
import type { Org } from "../org.ts";

/** Salesforce's largest collection. */
const batchSize = 200;

/**
 * Halvings of refused collections in one writing. One record that the server cannot even read (a broken id) fails all that are sent
 * with it; eight halvings find it among 200, and where many are refused it is not a record's fault.
 */
const maxHalvings = 40;

/** Tries of a row whose parent is locked; a lock is waited for 10 s by the server itself. */
const maxLockTries = 4;

export interface CollectionRow {
  /** The caller's name for it, by which its result is known. */
  readonly key: string;
  /** Rows of one parent go together, one after the other: two transactions that touch one parent lock each other out. */
  readonly parentId: string;
  readonly record: Readonly<Record<string, unknown>>;
}

export interface Collection {
  readonly method: "PATCH" | "POST";
  /** Below the API's root: `composite/sobjects`, or with object and external id for an upsert. */
  readonly path: string;
  readonly act: string;
  /** False when sending again could make something twice. */
  readonly isRepeatable: boolean;
}

/**
 * Writes rows in collections of 200, one after another, one result per row in the rows' order. A refused row fails alone. When the
 * org itself cannot go on, what is settled is returned and the rest is `unknown`; if nothing is settled yet, the failure is thrown.
 */
export async function writeCollections(
  org: Org,
  collection: Collection,
  rows: readonly CollectionRow[],
): Promise<readonly WriteResult[]> {
  const settled = new Map<string, WriteResult>();
  const sorted = rows.toSorted((a, b) => compare(a.parentId, b.parentId));
  const halvings = { left: maxHalvings };
  for (const batch of inChunks(sorted, batchSize)) {
    try {
      for (const result of await writeApart(org, { ...collection, halvings }, batch))
        settled.set(result.key, result);
    } catch (error) {
      if (!isAppError(error) || (settled.size === 0 && !isLostWrite(collection, error))) throw error;
      return rows.map(({ key }) => settled.get(key) ?? { kind: "unknown", key, problem: error.message });
    }
  }
  return rows.map(({ key }) => settled.get(key) ?? unanswered(key));
}

/** A creation that may have been carried out is no failure to throw: it must be looked for. */
function isLostWrite({ isRepeatable }: Collection, error: AppError): boolean {
  const lost = ["crm-timeout", "crm-broken", "crm-unreachable", "crm-answer-unreadable"];
  return !isRepeatable && lost.includes(error.code);
}

/** A batch that is refused as a whole is sent in halves, down to the row that is to blame. */
async function writeApart(
  org: Org,
  collection: Collection & { readonly halvings: { left: number } },
  batch: readonly CollectionRow[],
): Promise<readonly WriteResult[]> {
  try {
    return await writeBatch(org, collection, batch);
  } catch (error) {
    const { halvings } = collection;
    if (!isAppError(error) || !isRefusedUnread(error) || halvings.left === 0) throw error;
    if (batch.length === 1) return batch.map(({ key }) => toRefused(key, error));
    halvings.left -= 1;
    const middle = Math.ceil(batch.length / 2);
    const first = await writeApart(org, collection, batch.slice(0, middle));
    return [...first, ...(await writeApart(org, collection, batch.slice(middle)))];
  }
}

/** Before any row of it was looked at. */
function isRefusedUnread({ code, details }: AppError): boolean {
  return code === "crm-refused" && details["status"] === 400;
}

function toRefused(key: string, { details }: AppError): WriteResult {
  return { kind: "refused", key, problem: String(details["problem"] ?? "") };
}

async function writeBatch(
  org: Org,
  collection: Collection,
  batch: readonly CollectionRow[],
): Promise<readonly WriteResult[]> {
  const settled: WriteResult[] = [];
  let open = batch;
  for (let attempt = 1; open.length > 0; attempt += 1) {
    const answers = await send(org, collection, open);
    const locked = open.filter((_, index) => errorOf(answers[index])?.errorCode === lockCode);
    const isSpent = attempt >= maxLockTries;
    for (const [index, row] of open.entries()) {
      if (isSpent || !locked.includes(row)) settled.push(toResult(row, answers[index]));
    }
    if (isSpent || locked.length === 0) break;
    open = locked;
    await sleep(backoffMs(attempt));
  }
  throwIfFieldsHidden(org, batch, settled);
  return settled;
}

const answerSchema = z.object({
  id: z.string().nullish(),
  success: z.boolean(),
  errors: z.array(z.unknown()).catch([]),
});
type Answer = z.infer<typeof answerSchema>;

async function send(
  org: Org,
  { method, path, act, isRepeatable }: Collection,
  rows: readonly CollectionRow[],
): Promise<readonly (Answer | undefined)[]> {
  const request = {
    method,
    path: `${org.root}/${path}`,
    body: { allOrNone: false, records: rows.map(({ record }) => record) },
    kind: "write",
    act,
    isRepeatable,
  } as const;
  const answer = await org.http.call(request).catch((error: unknown) => {
    // A field that does not exist for our user fails the whole call before any row is looked at.
    throw isAppError(error) && hiddenFieldCodes.includes(codeOf(error))
      ? toFieldsMissing(org, error.message)
      : error;
  });
  // Results come in the order of the records; a 2xx that says nothing of a row leaves it unknown.
  return Array.isArray(answer) ? answer.map((one) => answerSchema.safeParse(one).data) : [];
}

function errorOf(answer: Answer | undefined): ErrorBody | null {
  return answer?.success === false ? toErrorBody(answer.errors[0] ?? {}) : null;
}

function toResult({ key, record }: CollectionRow, answer: Answer | undefined): WriteResult {
  if (answer === undefined) return unanswered(key);
  const id = answer.id ?? (typeof record["id"] === "string" ? record["id"] : null);
  if (answer.success) {
    return id === null ? unanswered(key) : { kind: "written", key, remoteId: id, modifiedAt: null };
  }
  const error = errorOf(answer);
  const problem = toProblem(record, error);
  // A lock passes: whoever asked must come back to this row, while a refused one is left as it is.
  return { kind: error?.errorCode === lockCode ? "unknown" : "refused", key, problem };
}

function unanswered(key: string): WriteResult {
  return { kind: "unknown", key, problem: "the answer does not say what became of it" };
}

/** The values we sent are cut out of the org's sentence: a rep's own words must not end up in a log. */
function toProblem(record: CollectionRow["record"], error: ErrorBody | null): string {
  const sent = Object.values(record).filter((value) => typeof value === "string" && value.length > 20);
  const message = sent.reduce<string>(
    (text, value) => text.replaceAll(String(value), "…"),
    error?.message ?? "",
  );
  const code = error?.errorCode ?? "";
  return [code, message.replaceAll(/\s+/g, " ").trim().slice(0, 300)]
    .filter((part) => part !== "")
    .join(": ");
}

const hiddenFieldCodes = ["INVALID_FIELD", "INVALID_FIELD_FOR_INSERT_UPDATE"];

/** A field that our user may not write fails every row alike: one message for the admin instead of one for each deal. */
function throwIfFieldsHidden(
  org: Org,
  batch: readonly CollectionRow[],
  results: readonly WriteResult[],
): void {
  const hidden = results.filter(
    (result) => result.kind === "refused" && hiddenFieldCodes.some((code) => result.problem.startsWith(code)),
  );
  if (hidden.length === 0 || hidden.length < batch.length) return;
  throw toFieldsMissing(org, hidden[0]?.kind === "refused" ? hidden[0].problem : "");
}

function toFieldsMissing({ account }: Org, problem: string): AppError {
  // "Unable to create/update fields: Priority, OwnerId. Please …", "No such column 'Norma_Ask__c' on …"
  const listed = /fields: (\w+(?:, \w+)*)/.exec(problem)?.[1] ?? /\w+__c/.exec(problem)?.[0];
  const fields = listed ?? "Norma's fields";
  return new AppError("fields-missing", { details: { account, fields } });
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
