import { z } from "zod";
import type { WriteResult } from "../../port.ts";
import { toSafeSentence } from "../error-body.ts";
import { type HubSpotRecord, idSchema, modifiedAtOf, recordSchema } from "../records.ts";
import type { BatchInput, BatchWrite } from "./write-batches.ts";

const problemSchema = z.object({
  message: z.string().catch("refused without a reason"),
  context: z.record(z.string(), z.array(z.unknown()).catch([])).nullish().catch({}),
});
export const batchAnswerSchema = z.object({
  results: z.array(z.unknown()).catch([]),
  errors: z.array(problemSchema).nullish().catch([]),
});
export type BatchAnswer = z.infer<typeof batchAnswerSchema>;

/** Any 2xx may be partial: results and errors are matched one by one, and what is in neither is unknown. */
export function toResults(
  write: BatchWrite,
  batch: readonly BatchInput[],
  answer: BatchAnswer,
): readonly WriteResult[] {
  const written = toWritten(write, batch, answer);
  const refused = toRefusals(batch, answer);
  // A failure that names nobody is that of those who have no result, if it is clear whose the results are.
  const isEachKnown = written.size === answer.results.length;
  const nameless = (answer.errors ?? []).find(({ context }) => inputsOf(batch, context ?? {}).length === 0);
  return batch.map((input) => {
    const known = written.get(input.key) ?? refused.get(input.key);
    if (known !== undefined) return known;
    if (isEachKnown && nameless !== undefined) return toRefused(input, nameless.message);
    return { kind: "unknown", key: input.key, problem: "the answer does not say what became of it" };
  });
}

function toWritten(
  write: BatchWrite,
  batch: readonly BatchInput[],
  { results }: BatchAnswer,
): ReadonlyMap<string, WriteResult> {
  const written = new Map<string, WriteResult>();
  for (const row of results) {
    const record = recordSchema.safeParse(row).data;
    const key = record === undefined ? null : keyOfRecord(write, batch, record);
    if (record === undefined || key === null) continue;
    written.set(key, { kind: "written", key, remoteId: record.id, modifiedAt: modifiedAtOf(record) });
  }
  return written;
}

function toRefusals(batch: readonly BatchInput[], { errors }: BatchAnswer): ReadonlyMap<string, WriteResult> {
  const refused = (errors ?? []).flatMap(({ context, message }) =>
    inputsOf(batch, context ?? {}).map((input) => [input.key, toRefused(input, message)] as const),
  );
  // Of several reasons the first counts.
  return new Map(refused.toReversed());
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
export function toRefused({ key, input }: BatchInput, message: string): WriteResult {
  const sent = Object.values(input.properties).filter((value) => value.length > 20);
  const hidden = sent.reduce((text, value) => text.replaceAll(value, "…"), message);
  return { kind: "refused", key, problem: toSafeSentence(hidden) };
}
