import type { CallCounts } from "./port.ts";

/** Counts every attempt by kind of endpoint, the throttled and the repeated ones besides. */
export function createCallCounter(): {
  readonly count: (kind: string) => void;
  readonly countThrottled: () => void;
  readonly countRetried: () => void;
  readonly callCounts: () => CallCounts;
} {
  const byKind = new Map<string, number>();
  let total = 0;
  let answered429 = 0;
  let retried = 0;
  return {
    count: (kind) => {
      byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
      total += 1;
    },
    countThrottled: () => {
      answered429 += 1;
    },
    countRetried: () => {
      retried += 1;
    },
    callCounts: () => ({ byKind: Object.fromEntries(byKind), total, answered429, retried }),
  };
}
