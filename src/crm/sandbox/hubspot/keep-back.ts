import { type ObjectType, objectTypes } from "./object-types.ts";
import type { Portal } from "./portal.ts";
import type { HubSpotRecord } from "./record.ts";

const activityTypes = objectTypes.filter((type) => !["deals", "contacts", "companies"].includes(type));

/** Deals and what was done on them are there and not shown: our user may not see them, or may see them again. */
export function setVisible(portal: Portal, dealIds: readonly string[], isVisible: boolean): void {
  for (const id of dealIds) {
    const deal = { type: "deals", id } as const;
    const others = activityTypes.flatMap((type) =>
      portal.links.read(deal, type).map((linked) => ({ type, id: linked })),
    );
    for (const one of [deal, ...others]) (isVisible ? show : keepBack)(portal, one);
  }
}

interface Named {
  readonly type: ObjectType;
  readonly id: string;
}

function keepBack({ tables, keptBack }: Portal, { type, id }: Named): void {
  const record = tables[type].records.get(id);
  if (record === undefined) return;
  ofType(keptBack, type).set(id, record);
  tables[type].remove(id);
}

function show({ tables, keptBack }: Portal, { type, id }: Named): void {
  const record = ofType(keptBack, type).get(id);
  if (record === undefined) return;
  tables[type].add(record);
  ofType(keptBack, type).delete(id);
}

function ofType(keptBack: Portal["keptBack"], type: ObjectType): Map<string, HubSpotRecord> {
  const known = keptBack.get(type) ?? new Map<string, HubSpotRecord>();
  keptBack.set(type, known);
  return known;
}
