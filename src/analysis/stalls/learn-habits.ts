import { type PipelineHabits, type SizeClass, sizeClasses } from "../../domain/stall-model.ts";
import { msPerDay } from "../../domain/time.ts";
import { toSorted, upperPoint } from "../sample-points.ts";
import type { StallSettings } from "../settings.ts";
import type { DealCourse } from "./deal-course.ts";
import { findPushes } from "./find-pushes.ts";
import { statedRisk } from "./fit-risk.ts";
import { type Grouped, shrinkFactors } from "./shrunk-factors.ts";
import { findSizeBounds, sizeClassOf } from "./size-class.ts";
import type { UsualStay } from "./usual-stays.ts";

/** Habits of a pipeline of which nothing is known: everything as stated. */
export function guessHabits(pipelineId: string, settings: StallSettings): PipelineHabits {
  return {
    pipelineId,
    sizeBounds: null,
    stayFactors: noFactors,
    silenceFactors: noFactors,
    repFactors: {},
    pushes: { times: settings.maxPushes, days: settings.maxPushedDays, sample: 0 },
    severalContactsAbove: null,
    risk: statedRisk,
  };
}

const noFactors: Readonly<Record<SizeClass, number>> = { small: 1, medium: 1, large: 1 };

/**
 * What differs within a pipeline by size and rep, learned from its won deals: if lost ones counted, a rep who lets deals lie
 * would be allowed to. `usualDaysOf` knows the stages' usual stays. The risk is learned later, it needs all of this.
 */
export function learnHabits(
  pipelineId: string,
  { ended, recorded, usualStays, settings }: HabitSources,
): PipelineHabits {
  const won = ended.filter(({ isWon }) => isWon);
  const amounts = ended.flatMap(({ amount }) => amount ?? []);
  const sizeBounds = findSizeBounds(amounts, settings.minSample);
  const sizeOf = (course: DealCourse) => sizeClassOf(course.amount, { sizeBounds });
  const silences = won
    .filter((course) => recorded.has(course))
    .map((course) => ({ course, logRatio: Math.log1p(longestSilence(course)) }));
  const bySize = silences.map(({ course, logRatio }) => ({ group: sizeOf(course), logRatio }));
  const byRep = silences.map(({ course, logRatio }) => ({ group: course.repId, logRatio }));
  const stays = won.flatMap((course) => toLogStays(course, usualStays, sizeOf(course)));
  return {
    pipelineId,
    sizeBounds,
    stayFactors: toSizeFactors(stays, settings),
    silenceFactors: toSizeFactors(bySize, settings),
    repFactors: Object.fromEntries(shrinkFactors(byRep, settings.factorStrength)),
    pushes: learnPushes(won, settings),
    severalContactsAbove: learnSeveralContacts(won, sizeBounds, settings),
    risk: statedRisk,
  };
}

export interface HabitSources {
  readonly ended: readonly DealCourse[];
  /** Those of them whose contacts are all on record: of older deals some are known by chance, when somebody edited one. */
  readonly recorded: ReadonlySet<DealCourse>;
  readonly usualStays: ReadonlyMap<string, UsualStay>;
  readonly settings: StallSettings;
}

function toSizeFactors(measurements: readonly Grouped[], { factorStrength }: StallSettings) {
  const factors = shrinkFactors(measurements, factorStrength);
  const of = (size: SizeClass) => factors.get(size) ?? 1;
  const [small, medium, large] = sizeClasses;
  return { small: of(small), medium: of(medium), large: of(large) };
}

function toLogStays(
  { spells, endedAt }: DealCourse,
  usual: ReadonlyMap<string, UsualStay>,
  group: string | null,
) {
  return spells.flatMap(({ stageId, enteredAt, leftAt }): Grouped[] => {
    const usualDays = usual.get(stageId)?.usualDays;
    const days = (Math.min(leftAt ?? endedAt, endedAt) - enteredAt) / msPerDay;
    if (usualDays === undefined || days < 0) return [];
    return [{ group, logRatio: Math.log1p(days) - Math.log1p(usualDays) }];
  });
}

/** Days of the longest stretch without contact from the deal's creation to its end. */
export function longestSilence({ createdAt, endedAt, contactsAt }: DealCourse): number {
  let [last, longest] = [createdAt, 0];
  for (const at of [...contactsAt, endedAt]) {
    if (at > endedAt) break;
    longest = Math.max(longest, at - last);
    last = Math.max(last, at);
  }
  return longest / msPerDay;
}

// Won deals whose close date was never on record say nothing about pushing.
function learnPushes(won: readonly DealCourse[], settings: StallSettings): PipelineHabits["pushes"] {
  const pushed = won.flatMap(({ closeDates }) =>
    closeDates.length === 0 ? [] : [findPushes(closeDates, "UTC")],
  );
  const { maxPushes, maxPushedDays, minSample, silenceQuantile } = settings;
  if (pushed.length < minSample) return { times: maxPushes, days: maxPushedDays, sample: 0 };
  const times = toSorted(pushed.map((pushes) => pushes.length));
  const days = toSorted(pushed.map((pushes) => pushes.reduce((sum, push) => sum + push.days, 0)));
  return {
    times: Math.max(maxPushes, upperPoint(times, silenceQuantile)),
    days: Math.max(maxPushedDays, upperPoint(days, silenceQuantile)),
    sample: pushed.length,
  };
}

function learnSeveralContacts(
  won: readonly DealCourse[],
  sizeBounds: PipelineHabits["sizeBounds"],
  { minSample, severalContactsShare }: StallSettings,
): number | null {
  if (sizeBounds === null) return null;
  const [, above] = sizeBounds;
  const large = won.filter(({ amount }) => amount !== null && amount > above);
  const several = large.filter(({ contactCount }) => contactCount > 1);
  return large.length >= minSample && several.length >= severalContactsShare * large.length ? above : null;
}
