import { AppError } from "../domain/errors.ts";

/** HubSpot counts searches apart from all other calls. */
export type Budget = "search" | "general";

export interface PacingSettings {
  readonly searchesPerSecond: number;
  readonly callsPerSecond: number;
}

/** What the CRM's own headers say about a budget. */
export interface ObservedLimit {
  readonly max: number;
  readonly remaining: number;
  readonly intervalMs: number;
}

/**
 * Spaces the calls of one account. Every adapter makes its own, so accounts never share a budget; several processes
 * that work for the same account would have to divide the rates between them, which Norma avoids by running one night
 * per account at a time.
 */
export interface Pacing {
  /** Waits for this call's turn: first come, first served within a budget. */
  take(budget: Budget): Promise<void>;
  /** The CRM said 429: no call of this budget for `pauseMs`, then at half the rate, recovering by itself. */
  slowDown(budget: Budget, pauseMs: number): void;
  observe(budget: Budget, limit: ObservedLimit): void;
  /** Ends all waiting with `interrupted`. */
  close(): void;
}

/**
 * Calls that may follow one another at once after a rest. One search, because a limit of 5 in any second leaves a rate
 * of 4 no room for more; two others, because 110 in 10 s leaves 9 a second plenty.
 */
const bursts: Readonly<Record<Budget, number>> = { search: 1, general: 2 };

/** A halved rate doubles again in this time: long enough not to provoke the other apps that share the budget. */
const recoveryMs = 20_000;
const smallestFactor = 1 / 8;

/** Several 429 answers within this time are one event: calls that were already under way when the first came. */
const sameEventMs = 1_500;

/** The share of the CRM's announced limit that we use at most, and below which remainder we hold back. */
const usableShare = 0.9;
const scarceShare = 0.1;

export function createPacing(settings: PacingSettings): Pacing {
  const lanes: Readonly<Record<Budget, Lane>> = {
    search: openLane(settings.searchesPerSecond, bursts.search),
    general: openLane(settings.callsPerSecond, bursts.general),
  };
  return {
    take: (budget) => lanes[budget].take(),
    slowDown: (budget, pauseMs) => lanes[budget].slowDown(pauseMs),
    observe: (budget, limit) => lanes[budget].observe(limit),
    close: () => {
      lanes.search.close();
      lanes.general.close();
    },
  };
}

interface Lane {
  take(): Promise<void>;
  slowDown(pauseMs: number): void;
  observe(limit: ObservedLimit): void;
  close(): void;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** One token bucket, kept as the moment at which it would be full (the generic cell rate algorithm). */
function openLane(perSecond: number, burst: number): Lane {
  const queue: Waiter[] = [];
  let ceiling = perSecond;
  let slowed = { at: Number.NEGATIVE_INFINITY, factor: 1 };
  let fullAt = 0;
  let pausedUntil = 0;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  function factorAt(now: number): number {
    return Math.min(1, slowed.factor * 2 ** ((now - slowed.at) / recoveryMs));
  }

  function intervalAt(now: number): number {
    return 1_000 / (Math.min(perSecond, ceiling) * factorAt(now));
  }

  function pump(): void {
    clearTimeout(timer);
    timer = undefined;
    while (queue.length > 0) {
      const now = performance.now();
      const waitMs = Math.max(pausedUntil, fullAt - (burst - 1) * intervalAt(now)) - now;
      if (waitMs > 0) {
        timer = setTimeout(pump, Math.ceil(waitMs));
        return;
      }
      // From the true moment of release, so that a late timer never makes two calls closer than the interval.
      fullAt = Math.max(now, fullAt) + intervalAt(now);
      queue.shift()?.resolve();
    }
  }

  return {
    take: () =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(new AppError("interrupted"));
        queue.push({ resolve, reject });
        if (timer === undefined) pump();
      }),
    slowDown: (pauseMs) => {
      const now = performance.now();
      if (now - slowed.at > sameEventMs) {
        slowed = { at: now, factor: Math.max(smallestFactor, factorAt(now) / 2) };
      }
      pausedUntil = Math.max(pausedUntil, now + pauseMs);
      if (queue.length > 0) pump();
    },
    observe: ({ max, remaining, intervalMs }) => {
      if (!(max > 0 && intervalMs > 0)) return;
      ceiling = (usableShare * max * 1_000) / intervalMs;
      if (remaining <= max * scarceShare) {
        pausedUntil = Math.max(pausedUntil, performance.now() + intervalMs * scarceShare);
      }
    },
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      timer = undefined;
      for (const waiter of queue.splice(0)) waiter.reject(new AppError("interrupted"));
    },
  };
}
