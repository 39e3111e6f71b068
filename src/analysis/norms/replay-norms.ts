import type { Period } from "../../domain/norm.ts";
import { addDays, type CivilDate } from "../../domain/time.ts";
import type { NormSettings } from "../settings.ts";
import { createNormStream } from "./norm-stream.ts";
import type { Calendar, RepDay, StreamJudgement } from "./stream-types.ts";

/** Counts by date, rep and metric. A zero that was written down is a record, what is not there is not. */
export type PersonDays = ReadonlyMap<CivilDate, ReadonlyMap<string, ReadonlyMap<string, number>>>;

export interface ReplayOptions {
  readonly periods: ReadonlySet<Period>;
  readonly calendar: Calendar;
  readonly settings: NormSettings;
}

/**
 * What the norms would have said about each period of a log, from nothing but the log before it, date by date. The dates
 * between the first and the last are all gone through; a period that the last date does not complete is not answered.
 */
export function* replayNorms(days: PersonDays, options: ReplayOptions): Generator<StreamJudgement[]> {
  const { periods, calendar, settings } = options;
  const stream = createNormStream({
    settings,
    calendar,
    cohortOf: () => [],
    isWanted: (period) => periods.has(period),
  });
  const dates = [...days.keys()].toSorted();
  const last = dates.at(-1);
  let date = dates[0];
  while (date !== undefined && last !== undefined && date <= last) {
    yield stream.addDate(date, toRepDays(days.get(date)));
    date = addDays(date, 1);
  }
}

function toRepDays(
  ofDate: ReadonlyMap<string, ReadonlyMap<string, number>> | undefined,
): Map<string, RepDay> {
  const reps = new Map<string, RepDay>();
  for (const [repId, counts] of ofDate ?? []) reps.set(repId, { counts, isSeenOtherwise: false });
  return reps;
}
