import type { Pipeline } from "../../domain/deal.ts";
import type { LimitBasis } from "../../domain/stall-model.ts";
import { type Moment, msPerDay } from "../../domain/time.ts";
import type { StallSettings } from "../settings.ts";
import { type ObservedStay, usualLength } from "./usual-length.ts";

/** One stay of some deal in a stage. */
export interface StageStay {
  readonly pipelineId: string;
  readonly stageId: string;
  readonly enteredAt: Moment;
  /** Null while it lasts. */
  readonly leftAt: Moment | null;
  /** Did the deal move on to another stage than a lost one? */
  readonly wentOn: boolean;
}

/** How long deals stay in a stage before they go on. */
export interface UsualStay {
  readonly pipelineId: string;
  readonly stageId: string;
  /** Whole days: the median, and the length that few exceed. */
  readonly usualDays: number;
  readonly longDays: number;
  /** Stays that ended in going on. */
  readonly sample: number;
  readonly basis: Exclude<LimitBasis, "account">;
}

/**
 * The usual stay in every open stage of `pipelines`, also of those nobody left yet. A stage's own stays count fully and the
 * pipeline's together as much as `borrowedStays` more (a power prior, Ibrahim and Chen 2000), so a stage with few of its own
 * is drawn to its pipeline and one with many is left alone. With fewer than `minSample` even then it is guessed.
 */
export function findUsualStays(
  stays: Iterable<StageStay>,
  { settings, pipelines, now }: { settings: StallSettings; pipelines: readonly Pipeline[]; now: Moment },
): UsualStay[] {
  const byPipeline = groupStays(stays, pipelines, now);
  return [...byPipeline].flatMap(([pipelineId, byStage]) => {
    const all = [...byStage.values()].flat();
    return [...byStage].map(([stageId, own]) => ({
      pipelineId,
      stageId,
      ...toUsualStay(own, all, settings),
    }));
  });
}

function toUsualStay(own: readonly ObservedStay[], all: readonly ObservedStay[], settings: StallSettings) {
  const { minSample, borrowedStays } = settings;
  const ownCount = countOn(own);
  const allCount = countOn(all);
  if (allCount < minSample) return { ...guessStay(own, settings), sample: ownCount, basis: "guess" as const };
  const isOwn = ownCount >= minSample;
  // What is borrowed no longer moves a point of so many stays.
  const isPlenty = ownCount >= 20 * borrowedStays;
  const weight = borrowedStays / all.length;
  const pooled = isPlenty ? own : [...own, ...all.map((stay) => ({ ...stay, weight }))];
  return {
    usualDays: Math.round(usualLength(pooled, 0.5) ?? 0),
    longDays: Math.ceil(usualLength(pooled, settings.longStayShare) ?? 0),
    sample: isOwn ? ownCount : allCount,
    basis: isOwn ? ("stage" as const) : ("pipeline" as const),
  };
}

/**
 * The stated guess, stretched by what little is known: if going on comes as a constant rate whose prior is worth
 * `borrowedStays` stays of the guessed length, the posterior mean stay is all days spent over all goings-on (gamma and
 * exponential are conjugate). Deals that have been in the stage for months and are still there so forbid a guess of weeks.
 */
function guessStay(own: readonly ObservedStay[], settings: StallSettings) {
  const { guessStageUsualDays, guessStageLimitDays, borrowedStays } = settings;
  const guessedMean = guessStageUsualDays / Math.LN2;
  const days = own.reduce((sum, stay) => sum + stay.days, 0) + borrowedStays * guessedMean;
  const stretch = Math.max(1, days / ((countOn(own) + borrowedStays) * guessedMean));
  return {
    usualDays: Math.round(guessStageUsualDays * stretch),
    longDays: Math.ceil(guessStageLimitDays * stretch),
  };
}

function countOn(stays: readonly ObservedStay[]): number {
  return stays.reduce((count, { end }) => count + (end === "on" ? 1 : 0), 0);
}

type ByStage = Map<string, ObservedStay[]>;

// A stay in a won or lost stage, or in one that was deleted, says nothing about a deal that is open today.
function groupStays(stays: Iterable<StageStay>, pipelines: readonly Pipeline[], now: Moment) {
  const byPipeline = new Map<string, ByStage>();
  for (const { id, stages } of pipelines) {
    const open = stages.filter(({ outcome }) => outcome === "open");
    byPipeline.set(id, new Map(open.map((stage) => [stage.id, []])));
  }
  for (const { pipelineId, stageId, enteredAt, leftAt, wentOn } of stays) {
    if (enteredAt > now) continue;
    const isOver = leftAt !== null && leftAt <= now;
    const days = Math.floor(((isOver ? leftAt : now) - enteredAt) / msPerDay);
    const end = wentOn ? "on" : "off";
    byPipeline
      .get(pipelineId)
      ?.get(stageId)
      ?.push({ days, end: isOver ? end : "lasting", weight: 1 });
  }
  return byPipeline;
}
