import type { Moment } from "../../../domain/time.ts";
import { type ObjectType } from "./object-types.ts";
import type { Portal } from "./portal.ts";
import { type HubSpotRecord, toIso } from "./record.ts";
import { setCalculated } from "./write-record.ts";

const rollupTypes = ["calls", "meetings", "emails", "notes", "communications", "tasks"] as const;
const contactTypes: ReadonlySet<ObjectType> = new Set(["calls", "meetings", "emails", "communications"]);

/**
 * Keeps a deal's activity roll-ups (`notes_*`) up to date. They are calculated: neither the modification stamp nor
 * the history moves, which is why an incremental reader must not rely on them.
 */
export function refreshRollups(portal: Portal, dealId: string, at: Moment): void {
  const deal = portal.tables.deals.find(dealId);
  if (deal === undefined) return;
  let count = 0;
  for (const type of rollupTypes) {
    for (const id of portal.links.read({ type: "deals", id: deal.id }, type)) {
      const record = portal.tables[type].records.get(id);
      if (record === undefined || record.archivedAt !== null) continue;
      if (type !== "tasks") count++;
      noteTouch(deal, { type, at: momentOf(record) }, at);
    }
  }
  setCalculated(deal, "num_notes", String(count));
  const contacts = portal.links.read({ type: "deals", id: deal.id }, "contacts").length;
  setCalculated(deal, "num_associated_contacts", String(contacts));
}

/** The cheap step for one activity that was just added. */
export function noteTouch(
  deal: HubSpotRecord,
  touch: { readonly type: ObjectType; readonly at: Moment },
  now: Moment,
): void {
  if (touch.at > now) {
    keepEarliest(deal, "notes_next_activity_date", touch.at);
    return;
  }
  if (touch.type !== "tasks") keepLatest(deal, "notes_last_updated", touch.at);
  if (contactTypes.has(touch.type)) keepLatest(deal, "notes_last_contacted", touch.at);
}

function momentOf(record: HubSpotRecord): Moment {
  const text = record.values["hs_timestamp"];
  return text === undefined ? record.createdAt : Date.parse(text);
}

function keepLatest(deal: HubSpotRecord, name: string, at: Moment): void {
  const known = deal.values[name];
  const iso = toIso(at);
  if (known === undefined || known < iso) setCalculated(deal, name, iso);
}

function keepEarliest(deal: HubSpotRecord, name: string, at: Moment): void {
  const known = deal.values[name];
  const iso = toIso(at);
  if (known === undefined || known > iso) setCalculated(deal, name, iso);
}
