import type { Deal } from "../../domain/deal.ts";
import type { SilenceLimit, StageClock } from "../../domain/stall.ts";
import type { StallSettings } from "../settings.ts";
import { guessSilenceLimit } from "./silence-limits.ts";
import { guessStageClock } from "./stage-clocks.ts";

/** What was learned about stages and silence, ready to look up. */
export interface Learned {
  readonly clocks: ReadonlyMap<string, StageClock>;
  readonly silences: ReadonlyMap<string, SilenceLimit>;
}

export function toLearned(clocks: Iterable<StageClock>, silences: Iterable<SilenceLimit>): Learned {
  const clockByStage = new Map<string, StageClock>();
  for (const clock of clocks) clockByStage.set(`${clock.pipelineId}\n${clock.stageId}`, clock);
  const silenceByPipeline = new Map<string, SilenceLimit>();
  for (const silence of silences) silenceByPipeline.set(silence.pipelineId, silence);
  return { clocks: clockByStage, silences: silenceByPipeline };
}

/** The clock of the deal's stage; a guess for a stage that was never learned. */
export function clockOf(
  { pipelineId, stageId }: Deal,
  learned: Learned,
  settings: StallSettings,
): StageClock {
  return (
    learned.clocks.get(`${pipelineId}\n${stageId}`) ??
    guessStageClock({ pipelineId, stageId, sample: 0 }, settings)
  );
}

/** The silence limit of the deal's pipeline; a guess for a pipeline that was never learned. */
export function silenceOf({ pipelineId }: Deal, learned: Learned, settings: StallSettings): SilenceLimit {
  return learned.silences.get(pipelineId) ?? guessSilenceLimit({ pipelineId, sample: 0 }, settings);
}
