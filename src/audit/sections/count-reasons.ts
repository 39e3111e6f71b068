import type { Party, ReasonCode } from "../../domain/follow-up.ts";
import type { AuditResult } from "./reporter.ts";

export interface ReasonCount {
  readonly reason: ReasonCode;
  readonly party: Party;
  readonly count: number;
  /** Of the deals it is named on, as far as they have one; null when none has. */
  readonly amount: number | null;
  /** Null when the deals have none or different ones: then no sum can be named. */
  readonly currency: string | null;
}

/** The reasons stated on stalled deals, those on most deals first. */
export function countReasons({ judged }: AuditResult): { reasons: ReasonCount[]; named: number } {
  const stalled = [...judged.flagged, ...judged.listed];
  const named = stalled.flatMap(({ fields, dealId, amount }) =>
    fields.reason === null || fields.reasonOwner === null
      ? []
      : [
          {
            reason: fields.reason,
            party: fields.reasonOwner,
            amount,
            currency: judged.dealOf.get(dealId)?.currency ?? null,
          },
        ],
  );
  const groups = Map.groupBy(named, ({ reason, party }) => `${reason} ${party}`);
  const reasons = [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined
      ? []
      : [{ reason: first.reason, party: first.party, count: group.length, ...sumOf(group) }];
  });
  return {
    reasons: reasons.toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
    named: named.length,
  };
}

// Two currencies have no sum.
function sumOf(group: readonly { amount: number | null; currency: string | null }[]) {
  const amounts = group.flatMap(({ amount }) => amount ?? []);
  const currencies = new Set(group.filter(({ amount }) => amount !== null).map(({ currency }) => currency));
  const [currency = null] = currencies;
  if (amounts.length === 0 || currencies.size > 1) return { amount: null, currency: null };
  return { amount: amounts.reduce((sum, amount) => sum + amount, 0), currency };
}
