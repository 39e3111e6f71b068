import { collectDateEvidence, type DateEvidence, type DateOrder } from "./parse-date.ts";
import type { Mapping } from "./read-mapping.ts";

/** How the dates of a file's columns are written. */
export interface DateColumns {
  add(column: string, text: string): void;
  decide(mapping: Mapping, fallback: DateOrder): DecidedDates;
}

export interface DecidedDates {
  readonly orderOf: (column: string) => DateOrder;
  readonly uncertain: readonly { readonly column: string; readonly order: DateOrder }[];
}

/**
 * Gathers evidence column by column. A column that leaves the order open is read as the file's other columns are; a file
 * that leaves it open altogether, by `fallback`, and is listed as uncertain.
 */
export function collectDateColumns(): DateColumns {
  const evidence = new Map<string, DateEvidence>();
  return {
    add(column, text) {
      const known = evidence.get(column) ?? collectDateEvidence();
      known.add(text);
      evidence.set(column, known);
    },
    decide(mapping, fallback) {
      const given = mapping.get("dates");
      if (given === "day-first" || given === "month-first") return { orderOf: () => given, uncertain: [] };
      const shared = findSharedOrder(evidence) ?? fallback;
      const decided = new Map([...evidence].map(([column, one]) => [column, one.decide(shared)]));
      return {
        orderOf: (column) => decided.get(column)?.order ?? shared,
        uncertain: [...decided].flatMap(([column, { order, isCertain }]) =>
          isCertain ? [] : [{ column, order }],
        ),
      };
    },
  };
}

// Deciding with both ways round shows which columns do not mind.
function findSharedOrder(evidence: ReadonlyMap<string, DateEvidence>): DateOrder | null {
  const orders = [...evidence.values()].flatMap((one) => {
    const [a, b] = [one.decide("day-first").order, one.decide("month-first").order];
    return a === b ? [a] : [];
  });
  return orders[0] ?? null;
}
