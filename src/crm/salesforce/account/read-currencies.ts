import { type Org, remember } from "../org.ts";
import { isTrue, numberOf, textOf } from "../rows.ts";
import { readFirstRows } from "./first-rows.ts";

/** Of an org with several currencies: what one unit of the corporate currency is in each of them. */
export interface Currencies {
  readonly corporate: string;
  readonly rates: ReadonlyMap<string, number>;
}

/** Null in an org with one currency, which does not say which one it is. Asked for once per adapter. */
export function readCurrencies(org: Org): Promise<Currencies | null> {
  return remember(org, "currencies", () => fetchCurrencies(org));
}

async function fetchCurrencies(org: Org): Promise<Currencies | null> {
  const rows = (await readFirstRows(org)).currencies;
  const corporate = rows.find((row) => isTrue(row, "IsCorporate"));
  const rates = rows.flatMap((row) => {
    const [code, rate] = [textOf(row, "IsoCode"), numberOf(row, "ConversionRate")];
    return code === null || rate === null || rate <= 0 ? [] : [[code, rate] as const];
  });
  const code = corporate === undefined ? null : textOf(corporate, "IsoCode");
  return code === null ? null : { corporate: code, rates: new Map(rates) };
}

/** An amount in the corporate currency; null when its currency has no rate. */
export function toCorporate(amount: number, currency: string | null, currencies: Currencies): number | null {
  const rate = currencies.rates.get(currency ?? currencies.corporate);
  return rate === undefined ? null : amount / rate;
}
