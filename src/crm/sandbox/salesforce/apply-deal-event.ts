import type { Moment } from "../../../domain/time.ts";
import type { Company } from "../company/company.ts";
import type { DealChanges, DealEvent, SalesDeal } from "../company/model.ts";
import { addRow, changeRow, findLive, type Org, type Row } from "./org.ts";
import { findStage, toRecordTypeId, toStageName, toUserId } from "./show-company.ts";

/** When a change was made, and by whom. */
interface Made {
  readonly at: Moment;
  readonly byId: string | null;
}

type EventOf<K extends DealEvent["kind"]> = Extract<DealEvent, { kind: K }>;

export function applyDealEvent(org: Org, pipelines: Company["pipelines"], event: DealEvent): void {
  switch (event.kind) {
    case "deal-opened":
      return openDeal(org, pipelines, event);
    case "deal-changed":
      return changeDeal(org, pipelines, event);
    case "deal-archived":
      return deleteDeal(org, event.dealId, event.at);
    // Salesforce cannot merge opportunities: people delete one of them.
    case "deals-merged":
      return deleteDeal(org, event.loserId, event.at);
  }
}

function openDeal(
  org: Org,
  pipelines: Company["pipelines"],
  { at, byId, deal }: EventOf<"deal-opened">,
): void {
  const userId = byId === null ? null : toUserId(byId);
  const row = addRow(org, "Opportunity", { at, byId: userId, values: dealValues(pipelines, deal, at) });
  addHistory(org, row, at);
  for (const [index, contactId] of deal.contactIds.entries()) {
    const values = { OpportunityId: deal.id, ContactId: contactId, IsPrimary: index === 0 };
    addRow(org, "OpportunityContactRole", { at, byId: userId, values });
  }
  if (deal.nextStep !== null) track(org, row, { at, byId: userId, field: "NextStep", value: deal.nextStep });
}

function dealValues(pipelines: Company["pipelines"], deal: SalesDeal, at: Moment): Row {
  return {
    Id: deal.id,
    Name: deal.name,
    AccountId: deal.customerId,
    ...stageValues(pipelines, deal.stageId),
    RecordTypeId: toRecordTypeId(deal.pipelineId),
    Amount: deal.amount,
    CurrencyIsoCode: deal.currency,
    CloseDate: deal.closeDate,
    NextStep: deal.nextStep,
    Description: deal.description,
    OwnerId: deal.ownerId === null ? null : toUserId(deal.ownerId),
    LastStageChangeDate: at,
  };
}

function stageValues(pipelines: Company["pipelines"], stageId: string): Row {
  const stage = findStage(pipelines, stageId);
  return {
    StageName: toStageName(pipelines, stageId),
    IsClosed: stage?.outcome !== "open",
    IsWon: stage?.outcome === "won",
    Probability: (stage?.probability ?? 0) * 100,
  };
}

function changeDeal(org: Org, pipelines: Company["pipelines"], event: EventOf<"deal-changed">): void {
  const { at, byId, dealId, changes } = event;
  const row = findLive(org, "Opportunity", dealId);
  if (row === null) return;
  changeDealRow(org, row, {
    at,
    byId: byId === null ? null : toUserId(byId),
    values: changeValues(pipelines, changes),
  });
}

/** Whoever changes a deal, by hand or by API: the history and the tracked fields follow. */
export function changeDealRow(org: Org, row: Row, change: Made & { readonly values: Row }): void {
  const before = { ...row };
  const isMoved =
    change.values["StageName"] !== undefined && change.values["StageName"] !== before["StageName"];
  changeRow(row, {
    ...change,
    values: { ...change.values, ...(isMoved ? { LastStageChangeDate: change.at } : {}) },
  });
  if (historyFields.some((name) => row[name] !== before[name])) addHistory(org, row, change.at);
  trackChanges(org, { row, before, change });
}

/**
 * The org tracks three fields; a change of a reference makes two rows, one with names and one with ids, and that of a long text
 * a row without values.
 */
function trackChanges(
  org: Org,
  { row, before, change: { at, byId } }: { readonly row: Row; readonly before: Row; readonly change: Made },
): void {
  const { NextStep: nextStep = null, Description: description = null, OwnerId: ownerId = null } = row;
  const by = { at, byId };
  if (nextStep !== before["NextStep"]) track(org, row, { ...by, field: "NextStep", value: nextStep });
  if (description !== before["Description"]) track(org, row, { ...by, field: "Description", value: null });
  if (ownerId === before["OwnerId"]) return;
  const user = org.tables.get("User")?.get(String(ownerId));
  track(org, row, { ...by, field: "Owner", value: user?.["Name"] ?? null });
  track(org, row, { ...by, field: "Owner", value: ownerId });
}

/** What makes a row of OpportunityHistory. */
const historyFields = ["StageName", "Amount", "CloseDate", "Probability"];

function addHistory(org: Org, row: Row, at: Moment): void {
  const shown = ["StageName", "Amount", "CloseDate", "Probability"].map((name) => [name, row[name] ?? null]);
  const values = { OpportunityId: row["Id"] ?? null, ...Object.fromEntries(shown) };
  addRow(org, "OpportunityHistory", { at, byId: null, values });
}

function track(
  org: Org,
  row: Row,
  { at, byId, field, value }: Made & { readonly field: string; readonly value: Row[string] },
): void {
  const values = { OpportunityId: row["Id"] ?? null, Field: field, NewValue: value };
  addRow(org, "OpportunityFieldHistory", { at, byId, values });
}

function changeValues(pipelines: Company["pipelines"], changes: DealChanges): Row {
  const { name, amount, closeDate, nextStep, description, ownerId, pipelineId, stageId } = changes;
  return {
    ...(name === undefined ? {} : { Name: name }),
    ...(amount === undefined ? {} : { Amount: amount }),
    ...(closeDate === undefined ? {} : { CloseDate: closeDate }),
    ...(nextStep === undefined ? {} : { NextStep: nextStep }),
    ...(description === undefined ? {} : { Description: description }),
    ...(ownerId === undefined ? {} : { OwnerId: ownerId === null ? null : toUserId(ownerId) }),
    ...(pipelineId === undefined ? {} : { RecordTypeId: toRecordTypeId(pipelineId) }),
    ...(stageId === undefined ? {} : stageValues(pipelines, stageId)),
  };
}

function deleteDeal(org: Org, dealId: string, at: Moment): void {
  const row = findLive(org, "Opportunity", dealId);
  if (row !== null) changeRow(row, { at, byId: null, values: { IsDeleted: true } });
}
