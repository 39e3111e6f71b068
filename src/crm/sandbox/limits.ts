/** At most `calls` in any stretch of `perMs` milliseconds. */
export interface Limit {
  readonly calls: number;
  readonly perMs: number;
}

export interface Limits {
  /** Everything but search. A marketplace app has 110 calls in 10 s for each account. */
  readonly general: Limit;
  /** Shared by all apps of an account: 5 a second. */
  readonly search: Limit;
  /** Association endpoints have a burst limit of their own: 100 in 10 s. */
  readonly association: Limit;
}

export const defaultLimits: Limits = {
  general: { calls: 110, perMs: 10_000 },
  search: { calls: 5, perMs: 1_000 },
  association: { calls: 100, perMs: 10_000 },
};

/** Counts calls in a rolling window of real time: the sandbox's own clock may jump, a budget may not. */
export interface Window {
  readonly limit: Limit;
  /** Takes one call if there is room. */
  take(): boolean;
  remaining(): number;
}

export function openWindow(limit: Limit): Window {
  let taken: number[] = [];
  const prune = () => {
    const oldest = performance.now() - limit.perMs;
    taken = taken.filter((at) => at > oldest);
  };
  return {
    limit,
    take: () => {
      prune();
      if (taken.length >= limit.calls) return false;
      taken.push(performance.now());
      return true;
    },
    remaining: () => {
      prune();
      return Math.max(0, limit.calls - taken.length);
    },
  };
}
