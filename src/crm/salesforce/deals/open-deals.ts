import type { DealRecord } from "../../port.ts";
import type { Org } from "../org.ts";

/** Under which the contacts of open deals are remembered. */
export const openDealsMemory = "contacts of open deals";

/** What an earlier night knew must not be taken for tonight's. */
export function forgetOpenDeals(org: Org): void {
  org.memory().answers.delete(openDealsMemory);
}

/** Whether a deal is open need not be asked again when its contacts are read. */
export function rememberOpenDeals(org: Org, records: readonly DealRecord[]): void {
  const { openDealIds } = org.memory();
  for (const { deal } of records) {
    if (deal.outcome === "open") openDealIds.add(deal.id);
    else openDealIds.delete(deal.id);
  }
}
