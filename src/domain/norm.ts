import type { CivilDate } from "./time.ts";

/** What a rep can influence and therefore answers for. */
export const metrics = [
  "calls",
  "connected-calls",
  "meetings",
  "proposals",
  "emails",
  "new-contacts",
] as const;
export type Metric = (typeof metrics)[number];

export const periods = ["day", "week", "month"] as const;
export type Period = (typeof periods)[number];

/** How many activities of a metric one rep had on one civil date; days without any may be absent. */
export interface DayCount {
  readonly repId: string;
  readonly metric: Metric;
  readonly date: CivilDate;
  /** Null: not measured on this date, e.g. calls whose outcome nobody noted. That is not zero. */
  readonly count: number | null;
}

/** Expected count of one rep, metric and period, with the interval outside which it is unusual. */
export interface Norm {
  readonly repId: string;
  readonly metric: Metric;
  readonly period: Period;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  /** Worked days or weeks it was learned from. */
  readonly sample: number;
}

export type NormStatus = "below" | "within" | "above" | "no-alarm-possible" | "absent";

/** A level that has changed for longer than chance explains. `since` is the first day of the period in which the evidence began. */
export interface LastingChange {
  readonly kind: "drop" | "rise";
  readonly since: CivilDate;
}

/** One period of one rep against the norm learned from what came before it. `start` is its first day. */
export interface NormJudgement {
  readonly repId: string;
  readonly metric: Metric;
  readonly period: Period;
  readonly start: CivilDate;
  readonly actual: number;
  readonly expected: number;
  /** A count below it is low by itself. */
  readonly low: number;
  readonly high: number;
  readonly sample: number;
  /** First of the low periods that together make this one below although its count alone would not; null else. */
  readonly runSince: CivilDate | null;
  readonly status: NormStatus;
  /** Apart from the single period's status, by the evidence of all periods up to this one. */
  readonly change: LastingChange | null;
}
