import type { Pipeline } from "../../domain/deal.ts";
import type { StageClock } from "../../domain/stall.ts";
import { type Moment, msPerDay } from "../../domain/time.ts";
import { median, toSorted, upperPoint } from "../sample-points.ts";
import type { StallSettings } from "../settings.ts";

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

/**
 * How long deals usually stay in each stage before they go on. A clock for every open stage of `pipelines`, also those
 * nobody left yet: with too few stays of its own a stage borrows its pipeline's, and without those it guesses and says so.
 * A limit is never shorter than `newDealDays`: within that time no deal is judged at all.
 */
export function computeStageClocks(
  stays: Iterable<StageStay>,
  settings: StallSettings,
  pipelines: readonly Pipeline[],
): StageClock[] {
  const { ofStage, ofPipeline } = groupDays(stays, pipelines);
  return [...ofStage.values()].map(({ pipelineId, stageId, days }): StageClock => {
    const borrowed = ofPipeline.get(pipelineId) ?? [];
    if (days.length >= settings.minSample)
      return { pipelineId, stageId, basis: "stage", ...toClock(days, settings) };
    if (borrowed.length >= settings.minSample)
      return { pipelineId, stageId, basis: "pipeline", ...toClock(borrowed, settings) };
    return guessStageClock({ pipelineId, stageId, sample: days.length }, settings);
  });
}

/** The stated default for a stage of which nothing is known. */
export function guessStageClock(
  stage: Pick<StageClock, "pipelineId" | "stageId" | "sample">,
  settings: StallSettings,
): StageClock {
  const { pipelineId, stageId, sample } = stage;
  return {
    pipelineId,
    stageId,
    usualDays: settings.guessStageUsualDays,
    limitDays: settings.guessStageLimitDays,
    sample,
    basis: "guess",
  };
}

interface DaysOfStage {
  readonly pipelineId: string;
  readonly stageId: string;
  readonly days: number[];
}

function groupDays(stays: Iterable<StageStay>, pipelines: readonly Pipeline[]) {
  const ofStage = new Map<string, DaysOfStage>();
  const ofPipeline = new Map<string, number[]>();
  for (const { id: pipelineId, stages } of pipelines)
    for (const { id: stageId, outcome } of stages)
      if (outcome === "open") ofStage.set(`${pipelineId}\n${stageId}`, { pipelineId, stageId, days: [] });
  for (const { pipelineId, stageId, enteredAt, leftAt, wentOn } of stays) {
    const stage = ofStage.get(`${pipelineId}\n${stageId}`);
    // A stay in a won or lost stage, or in one that was deleted, says nothing about a deal that is open today.
    if (!wentOn || leftAt === null || stage === undefined) continue;
    const days = Math.floor((leftAt - enteredAt) / msPerDay);
    stage.days.push(days);
    const shared = ofPipeline.get(pipelineId);
    if (shared === undefined) ofPipeline.set(pipelineId, [days]);
    else shared.push(days);
  }
  return { ofStage, ofPipeline };
}

function toClock(days: readonly number[], { stageAgeQuantile, newDealDays }: StallSettings) {
  const sorted = toSorted(days);
  return {
    usualDays: Math.round(median(sorted)),
    limitDays: Math.max(newDealDays, Math.ceil(upperPoint(sorted, stageAgeQuantile))),
    sample: sorted.length,
  };
}
