import { z } from "zod";
import { inChunks } from "../../../domain/chunks.ts";
import { type AppError, isAppError } from "../../../domain/errors.ts";
import type { WriteResult } from "../../port.ts";
import { toSafeSentence } from "../error-body.ts";
import { statusOf } from "../errors.ts";
import type { Portal } from "../portal.ts";
import { type HubSpotRecord, idSchema, modifiedAtOf, recordSchema } from "../records.ts";

/** HubSpot's largest batch of writes. */
const batchSize = 100;

/** One input of a batch: what is sent, and the caller's name for it, by which its result is known. */
export interface BatchInput {
  readonly key: string;
  /** Sent besides the trace id: `id`, `properties`, `associations`. */
  readonly input: {
    readonly id?: string;
    readonly properties: Readonly<Record<string, string>>;
    readonly associations?: readonly unknown[];
  };
}

export interface BatchWrite {
  readonly type: string;
  readonly operation: "create" | "update";
  readonly act: string;
  readonly kind: string;
  /** A second way to tell whose result it is, when the server drops our trace id. */
  readonly keyOf: (record: HubSpotRecord) => string | null;
}

/**
 * Writes in batches of 100, one result per input. A batch that is refused as a whole is halved until the bad input
 * stands alone, because HubSpot does not always say which it was; where everything is refused for one and the same reason, that is
 * not tried out on every single input. Creations whose answer was lost are `unknown`: to send them again could make them twice.
 * When the account itself cannot go on, what is settled is returned and the rest is `unknown`; if nothing is settled yet, the
 * failure is thrown.
 */
export async function writeBatches(
  portal: Portal,
  write: BatchWrite,
  inputs: readonly BatchInput[],
): Promise<readonly WriteResult[]> {
  const results: WriteResult[] = [];
  const refusals = watchRefusals();
  for (const batch of inChunks(inputs, batchSize)) {
    try {
      results.push(...(await writeOrHalve(portal, { ...write, refusals }, batch)));
    } catch (error) {
      if (!isAppError(error) || results.length === 0) throw error;
      results.push(...inputs.slice(results.length).map((input) => toUnknown(input, error)));
      return results;
    }
  }
  return results;
}

interface WatchedWrite extends BatchWrite {
  readonly refusals: Refusals;
}

async function writeOrHalve(
  portal: Portal,
  write: WatchedWrite,
  batch: readonly BatchInput[],
): Promise<readonly WriteResult[]> {
  try {
    const results = toResults(write, batch, await send(portal, write, batch));
    write.refusals.noteAccepted();
    return results;
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (write.operation === "create" && isLost(error)) return batch.map((input) => toUnknown(input, error));
    if (!isAboutInput(error)) throw error;
    const problem = String(error.details["problem"]);
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) {
      write.refusals.note(problem);
      return [toRefused(only, problem)];
    }
    if (write.refusals.areGeneral(problem)) return batch.map((input) => toRefused(input, problem));
    return await writeHalves(portal, write, batch);
  }
}

/** In no order, so that the first ones to stand alone are a sample of all. */
async function writeHalves(
  portal: Portal,
  write: WatchedWrite,
  batch: readonly BatchInput[],
): Promise<readonly WriteResult[]> {
  const mixed = batch.map((input) => ({ input, place: Math.random() })).toSorted((a, b) => a.place - b.place);
  const inputs = mixed.map(({ input }) => input);
  const middle = Math.ceil(inputs.length / 2);
  const first = await writeOrHalve(portal, write, inputs.slice(0, middle));
  const all = [...first, ...(await writeOrHalve(portal, write, inputs.slice(middle)))];
  const byKey = new Map(all.map((result) => [result.key, result]));
  return batch.flatMap(({ key }) => byKey.get(key) ?? []);
}

interface Refusals {
  note(problem: string): void;
  noteAccepted(): void;
  /** Whether so many inputs were refused for this reason, each alone, and none accepted, that the reason is taken to be all inputs'. */
  areGeneral(problem: string): boolean;
}

/**
 * With a third of all inputs refused, one sample of six in 700 would condemn the others for a night; as samples differ from night to
 * night, for that night only.
 */
const sampleSize = 6;

