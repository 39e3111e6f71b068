import type { Moment } from "../../../domain/time.ts";
import type { CompanyEvent, Contact, Customer, DealChanges, SalesDeal, Touch } from "../company/model.ts";
import type { ObjectType } from "./object-types.ts";
import type { Portal } from "./portal.ts";
import { type ChangeSource, type HubSpotRecord, toIso } from "./record.ts";
import { noteTouch, refreshRollups } from "./rollups.ts";
import { touchChangeValues, touchTypes, touchValues } from "./touch-values.ts";
import {
  archiveRecord,
  createRecord,
  setCalculated,
  updateRecord,
  type WriteContext,
} from "./write-record.ts";

type EventOf<K extends CompanyEvent["kind"]> = Extract<CompanyEvent, { kind: K }>;

/** Shows in the portal what happened in the company, as if people had typed it into HubSpot. */
export function applyEvent(portal: Portal, event: CompanyEvent): void {
  switch (event.kind) {
    case "customer-added":
      return addCustomer(portal, event.customer, event.at);
    case "contact-added":
      return addContact(portal, event.contact, event.at);
    case "deal-opened":
      return openDeal(portal, event);
    case "deal-changed":
      return changeDeal(portal, event);
    case "touch-logged":
      return logTouch(portal, event.touch, event.at);
    case "touch-changed":
      return changeTouch(portal, event);
    case "touch-removed":
      return removeTouch(portal, event);
    case "touch-linked":
      return linkTouch(portal, event);
    case "deal-archived":
      return archiveDeal(portal, event);
    case "deals-merged":
      return mergeDeals(portal, event);
  }
}

function personContext(portal: Portal, at: Moment, personId: string | null): WriteContext {
  const userId = portal.owners.find(({ id }) => id === personId)?.userIdIncludingInactive ?? null;
  const source: ChangeSource = { type: "CRM_UI", id: userId === null ? null : `userId:${userId}`, userId };
  return { portal, at, source, isDropped: false };
}

function addCustomer(portal: Portal, customer: Customer, at: Moment): void {
  const { id, name, domain, industry, country } = customer;
  const values = { name, domain, industry, country, createdate: toIso(at) };
  createRecord(personContext(portal, at, null), "companies", { id, values });
}

function addContact(portal: Portal, contact: Contact, at: Moment): void {
  const { id, firstName: firstname, lastName: lastname, email, jobTitle: jobtitle } = contact;
  const values = { firstname, lastname, email, jobtitle, createdate: toIso(at) };
  createRecord(personContext(portal, at, null), "contacts", { id, values });
  portal.links.add({ type: "contacts", id }, { type: "companies", id: contact.customerId });
}

/** The first contact of a deal also carries the account's own label "Decision maker" (user defined). */
const decisionMaker = { category: "USER_DEFINED", typeId: 31, label: "Decision maker" } as const;

function openDeal(portal: Portal, { at, byId, deal }: EventOf<"deal-opened">): void {
  createRecord(personContext(portal, at, byId), "deals", { id: deal.id, values: dealValues(deal, at) });
  const end = { type: "deals", id: deal.id } as const;
  portal.links.add(end, { type: "companies", id: deal.customerId });
  for (const [index, id] of deal.contactIds.entries()) {
    portal.links.add(end, { type: "contacts", id }, index === 0 ? decisionMaker : undefined);
  }
  const record = portal.tables.deals.find(deal.id);
  if (record !== undefined) setCalculated(record, "num_associated_contacts", String(deal.contactIds.length));
}

function dealValues(deal: SalesDeal, at: Moment): Record<string, string> {
  return {
    dealname: deal.name,
    pipeline: deal.pipelineId,
    dealstage: deal.stageId,
    hubspot_owner_id: deal.ownerId ?? "",
    amount: deal.amount?.toString() ?? "",
    deal_currency_code: deal.currency,
    closedate: toCloseDate(deal.closeDate),
    createdate: deal.hasCreationDate ? toIso(at) : "",
    dealtype: "newbusiness",
    hs_next_step: deal.nextStep ?? "",
    hs_next_step_updated_at: deal.nextStep === null ? "" : toIso(at),
    hubspot_owner_assigneddate: deal.ownerId === null ? "" : toIso(at),
  };
}

/** A close date is a moment in HubSpot; people pick a day and get some hour of it. */
function toCloseDate(date: string | null): string {
  return date === null ? "" : `${date}T12:00:00.000Z`;
}

function changeDeal(portal: Portal, { at, byId, dealId, changes }: EventOf<"deal-changed">): void {
  const record = portal.tables.deals.find(dealId);
  if (record === undefined) return;
  updateRecord(personContext(portal, at, byId), { type: "deals", record }, changeValues(changes));
}

function changeValues(changes: DealChanges): Record<string, string> {
  const values: Record<string, string> = {};
  if (changes.name !== undefined) values["dealname"] = changes.name;
  if (changes.pipelineId !== undefined) values["pipeline"] = changes.pipelineId;
  if (changes.stageId !== undefined) values["dealstage"] = changes.stageId;
  if (changes.ownerId !== undefined) values["hubspot_owner_id"] = changes.ownerId ?? "";
  if (changes.amount !== undefined) values["amount"] = changes.amount?.toString() ?? "";
  if (changes.closeDate !== undefined) values["closedate"] = toCloseDate(changes.closeDate);
  if (changes.nextStep !== undefined) values["hs_next_step"] = changes.nextStep ?? "";
  if (changes.lostReason !== undefined) values["closed_lost_reason"] = changes.lostReason;
  return values;
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

function archiveDeal(portal: Portal, { at, dealId }: EventOf<"deal-archived">): void {
  const record = portal.tables.deals.find(dealId);
  if (record !== undefined) archiveRecord(personContext(portal, at, null), record);
}

/** The loser disappears; reads of its id find the survivor, which lists it in `hs_merged_object_ids`. */
function mergeDeals(portal: Portal, { at, survivorId, loserId }: EventOf<"deals-merged">): void {
  const { deals } = portal.tables;
  const survivor = deals.find(survivorId);
  if (survivor === undefined || deals.records.get(loserId) === undefined) return;
  portal.links.move("deals", loserId, survivor.id);
  deals.remove(loserId);
  deals.mergedInto.set(loserId, survivor.id);
  const merged = [survivor.values["hs_merged_object_ids"] ?? "", loserId].filter((id) => id !== "");
  updateRecord(
    personContext(portal, at, null),
    { type: "deals", record: survivor },
    {
      hs_merged_object_ids: merged.join(";"),
    },
  );
  refreshRollups(portal, survivor.id, at);
}
