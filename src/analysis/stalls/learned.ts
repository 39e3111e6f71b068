import type { Deal } from "../../domain/deal.ts";
import type { PipelineHabits, SilenceLimit, StageClock, StallModel } from "../../domain/stall-model.ts";
import type { StallSettings } from "../settings.ts";
import { silenceFactorOf, stayFactorOf } from "./factors.ts";
import { guessHabits } from "./learn-habits.ts";
import { guessSilence } from "./learn-stalls.ts";

/** What was learned, ready to look up. */
export interface Learned {
  readonly clocks: ReadonlyMap<string, StageClock>;
  readonly silences: ReadonlyMap<string, SilenceLimit>;
  readonly habits: ReadonlyMap<string, PipelineHabits>;
}

/** Before anything was learned: all is guessed. */
export const noModel: StallModel = { clocks: [], silences: [], habits: [] };

export function toLearned({ clocks, silences, habits }: StallModel): Learned {
  return {
    clocks: new Map(clocks.map((clock) => [`${clock.pipelineId}\n${clock.stageId}`, clock])),
    silences: new Map(silences.map((limit) => [`${limit.pipelineId}\n${limit.stageId}`, limit])),
    habits: new Map(habits.map((one) => [one.pipelineId, one])),
  };
}

/** What holds for one deal: stage, size and rep allowed for, in whole days. Guesses for what was never learned. */
export interface Usual {
  readonly clock: StageClock;
  readonly silence: SilenceLimit;
  readonly habits: PipelineHabits;
}

export function usualOf(deal: Deal, learned: Learned, settings: StallSettings): Usual {
  const { pipelineId, stageId, amount, ownerId: repId } = deal;
  const key = `${pipelineId}\n${stageId}`;
  const habits = learned.habits.get(pipelineId) ?? guessHabits(pipelineId, settings);
  const clock = learned.clocks.get(key) ?? guessClock(deal, settings);
  const silence = learned.silences.get(key) ?? { pipelineId, stageId, ...guessSilence(settings) };
  const stay = stayFactorOf({ amount }, habits);
  const quiet = silenceFactorOf({ amount, repId }, habits);
  return {
    habits,
    clock: {
      ...clock,
      usualDays: Math.round(clock.usualDays * stay),
      limitDays: Math.ceil(clock.limitDays * stay),
      quietLimitDays: Math.ceil(clock.quietLimitDays * stay),
      triedLimitDays: clock.triedLimitDays === null ? null : Math.ceil(clock.triedLimitDays * stay),
    },
    silence: {
      ...silence,
      usualDays: Math.round(silence.usualDays * quiet),
      limitDays: Math.ceil(silence.limitDays * quiet),
    },
  };
}

function guessClock({ pipelineId, stageId }: Deal, settings: StallSettings): StageClock {
  const { guessStageUsualDays: usualDays, guessStageLimitDays: limitDays } = settings;
  const limits = { limitDays, quietLimitDays: limitDays, triedLimitDays: null };
  return { pipelineId, stageId, usualDays, ...limits, sample: 0, within: 0, basis: "guess" };
}