function watchRefusals(): Refusals {
  const timesRefused = new Map<string, number>();
  let isAnyAccepted = false;
  // Ids and values differ from one input to the next.
  const toReason = (problem: string) => problem.replaceAll(/\d+/g, "0");
  return {
    note: (problem) => {
      const reason = toReason(problem);
      timesRefused.set(reason, (timesRefused.get(reason) ?? 0) + 1);
    },
    noteAccepted: () => {
      isAnyAccepted = true;
    },
    areGeneral: (problem) => !isAnyAccepted && (timesRefused.get(toReason(problem)) ?? 0) >= sampleSize,
  };
}

const problemSchema = z.object({
  message: z.string().catch("refused without a reason"),
  context: z.record(z.string(), z.array(z.unknown()).catch([])).nullish().catch({}),
});
const answerSchema = z.object({
  results: z.array(z.unknown()).catch([]),
  errors: z.array(problemSchema).nullish().catch([]),
});
type Answer = z.infer<typeof answerSchema>;

async function send(portal: Portal, write: BatchWrite, batch: readonly BatchInput[]): Promise<Answer> {
  const answer = await portal.http.call({
    method: "POST",
    path: portal.paths.objects(write.type, `batch/${write.operation}`),
    body: { inputs: batch.map(({ input }, index) => ({ ...input, objectWriteTraceId: String(index) })) },
    kind: write.kind,
    act: write.act,
    isRepeatable: write.operation === "update",
  });
  const parsed = answerSchema.safeParse(answer);
  if (parsed.success) return parsed.data;
  // A 2xx that says nothing about the inputs: they may well have been carried out.
  return { results: [], errors: [] };
}

/** Any 2xx may be partial: results and errors are matched one by one, and what is in neither is unknown. */
function toResults(write: BatchWrite, batch: readonly BatchInput[], answer: Answer): readonly WriteResult[] {
  const results = new Map<string, WriteResult>();
  for (const row of answer.results) {
    const record = recordSchema.safeParse(row).data;
    const key = record === undefined ? null : keyOfRecord(write, batch, record);
    if (record === undefined || key === null) continue;
    results.set(key, { kind: "written", key, remoteId: record.id, modifiedAt: modifiedAtOf(record) });
  }
  let nameless: string | null = null;
  for (const problem of answer.errors ?? []) {
    const named = inputsOf(batch, problem.context ?? {});
    if (named.length === 0) nameless ??= problem.message;
    for (const input of named) {
      if (!results.has(input.key)) results.set(input.key, toRefused(input, problem.message));
    }
  }
  return batch.map((input) => {
    const known = results.get(input.key);
    if (known !== undefined) return known;
    // A failure that names nobody is that of those who have no result.
    if (nameless !== null) return toRefused(input, nameless);
    return { kind: "unknown", key: input.key, problem: "the answer does not say what became of it" };
  });
}

function keyOfRecord(write: BatchWrite, batch: readonly BatchInput[], record: HubSpotRecord): string | null {
  const traced = batch[Number(record.objectWriteTraceId ?? Number.NaN)];
  const key = traced?.key ?? write.keyOf(record);
  return batch.some((input) => input.key === key) ? key : null;
}

/** The inputs that a partial failure speaks of: by our trace id, else by object id. */
function inputsOf(
  batch: readonly BatchInput[],
  context: Readonly<Record<string, readonly unknown[]>>,
): readonly BatchInput[] {
  const traces = (context["objectWriteTraceId"] ?? []).map(String);
  const ids = new Set((context["ids"] ?? context["id"] ?? []).map((id) => idSchema.safeParse(id).data ?? ""));
  return batch.filter(({ input }, index) => traces.includes(String(index)) || ids.has(input.id ?? ""));
}

/** The values we sent are cut out of the CRM's sentence: a rep's own words must not end up in a log. */
function toRefused({ key, input }: BatchInput, message: string): WriteResult {
  const sent = Object.values(input.properties).filter((value) => value.length > 20);
  const hidden = sent.reduce((text, value) => text.replaceAll(value, "…"), message);
  return { kind: "refused", key, problem: toSafeSentence(hidden) };
}

function toUnknown({ key }: BatchInput, error: AppError): WriteResult {
  return { kind: "unknown", key, problem: error.message };
}

/** No answer, or a failure behind HubSpot's door: it may have been carried out. */
function isLost(error: AppError): boolean {
  return ["crm-timeout", "crm-broken", "crm-unreachable", "crm-answer-unreadable"].includes(error.code);
}

/** A refusal because of what was sent (a value, a missing record), so that other inputs may pass. */
function isAboutInput(error: AppError): boolean {
  return error.code === "crm-refused" && [400, 404, 409, 413, 422].includes(statusOf(error) ?? 0);
}
