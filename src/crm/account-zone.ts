import type { Account } from "./port.ts";

/** Where the days of an account begin that does not say so. */
export function zoneOf({ timeZone }: Pick<Account, "timeZone">): string {
  return timeZone ?? "UTC";
}
