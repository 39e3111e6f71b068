import type { LastingChange, NormStatus, Period } from "../../domain/norm.ts";
import type { CivilDate } from "../../domain/time.ts";
import type { Cohort, StreamSettings } from "./stream-state.ts";

/** One rep's records of one date. A metric that is not named counts zero, once it has been named before. */
export interface RepDay {
  readonly counts: ReadonlyMap<string, number>;
  /** True when something beside the counts shows the rep at work, e.g. a note. */
  readonly isSeenOtherwise: boolean;
  /** Metrics that the record of this date leaves open; their counts say nothing. */
  readonly unmeasured?: readonly string[];
}

/** What is known about dates beyond the records. */
export interface Calendar {
  /** A listed absence: leave, illness, out of office. Nothing of such a day is judged or learned. */
  readonly isAbsent: (repId: string, date: CivilDate) => boolean;
  /** A public holiday: whoever works on it is not judged, and nothing is learned. */
  readonly isDayOff: (repId: string, date: CivilDate) => boolean;
}

export interface StreamJudgement {
  readonly repId: string;
  readonly metric: string;
  readonly period: Period;
  readonly start: CivilDate;
  readonly actual: number;
  readonly expected: number;
  /** Below it is below, be it by a run of low periods; see guard.ts. */
  readonly low: number;
  readonly usualLow: number;
  readonly high: number;
  readonly runSince: CivilDate | null;
  /** Own worked days, weeks or months it was learned from. */
  readonly sample: number;
  readonly status: NormStatus;
  readonly change: LastingChange | null;
  /** The record of this channel stopped, for everybody or for this rep: a case for whoever runs the CRM, not for the rep. */
  readonly isChannelSilent: boolean;
}

export interface StreamDeps {
  readonly settings: StreamSettings;
  readonly calendar: Calendar;
  readonly cohortOf: (repId: string) => Cohort;
  /** Which answers are wanted; the others are only learned from. */
  readonly isWanted: (period: Period, start: CivilDate) => boolean;
}

export interface NormStream {
  /** Takes the records of the next date, dates ascending without a gap, and answers for the periods that end with it. */
  readonly addDate: (date: CivilDate, reps: ReadonlyMap<string, RepDay>) => StreamJudgement[];
  /** What is usual as of now: a plain day, a week and a month of the rep's usual weekdays. */
  readonly norms: () => StreamNorm[];
}

export type StreamNorm = Omit<
  StreamJudgement,
  "start" | "actual" | "usualLow" | "runSince" | "status" | "change" | "isChannelSilent"
>;
