import type { DealFacts } from "../domain/deal-facts.ts";
import type { FollowUpReading, StalledDeal } from "../domain/finding.ts";
import { type CivilDate, toCivilDate } from "../domain/time.ts";
import { type DealPromise, judgePromise } from "./promises.ts";
import type { StallContext } from "./stalls/stall-context.ts";

/** What the follow-ups of a stalled deal amount to, and the text that decided. */
export interface Derived {
  readonly flag: StalledDeal["flag"];
  readonly reading: FollowUpReading | null;
  /** Due date of the promise that is open or was not kept. */
  readonly promiseDue: CivilDate | null;
}

/**
 * - `broken`: the newest promise passed unkept; it outranks whatever was written before or after it;
 * - `solution`: the newest promise is still open, whenever it was made, or a step with an unresolved date was written;
 * - `vague`, `excuse`: the newest judged text since the stall;
 * - `silent`: nothing judged since the stall. A bare record, an abstained text or a promise that was kept are no word on
 *   what comes next, but the record's text is shown as evidence.
 */
export function deriveFlag(
  readings: Iterable<FollowUpReading>,
  { facts, since }: { facts: DealFacts; since: CivilDate },
  context: StallContext,
): Derived {
  const promise = findNewestPromise(readings, facts, context);
  if (promise !== null && promise.state !== "kept") {
    const flag = promise.state === "broken" ? "broken" : "solution";
    return { flag, reading: promise.reading, promiseDue: promise.due };
  }
  const isNews = (reading: FollowUpReading) =>
    toCivilDate(reading.writtenAt, context.timeZone) >= since && reading !== promise?.reading;
  return fromNewestText(takeWhile(readings, isNews));
}

function fromNewestText(readings: Iterable<FollowUpReading>): Derived {
  let record: FollowUpReading | null = null;
  for (const reading of readings) {
    const { verdict, isAbstained } = reading.classification;
    if (!isAbstained && verdict !== "log") return { flag: verdict, reading, promiseDue: null };
    record ??= reading;
  }
  return { flag: "silent", reading: record, promiseDue: null };
}

function* takeWhile<T>(items: Iterable<T>, passes: (item: T) => boolean): Generator<T> {
  for (const item of items) {
    if (!passes(item)) return;
    yield item;
  }
}

/** Due date of the newest promise when it is still open. */
export function findOpenPromiseDue(
  readings: Iterable<FollowUpReading>,
  facts: DealFacts,
  context: StallContext,
): CivilDate | null {
  const promise = findNewestPromise(readings, facts, context);
  return promise?.state === "open" ? promise.due : null;
}

function findNewestPromise(
  readings: Iterable<FollowUpReading>,
  facts: DealFacts,
  context: StallContext,
): DealPromise | null {
  for (const reading of readings) {
    const promise = judgePromise(reading, facts, context);
    if (promise !== null) return promise;
  }
  return null;
}
