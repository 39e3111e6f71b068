import type { Moment } from "../../../domain/time.ts";
import type { Touch, TouchEvent } from "../company/model.ts";
import type { ObjectType } from "./object-types.ts";
import { personContext } from "./person-context.ts";
import type { Portal } from "./portal.ts";
import type { ChangeSource, HubSpotRecord } from "./record.ts";
import { noteTouch, refreshRollups } from "./rollups.ts";
import { touchChangeValues, touchTypes, touchValues } from "./touch-values.ts";
import { archiveRecord, createRecord, setCalculated, updateRecord } from "./write-record.ts";

type EventOf<K extends TouchEvent["kind"]> = Extract<TouchEvent, { kind: K }>;

export function applyTouchEvent(portal: Portal, event: TouchEvent): void {
  switch (event.kind) {
    case "touch-logged":
      return logTouch(portal, event.touch, event.at);
    case "touch-changed":
      return changeTouch(portal, event);
    case "touch-removed":
      return removeTouch(portal, event);
    case "touch-linked":
      return linkTouch(portal, event);
  }
}

function logTouch(portal: Portal, touch: Touch, at: Moment): void {
  const type = touchTypes[touch.kind];
  const context = personContext(portal, at, touch.repId);
  createRecord({ ...context, source: toSource(touch, context.source) }, type, {
    id: touch.id,
    values: touchValues(touch),
  });
  const end = { type, id: touch.id };
  for (const id of touch.contactIds) portal.links.add(end, { type: "contacts", id });
  for (const id of touch.dealIds) {
    portal.links.add(end, { type: "deals", id });
    const deal = portal.tables.deals.find(id);
    if (deal !== undefined) noteDealTouch(deal, { type, at: touch.at }, at);
  }
}

function toSource(touch: Touch, byPerson: ChangeSource): ChangeSource {
  if (touch.origin === "workflow") return { type: "AUTOMATION_PLATFORM", id: "enrollmentId:1", userId: null };
  return touch.origin === "sequence" ? { ...byPerson, type: "SEQUENCES", id: "sequence:41" } : byPerson;
}

function noteDealTouch(deal: HubSpotRecord, touch: { type: ObjectType; at: Moment }, now: Moment): void {
  noteTouch(deal, touch, now);
  if (touch.type !== "tasks")
    setCalculated(deal, "num_notes", String(Number(deal.values["num_notes"] ?? 0) + 1));
}

function changeTouch(portal: Portal, { at, byId, touch, changes }: EventOf<"touch-changed">): void {
  const type = touchTypes[touch.kind];
  const record = portal.tables[type].find(touch.id);
  if (record === undefined) return;
  updateRecord(personContext(portal, at, byId), { type, record }, touchChangeValues(touch.kind, changes, at));
}

function removeTouch(portal: Portal, { at, touch }: EventOf<"touch-removed">): void {
  const record = portal.tables[touchTypes[touch.kind]].find(touch.id);
  if (record !== undefined) archiveRecord(personContext(portal, at, null), record);
}

/** A link made later moves no modification stamp. */
function linkTouch(portal: Portal, { at, touch, dealId }: EventOf<"touch-linked">): void {
  portal.links.add({ type: touchTypes[touch.kind], id: touch.id }, { type: "deals", id: dealId });
  refreshRollups(portal, dealId, at);
}
