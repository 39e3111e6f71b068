import { normalQuantile } from "./distributions.ts";

/** The way to a deal, as far as norms go. */
export const funnel = ["calls", "meetings", "proposals", "deals"] as const;
export type FunnelStep = (typeof funnel)[number];
export type Work = Exclude<FunnelStep, "deals">;

/** What one comparable rep did in the weeks that are learned from. */
export interface RepRecord {
  readonly repId: string;
  readonly workedDays: number;
  readonly totals: Readonly<Record<FunnelStep, number>>;
}

export interface ProposalSettings {
  /** Minutes that one activity takes with its preparation; a statement, nothing learned. */
  readonly minutesPer: Readonly<Record<Work, number>>;
  /** Minutes of a worked day that are free for these activities. */
  readonly minutesPerDay: number;
  readonly workedDaysPerMonth: number;
  /** Fewer comparable reps, or fewer deals in all: nothing is proposed. */
  readonly minReps: number;
  readonly minDeals: number;
}

export interface Interval {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

export interface ProposedStep {
  readonly step: Work;
  /** Per worked day, of comparable reps: the middle one, and the one that nine of ten do not reach. */
  readonly achieved: { readonly middle: number; readonly best: number };
  /** How many of the next step come of one; 90 % interval. */
  readonly conversion: Interval;
  /** Per worked day, so that the target is reached; 90 % interval. */
  readonly required: Interval;
  /** Does any comparable rep do as much as the low end of what is required? */
  readonly isAchieved: boolean;
}

export type NormProposal =
  | { readonly kind: "too-little-data"; readonly reps: number; readonly deals: number }
  | {
      readonly kind: "reachable" | "not-reachable";
      readonly steps: readonly ProposedStep[];
      /** Minutes a worked day that the required activities take together, against what there are. */
      readonly minutes: Interval & { readonly available: number };
      /** Why not: more hours than there are, or more than any comparable rep ever did. */
      readonly because: readonly ("hours" | Work)[];
    };

/**
 * What a rep must do each day for `dealsPerMonth`, chained back through what became of comparable reps' calls, meetings and
 * proposals. A conversion is the ratio of sums with the error of a ratio estimate over reps (Cochran 1977, Sampling
 * Techniques, 6.4); errors of a chain add up as relative variances.
 */
export function proposeNorm(
  records: readonly RepRecord[],
  dealsPerMonth: number,
  settings: ProposalSettings,
): NormProposal {
  const working = records.filter(({ workedDays }) => workedDays > 0);
  const deals = sum(working, ({ totals }) => totals.deals);
  if (working.length < settings.minReps || deals < settings.minDeals)
    return { kind: "too-little-data", reps: working.length, deals };
  const perDay = dealsPerMonth / settings.workedDaysPerMonth;
  const steps = chainBack(working, perDay);
  const minutes = minutesOf(steps, settings);
  const because: ("hours" | Work)[] = steps.filter(({ isAchieved }) => !isAchieved).map(({ step }) => step);
  // Told only when it is sure: even the easy end of the interval does not fit.
  if (minutes.low > settings.minutesPerDay) because.unshift("hours");
  return { kind: because.length > 0 ? "not-reachable" : "reachable", steps, minutes, because };
}

function chainBack(records: readonly RepRecord[], dealsPerDay: number): ProposedStep[] {
  const steps: ProposedStep[] = [];
  let needed = dealsPerDay;
  let variance = 0;
  for (const [step, next] of pairs.toReversed()) {
    const { ratio, relativeVariance } = ratioOf(records, step, next);
    // A step of which nothing is on record leads nowhere and cannot be required.
    if (ratio === null) break;
    needed /= ratio;
    variance += relativeVariance;
    const rates = records
      .map(({ totals, workedDays }) => totals[step] / workedDays)
      .toSorted((a, b) => a - b);
    const required = spread(needed, variance);
    steps.push({
      step,
      achieved: { middle: at(rates, 0.5), best: at(rates, 0.9) },
      conversion: spread(ratio, relativeVariance),
      required,
      isAchieved: required.low <= (rates.at(-1) ?? 0),
    });
  }
  return steps.toReversed();
}

const pairs = [
  ["calls", "meetings"],
  ["meetings", "proposals"],
  ["proposals", "deals"],
] as const;

function ratioOf(records: readonly RepRecord[], step: Work, next: FunnelStep) {
  const from = sum(records, ({ totals }) => totals[step]);
  const to = sum(records, ({ totals }) => totals[next]);
  if (from === 0 || to === 0) return { ratio: null, relativeVariance: 0 };
  const ratio = to / from;
  const squares = sum(records, ({ totals }) => (totals[next] - ratio * totals[step]) ** 2);
  const betweenReps = (records.length * squares) / ((records.length - 1) * to * to);
  // Reps who happen to agree do not make few deals many: at least the error of a count.
  return { ratio, relativeVariance: Math.max(betweenReps, 1 / to) };
}

/** The 90 % interval on the logarithm, where ratios spread evenly. */
function spread(expected: number, relativeVariance: number): Interval {
  const factor = Math.exp(normalQuantile(0.95) * Math.sqrt(relativeVariance));
  return { expected, low: expected / factor, high: expected * factor };
}

function minutesOf(steps: readonly ProposedStep[], { minutesPer, minutesPerDay }: ProposalSettings) {
  const total = (of: (interval: Interval) => number) =>
    sum(steps, ({ step, required }) => of(required) * minutesPer[step]);
  return {
    expected: total(({ expected }) => expected),
    low: total(({ low }) => low),
    high: total(({ high }) => high),
    available: minutesPerDay,
  };
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
