import { isTimeZone } from "../../../domain/time.ts";
import type { Account } from "../../port.ts";
import { unreadable } from "../errors.ts";
import { type Org, remember } from "../org.ts";
import { idOf, textOf } from "../rows.ts";
import { readFirstRows } from "./first-rows.ts";
import { readCurrencies } from "./read-currencies.ts";

/** The org behind the token; asked for once per adapter. */
export function readAccount(org: Org): Promise<Account> {
  return remember(org, "account", () => fetchAccount(org));
}

async function fetchAccount(org: Org): Promise<Account> {
  const act = "reading the organization";
  const [row] = (await readFirstRows(org)).organization;
  const accountId = row === undefined ? null : idOf(row);
  if (row === undefined || accountId === null) throw unreadable({ act }, org, "it names no organization");
  const timeZone = textOf(row, "TimeZoneSidKey") ?? "";
  if (!isTimeZone(timeZone)) org.log.warn({ timeZone }, "the org's time zone is unknown");
  return {
    accountId,
    name: textOf(row, "Name") ?? `Salesforce ${accountId}`,
    timeZone: isTimeZone(timeZone) ? timeZone : null,
    currency: (await readCurrencies(org))?.corporate ?? null,
  };
}
