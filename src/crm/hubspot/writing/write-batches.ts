import { setTimeout as sleep } from "node:timers/promises";
import { inChunks } from "../../../domain/chunks.ts";
import { type AppError, isAppError } from "../../../domain/errors.ts";
import type { WriteResult } from "../../port.ts";
import { backoffMs } from "../../retry.ts";
import { statusOf } from "../errors.ts";
import type { Portal } from "../portal.ts";
import type { HubSpotRecord } from "../records.ts";
import { type BatchAnswer, batchAnswerSchema, toRefused, toResults } from "./batch-results.ts";
import { findKept } from "./find-kept.ts";
import { type Refusals, watchRefusals } from "./watch-refusals.ts";

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
      results.push(...(await writeOrHalve(portal, { ...write, refusals, sendsLeft: maxResends }, batch)));
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
  /** How often it may be sent again after a lost answer. */
  readonly sendsLeft: number;
}

const maxResends = 4;

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
    if (isLost(error)) return await afterLostAnswer(portal, { write, error }, batch);
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

/**
 * Creations rest until they can be looked up. Of updates only what the CRM does not show is sent again: a value that is written a second
 * time starts workflows and uses up the history.
 */
async function afterLostAnswer(
  portal: Portal,
  { write, error }: { readonly write: WatchedWrite; readonly error: AppError },
  batch: readonly BatchInput[],
): Promise<readonly WriteResult[]> {
  if (write.operation === "create") return batch.map((input) => toUnknown(input, error));
  // Whoever runs into the timeout sits it out in full.
  const left = error.code === "crm-timeout" ? Math.min(1, write.sendsLeft) : write.sendsLeft;
  if (left === 0) throw error;
  await sleep(backoffMs(maxResends - left + 1), undefined, { ref: false });
  const kept = await findKept(portal, write, batch);
  const rest = batch.filter(({ key }) => !kept.has(key));
  const sent = rest.length === 0 ? [] : await writeOrHalve(portal, { ...write, sendsLeft: left - 1 }, rest);
  return [...kept.values(), ...sent];
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

async function send(portal: Portal, write: BatchWrite, batch: readonly BatchInput[]): Promise<BatchAnswer> {
  const answer = await portal.http.call({
    method: "POST",
    path: portal.paths.objects(write.type, `batch/${write.operation}`),
    body: { inputs: batch.map(({ input }, index) => ({ ...input, objectWriteTraceId: String(index) })) },
    kind: write.kind,
    act: write.act,
    isRepeatable: false,
  });
  const parsed = batchAnswerSchema.safeParse(answer);
  if (parsed.success) return parsed.data;
  // A 2xx that says nothing about the inputs: they may well have been carried out.
  return { results: [], errors: [] };
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
