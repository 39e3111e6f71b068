import type { DealRecord } from "./to-deal.ts";

/** A long number as a spreadsheet shows and saves it: the last digits are gone. */
export function isRounded(id: string): boolean {
  return /^\d(?:[.,]\d+)?E\+\d+$/i.test(id);
}

/** Salesforce writes one id with 15 characters in reports and with 18 elsewhere; 006 is an opportunity. */
function toIdKey(id: string): string {
  return /^006[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/.test(id) ? id.slice(0, 15) : id;
}

/** Ids of the deals that an activity's cells name, and the names that fit none. */
export type FindDeals = (link: { ids: string; names: string }) => {
  readonly dealIds: readonly string[];
  readonly unknown: readonly string[];
};

/**
 * Finds deals by id, else by name. Several are parted by `;`. HubSpot writes `Name (id)`. A name that several deals have
 * leads to none of them: a call must not be credited to the wrong deal.
 */
export function openFindDeals(deals: readonly DealRecord[]): FindDeals {
  const ids = new Map(deals.map(({ id }) => [toIdKey(id), id]));
  const idOfName = new Map<string, string | null>();
  for (const { id, name } of deals) {
    const key = toKey(name);
    idOfName.set(key, idOfName.has(key) ? null : id);
  }
  const findOne = (text: string) => {
    const bracketed = /\(([^()]+)\)$/.exec(text)?.[1] ?? "";
    return ids.get(toIdKey(text)) ?? ids.get(toIdKey(bracketed)) ?? idOfName.get(toKey(text)) ?? null;
  };
  return ({ ids: idText, names }) => {
    const texts = split(idText === "" || (names !== "" && isRounded(idText)) ? names : idText, (text) =>
      idOfName.has(toKey(text)),
    );
    const found = texts.map((text) => ({ text, id: findOne(text) }));
    return {
      dealIds: [...new Set(found.flatMap(({ id }) => id ?? []))],
      unknown: found.filter(({ id }) => id === null).map(({ text }) => text),
    };
  };
}

/** A name may hold a semicolon itself, so the whole is tried first. */
function split(text: string, isName: (text: string) => boolean): string[] {
  const whole = text.trim();
  if (isName(whole)) return [whole];
  return whole
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function toKey(name: string): string {
  return name.replaceAll(/\s+/g, " ").trim().toLowerCase();
}
