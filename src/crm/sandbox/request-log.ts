import type { Moment } from "../../domain/time.ts";

/** A HubSpot portal's number or a Salesforce org's id. */
export type AccountId = number | string;

export interface LoggedRequest {
  readonly at: Moment;
  readonly portalId: AccountId | null;
  readonly method: string;
  readonly path: string;
  readonly kind: string;
  /** 0: the connection was cut without an answer. */
  readonly status: number;
}

export interface RequestCounts {
  readonly total: number;
  readonly byKind: Readonly<Record<string, number>>;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly answered429: number;
}

/** What was asked for so far: counts of everything, and the latest requests one by one. */
export interface RequestLog {
  add(request: LoggedRequest): void;
  counts(portalId?: AccountId): RequestCounts;
  latest(): readonly LoggedRequest[];
  reset(): void;
}

/** Requests kept one by one; older ones only count. */
const maxKept = 20_000;

export function createRequestLog(): RequestLog {
  const tallies = new Map<
    string,
    { portalId: AccountId | null; kind: string; status: number; count: number }
  >();
  let kept: LoggedRequest[] = [];
  return {
    add: (request) => {
      const { portalId, kind, status } = request;
      const key = `${portalId}|${kind}|${status}`;
      const tally = tallies.get(key) ?? { portalId, kind, status, count: 0 };
      tally.count++;
      tallies.set(key, tally);
      kept.push(request);
      if (kept.length > 2 * maxKept) kept = kept.slice(-maxKept);
    },
    counts: (portalId) => {
      const wanted = [...tallies.values()].filter(
        (tally) => portalId === undefined || tally.portalId === portalId,
      );
      return {
        total: wanted.reduce((sum, { count }) => sum + count, 0),
        byKind: sumBy(wanted, ({ kind }) => kind),
        byStatus: sumBy(wanted, ({ status }) => String(status)),
        answered429: wanted.reduce((sum, { status, count }) => sum + (status === 429 ? count : 0), 0),
      };
    },
    latest: () => kept.slice(-maxKept),
    reset: () => {
      tallies.clear();
      kept = [];
    },
  };
}

function sumBy<T extends { count: number }>(items: readonly T[], key: (item: T) => string) {
  const sums: Record<string, number> = {};
  for (const item of items) sums[key(item)] = (sums[key(item)] ?? 0) + item.count;
  return sums;
}
