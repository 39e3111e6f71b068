import type { Moment } from "../../../domain/time.ts";
import { euroInZloty } from "../company/currencies.ts";
import type { ObjectType } from "./object-types.ts";
import { findStage, type Portal } from "./portal.ts";
import { type ChangeSource, type HubSpotRecord, maxRevisions, type Revision, toIso } from "./record.ts";

/** Who writes and when; `isDropped`: answer as usual but keep nothing (a fault the sandbox can play). */
export interface WriteContext {
  readonly portal: Portal;
  readonly at: Moment;
  readonly source: ChangeSource;
  readonly isDropped: boolean;
}

/** Values already checked; an empty string clears. */
export type Values = Readonly<Record<string, string>>;

export interface NewRecord {
  readonly values: Values;
  /** Given by the company's generator, else taken from the table. */
  readonly id?: string;
}

export function createRecord(context: WriteContext, type: ObjectType, input: NewRecord): HubSpotRecord {
  const { portal, at } = context;
  const table = portal.tables[type];
  const record: HubSpotRecord = {
    id: input.id ?? table.takeId(),
    createdAt: at,
    source: context.source,
    modifiedAt: at,
    archivedAt: null,
    values: {},
    history: null,
    stale: null,
  };
  for (const [name, value] of Object.entries(input.values)) if (value !== "") record.values[name] = value;
  applyCalculated(portal, type, record);
  if (portal.settings.indexLagMs > 0) {
    record.stale = [
      { until: at + portal.settings.indexLagMs, values: null, modifiedAt: at, isArchived: false },
    ];
  }
  if (!context.isDropped) table.add(record);
  return record;
}

/** Writes values and bumps the modification stamp, even when nothing differs (HubSpot does so too). */
export function updateRecord(
  context: WriteContext,
  target: { type: ObjectType; record: HubSpotRecord },
  values: Values,
): HubSpotRecord {
  const record = context.isDropped ? copyOf(target.record) : target.record;
  keepStaleView(context, record);
  for (const [name, value] of Object.entries(values)) changeValue(context, record, { name, value });
  if (target.type === "deals") changeDealValues(context, record, values);
  applyCalculated(context.portal, target.type, record);
  record.modifiedAt = context.at;
  return record;
}

/** Archiving and restoring do not move the modification stamp. */
export function archiveRecord(context: WriteContext, record: HubSpotRecord): void {
  if (context.isDropped || record.archivedAt !== null) return;
  keepStaleView(context, record);
  record.archivedAt = context.at;
}

/** A value that HubSpot itself keeps up: no stamp, no history (calculated properties bump nothing). */
export function setCalculated(record: HubSpotRecord, name: string, value: string): void {
  record.values[name] = value;
}

function copyOf(record: HubSpotRecord): HubSpotRecord {
  return { ...record, values: { ...record.values }, history: record.history && new Map(record.history) };
}

function keepStaleView({ portal, at }: WriteContext, record: HubSpotRecord): void {
  if (portal.settings.indexLagMs === 0) return;
  const stillStale = (record.stale ?? []).filter(({ until }) => until > at);
  record.stale = [
    ...stillStale,
    {
      until: at + portal.settings.indexLagMs,
      values: record.values,
      modifiedAt: record.modifiedAt,
      isArchived: record.archivedAt !== null,
    },
  ];
  record.values = { ...record.values };
}

function changeValue(
  context: WriteContext,
  record: HubSpotRecord,
  change: { readonly name: string; readonly value: string },
): void {
  const { name, value } = change;
  const before = record.values[name] ?? "";
  if (before === value) return;
  const revision: Revision = { value, at: context.at, source: context.source };
  record.history ??= new Map();
  const known = record.history.get(name) ?? firstRevision(record, before);
  record.history.set(name, [revision, ...known].slice(0, maxRevisions));
  if (value === "") delete record.values[name];
  else record.values[name] = value;
}

function firstRevision(record: HubSpotRecord, value: string): Revision[] {
  return value === "" ? [] : [{ value, at: record.createdAt, source: record.source }];
}

function changeDealValues(context: WriteContext, record: HubSpotRecord, values: Values): void {
  if (values["hs_next_step"] !== undefined) {
    setCalculated(record, "hs_next_step_updated_at", toIso(context.at));
  }
  if (values["hubspot_owner_id"] !== undefined) {
    setCalculated(record, "hubspot_owner_assigneddate", toIso(context.at));
  }
  const stage = findStage(context.portal, record.values["pipeline"], values["dealstage"]);
  if (stage?.isClosed && values["closedate"] === undefined) {
    changeValue(context, record, { name: "closedate", value: toIso(context.at) });
  }
  if (stage !== undefined && context.portal.settings.hasStageClocks) {
    setCalculated(record, "hs_v2_date_entered_current_stage", toIso(context.at));
    setCalculated(record, `hs_v2_date_entered_${stage.id}`, toIso(context.at));
  }
}

/** Values that follow from others of the same record. */
function applyCalculated(portal: Portal, type: ObjectType, { values }: HubSpotRecord): void {
  if (type === "tasks") values["hs_task_is_completed"] = values["hs_task_status"] === "COMPLETED" ? "1" : "0";
  if (type === "deals") applyDealCalculated(portal, values);
}

function applyDealCalculated(portal: Portal, values: Record<string, string>): void {
  const stage = findStage(portal, values["pipeline"], values["dealstage"]);
  const probability = stage?.probability ?? "0";
  const isClosed = stage?.isClosed === true;
  const isWon = isClosed && Number(probability) > 0;
  values["hs_is_closed"] = String(isClosed);
  values["hs_is_closed_won"] = String(isWon);
  values["hs_is_closed_lost"] = String(isClosed && !isWon);
  values["hs_deal_stage_probability"] = probability;
  if (values["amount"] === undefined) delete values["amount_in_home_currency"];
  else values["amount_in_home_currency"] = toHomeCurrency(portal, values);
}

function toHomeCurrency(portal: Portal, values: Readonly<Record<string, string>>): string {
  const amount = Number(values["amount"]);
  const isForeign = (values["deal_currency_code"] ?? portal.currency) !== portal.currency;
  return String(isForeign ? Math.round(amount * euroInZloty) : amount);
}
