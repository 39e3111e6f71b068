import type { Moment } from "../../../domain/time.ts";
import type { DealChanges, DealEvent, SalesDeal } from "../company/model.ts";
import { personContext } from "./person-context.ts";
import type { Portal } from "./portal.ts";
import { toIso } from "./record.ts";
import { refreshRollups } from "./rollups.ts";
import { archiveRecord, createRecord, setCalculated, updateRecord } from "./write-record.ts";

type EventOf<K extends DealEvent["kind"]> = Extract<DealEvent, { kind: K }>;

export function applyDealEvent(portal: Portal, event: DealEvent): void {
  switch (event.kind) {
    case "deal-opened":
      return openDeal(portal, event);
    case "deal-changed":
      return changeDeal(portal, event);
    case "deal-archived":
      return archiveDeal(portal, event);
    case "deals-merged":
      return mergeDeals(portal, event);
  }
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
    description: deal.description ?? "",
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
  const given: readonly (readonly [string, string | undefined])[] = [
    ["dealname", changes.name],
    ["pipeline", changes.pipelineId],
    ["dealstage", changes.stageId],
    ["closed_lost_reason", changes.lostReason],
    ["hubspot_owner_id", toText(changes.ownerId)],
    ["amount", toText(changes.amount)],
    ["closedate", changes.closeDate === undefined ? undefined : toCloseDate(changes.closeDate)],
    ["hs_next_step", toText(changes.nextStep)],
    ["description", toText(changes.description)],
  ];
  return Object.fromEntries(given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** Null clears; undefined leaves alone. */
function toText(value: string | number | null | undefined): string | undefined {
  return value === null ? "" : value?.toString();
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
