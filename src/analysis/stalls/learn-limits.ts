import type { PipelineHabits, SilenceLimit, StageClock } from "../../domain/stall-model.ts";
import { median, toSorted, upperPoint } from "../sample-points.ts";
import type { StallSettings } from "../settings.ts";
import { chooseLimits, type LimitCase } from "./choose-limits.ts";
import type { WeightedCourse } from "./cohort.ts";
import { findAges, findLulls, type Lull } from "./deal-course.ts";
import { silenceFactorOf, stayFactorOf } from "./factors.ts";
import { longestSilence } from "./learn-habits.ts";
import type { UsualStay } from "./usual-stays.ts";

/** What the limits of one pipeline are learned from. */
export interface LimitSources {
  readonly cohort: readonly WeightedCourse[];
  readonly habits: PipelineHabits;
  readonly stays: readonly UsualStay[];
  /** The silence of won deals where the stage has too few of its own. */
  readonly silence: Omit<SilenceLimit, "stageId">;
  readonly settings: StallSettings;
}

/**
 * The limits of every stage of a pipeline. With enough won deals they are chosen together for what they are there for: to be
 * passed by few deals that are won later and by many that are lost; few lost deals then buy few limits. With fewer, a stay
 * beyond what nearly all deals needed that went on, while the buyer is quiet for longer than usual, and a silence beyond nearly
 * all of won deals'.
 */
export function learnLimits(sources: LimitSources): { clocks: StageClock[]; silences: SilenceLimit[] } {
  const traced = sources.cohort.map((one) => trace(one, sources.settings));
  const stages = sources.stays.map((stay) => toStage(stay, traced, sources));
  const wonCount = traced.filter(({ course }) => course.isWon).length;
  if (wonCount < sources.settings.minEnded) {
    const stretch = stretchOf(wonCount, traced.length, sources.settings);
    return {
      clocks: stages.map((stage) => toUsualClock(stage, stretch, sources)),
      silences: stages.map((stage) => toUsualSilence(stage, stretch, sources)),
    };
  }
  const isSilenceKnown = traced.some(({ course }) => course.contactsAt.length > 0);
  const cases = traced.map((one) => toCase(one, stages, { ...sources, isSilenceKnown }));
  const limits = chooseLimits(cases, sources.settings);
  const won = cases.filter(({ isWon }) => isWon);
  return {
    clocks: stages.map((stage) => toChosenClock(stage, { limits, won }, sources)),
    silences: stages.map((stage) => toChosenSilence(stage, { limits, won }, sources)),
  };
}

interface Traced extends WeightedCourse {
  readonly lulls: readonly Lull[];
}

interface Stage {
  readonly stay: UsualStay;
  /** Usual days without contact in this stage. */
  readonly usualSilence: number;
  /** Won deals that were in it. */
  readonly wonCount: number;
}

interface Chosen {
  readonly limits: ReadonlyMap<string, number>;
  readonly won: readonly LimitCase[];
}

function trace(one: WeightedCourse, settings: StallSettings): Traced {
  return { ...one, lulls: findLulls(one.course, settings) };
}

// A won deal that was in a stage without a lull was in contact at least every `movedWithinDays`.
function toStage(stay: UsualStay, traced: readonly Traced[], { silence, settings }: LimitSources): Stage {
  const silences = traced.flatMap(({ course, lulls }) => {
    if (!course.isWon || !course.spells.some(({ stageId }) => stageId === stay.stageId)) return [];
    const own = lulls.filter(({ stageId }) => stageId === stay.stageId);
    return own.reduce((longest, { silenceDays }) => Math.max(longest, silenceDays), settings.movedWithinDays);
  });
  const isKnown = silences.length >= settings.minSample;
  return {
    stay,
    usualSilence: isKnown ? median(toSorted(silences)) : silence.usualDays,
    wonCount: silences.length,
  };
}

const ageKey = (stageId: string) => `age ${stageId}`;
const quietKey = (stageId: string) => `quiet ${stageId}`;
const triedKey = (stageId: string) => `tried ${stageId}`;
const silenceKey = (stageId: string) => `silence ${stageId}`;

function toCase(
  { course, weight, lulls }: Traced,
  stages: readonly Stage[],
  { habits, settings, isSilenceKnown }: LimitSources & { readonly isSilenceKnown: boolean },
): LimitCase {
  const stayFactor = stayFactorOf(course, habits);
  const silenceFactor = silenceFactorOf(course, habits);
  const usualSilenceOf = new Map(stages.map(({ stay, usualSilence }) => [stay.stageId, usualSilence]));
  const peaks = new Map<string, number>();
  const raise = (key: string, value: number) => peaks.set(key, Math.max(peaks.get(key) ?? 0, value));
  for (const { stageId, ageDays, quietDays, silenceDays } of lulls) {
    const usualSilence = usualSilenceOf.get(stageId);
    if (usualSilence === undefined) continue;
    raise(ageKey(stageId), ageDays / stayFactor);
    if (!isSilenceKnown) continue;
    if (quietDays > usualSilence * silenceFactor) raise(quietKey(stageId), ageDays / stayFactor);
    raise(silenceKey(stageId), silenceDays / silenceFactor);
  }
  // Without any contact on record no attempt is, and an age while trying is an age.
  const ages = isSilenceKnown ? findAges(course, settings) : [];
  for (const [stageId, days] of ages)
    if (usualSilenceOf.has(stageId)) raise(triedKey(stageId), days / stayFactor);
  return { isWon: course.isWon, weight, peaks };
}

