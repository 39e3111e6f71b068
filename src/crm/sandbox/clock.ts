import type { Moment } from "../../domain/time.ts";

/** The sandbox's own time: it starts at a chosen moment and runs on from there as fast as real time. */
export interface Clock {
  now(): Moment;
  /** Jumps ahead; milliseconds. */
  advance(ms: number): void;
  /** Makes sure that time is not before `moment`: a replayed journal must not be in the future. */
  catchUp(moment: Moment): void;
}

export function startClock(startAt: Moment): Clock {
  const startedAt = performance.now();
  let offset = startAt;
  const now = () => Math.floor(offset + performance.now() - startedAt);
  return {
    now,
    advance: (ms) => {
      offset += ms;
    },
    catchUp: (moment) => {
      offset += Math.max(0, moment - now());
    },
  };
}
