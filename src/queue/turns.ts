/** Ends the turn; harmless when called twice. */
export type EndTurn = () => void;

export interface Turns {
  /** Resolves when it is the caller's turn. Turns come in the order they were asked for, one at a time. */
  take(): Promise<EndTurn>;
}

/** One thing that many callers want and only one may have at a time. */
export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve();
  return {
    async take() {
      const before = last;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = promise;
      await before;
      return resolve;
    },
  };
}