function toChosenClock(
  { stay, wonCount }: Stage,
  { limits, won }: Chosen,
  { settings }: LimitSources,
): StageClock {
  const { pipelineId, stageId, usualDays, basis } = stay;
  const peakOf = ({ peaks }: LimitCase, keyOf: (stageId: string) => string) => peaks.get(keyOf(stageId)) ?? 0;
  const chosen = (keyOf: (stageId: string) => string, otherwise: number) =>
    atLeastNew(limits.get(keyOf(stageId)) ?? otherwise, settings);
  const longest = Math.max(stay.longDays, ...won.map((one) => peakOf(one, ageKey)));
  const tried = chosen(triedKey, Infinity);
  const limitDays = Math.min(tried, chosen(ageKey, beyondAll * longest));
  const quietLimitDays = Math.min(limitDays, chosen(quietKey, limitDays));
  const isBeyond = (one: LimitCase) =>
    peakOf(one, ageKey) > limitDays ||
    peakOf(one, quietKey) > quietLimitDays ||
    peakOf(one, triedKey) > tried;
  const within = wonCount - won.filter(isBeyond).length;
  // A limit nothing was learned for is as good as what it was stretched from.
  const isChosen = [ageKey, quietKey, triedKey].some((keyOf) => limits.has(keyOf(stageId)));
  const isOwn = isChosen || wonCount >= settings.minSample;
  return {
    pipelineId,
    stageId,
    usualDays,
    limitDays,
    quietLimitDays,
    triedLimitDays: Number.isFinite(tried) ? tried : null,
    sample: isOwn ? wonCount : stay.sample,
    within: isOwn ? within : stay.sample,
    basis: isOwn ? "stage" : basis,
  };
}

function toChosenSilence(
  { stay: { pipelineId, stageId }, usualSilence, wonCount }: Stage,
  { limits, won }: Chosen,
  { silence, settings }: LimitSources,
): SilenceLimit {
  const peaks = won.map((one) => one.peaks.get(silenceKey(stageId)) ?? 0);
  const chosen = limits.get(silenceKey(stageId)) ?? beyondAll * Math.max(silence.limitDays, ...peaks);
  const limitDays = atLeastNew(chosen, settings);
  return {
    pipelineId,
    stageId,
    usualDays: usualSilence,
    limitDays,
    sample: wonCount,
    within: wonCount - peaks.filter((peak) => peak > limitDays).length,
    basis: "stage",
  };
}

/** Where no limit tells lost deals from won ones, only what is half as long again as any won deal's is called a stall. */
const beyondAll = 1.5;

/**
 * Where most deals are won, most of those beyond a limit that one in ten passes are won, too: there it takes half as long again.
 * With two of three won, a tenth of the won and half of the lost beyond it would win half as often as all do.
 */
function stretchOf(won: number, ended: number, { minSample }: StallSettings): number {
  return ended >= minSample && won > mostlyWonShare * ended ? beyondAll : 1;
}

const mostlyWonShare = 2 / 3;

function toUsualClock({ stay }: Stage, stretch: number, { settings }: LimitSources): StageClock {
  const { pipelineId, stageId, usualDays, longDays, sample, basis } = stay;
  const isGuess = basis === "guess";
  const quietLimitDays = atLeastNew(isGuess ? longDays : stretch * longDays, settings);
  return {
    pipelineId,
    stageId,
    usualDays,
    limitDays: isGuess ? quietLimitDays : beyondAll * quietLimitDays,
    quietLimitDays,
    triedLimitDays: null,
    sample,
    within: isGuess ? 0 : Math.floor(settings.longStayShare * sample),
    basis,
  };
}

function toUsualSilence(
  { stay: { stageId } }: Stage,
  stretch: number,
  { silence }: LimitSources,
): SilenceLimit {
  const isGuess = silence.basis === "guess";
  return { ...silence, stageId, limitDays: isGuess ? silence.limitDays : stretch * silence.limitDays };
}

function atLeastNew(days: number, { newDealDays }: StallSettings): number {
  return Math.max(days, newDealDays);
}

/** Longest silences of won deals, with the limit that few of them passed; null with too few won deals. */
export function summariseSilences(
  cohort: readonly WeightedCourse[],
  { minSample, silenceQuantile, newDealDays }: StallSettings,
): Pick<SilenceLimit, "usualDays" | "limitDays" | "sample" | "within"> | null {
  const longest = toSorted(
    cohort.flatMap(({ course }) =>
      course.isWon && course.contactsAt.length > 0 ? Math.ceil(longestSilence(course)) : [],
    ),
  );
  if (longest.length < minSample) return null;
  const limitDays = Math.max(newDealDays, upperPoint(longest, silenceQuantile));
  const within = longest.filter((days) => days <= limitDays).length;
  return { usualDays: median(longest), limitDays, sample: longest.length, within };
}
