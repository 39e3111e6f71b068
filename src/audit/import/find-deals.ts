import type { DealRecord } from "./to-deal.ts";

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
  const ids = new Set(deals.map(({ id }) => id));
  const idOfName = new Map<string, string | null>();
  for (const { id, name } of deals) {
    const key = toKey(name);
    idOfName.set(key, idOfName.has(key) ? null : id);
  }
  const findOne = (text: string) => {
    if (ids.has(text)) return text;
    const bracketed = /\(([^()]+)\)$/.exec(text)?.[1] ?? "";
    if (ids.has(bracketed)) return bracketed;
    return idOfName.get(toKey(text)) ?? null;
  };
  return ({ ids: idText, names }) => {
    const texts = split(idText === "" ? names : idText, (text) => idOfName.has(toKey(text)));
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
