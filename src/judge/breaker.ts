import type { Moment } from "../domain/time.ts";

export interface BreakerSettings {
  /** Failures in a row after which the judge is given a rest. */
  readonly failures: number;
  readonly restMs: number;
}

/**
 * Keeps from asking a judge that keeps failing. After the rest one question is let through: its answer opens the way for all, its
 * failure begins another rest.
 */
export interface Breaker {
  /** Whether the next question may be asked; a true answer must be followed by `note`. */
  mayAsk(): boolean;
  /** `none`: it was not asked after all. */
  note(result: "good" | "bad" | "none"): void;
}

export function createBreaker({ failures, restMs }: BreakerSettings, now: () => Moment): Breaker {
  let inARow = 0;
  let restsUntil: Moment | null = null;
  let isTrying = false;
  return {
    mayAsk: () => {
      if (restsUntil === null) return true;
      if (isTrying || now() < restsUntil) return false;
      isTrying = true;
      return true;
    },
    note: (result) => {
      isTrying = false;
      if (result === "none") return;
      inARow = result === "good" ? 0 : inARow + 1;
      restsUntil = inARow >= failures ? now() + restMs : null;
    },
  };
}
