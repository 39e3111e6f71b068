import type { Deal, DealOutcome, Pipeline } from "../../../domain/deal.ts";
import type { DescriptionNow } from "../../../domain/description.ts";
import { zoneOf } from "../../account-zone.ts";
import { toDescriptionText } from "../../body-text.ts";
import type { Manifest } from "../../manifest.ts";
import type { Account, DealRecord } from "../../port.ts";
import { type FieldReader, readContest, readDealFields } from "../../read-deal-fields.ts";
import {
  civilDateOf,
  type HubSpotRecord,
  idsOf,
  modifiedAtOf,
  momentOf,
  numberOf,
  textOf,
  toCivilDateIn,
  toMoment,
} from "../records.ts";

/** HubSpot's own properties that a deal is made of; Norma's come from the manifest. */
export const dealProperties = [
  "dealname",
  "pipeline",
  "dealstage",
  "hs_is_closed",
  "hs_is_closed_won",
  "hubspot_owner_id",
  "amount",
  "amount_in_home_currency",
  "deal_currency_code",
  "createdate",
  "closedate",
  "description",
  "hs_next_step",
  "hs_next_step_updated_at",
  "hs_lastmodifieddate",
  "hs_merged_object_ids",
] as const;

/** What is needed besides the record itself. */
export interface DealContext {
  readonly outcomes: ReadonlyMap<string, DealOutcome>;
  readonly timeZone: string;
  readonly homeCurrency: string | null;
  /** Property name by field. */
  readonly names: ReadonlyMap<string, string>;
}

export function toDealContext(
  pipelines: readonly Pipeline[],
  account: Pick<Account, "timeZone" | "currency">,
  manifest: Manifest,
): DealContext {
  const stages = pipelines.flatMap((pipeline) => pipeline.stages);
  return {
    outcomes: new Map(stages.map((stage) => [stage.id, stage.outcome])),
    timeZone: zoneOf(account),
    homeCurrency: account.currency,
    names: new Map(manifest.dealFields.fields.map(({ field, name }) => [field, name])),
  };
}

/** Null when the record does not say when it changed: without that nothing can be kept up to date. */
export function toDealRecord(record: HubSpotRecord, context: DealContext): DealRecord | null {
  const modifiedAt = modifiedAtOf(record);
  if (modifiedAt === null) return null;
  const reader = toReader(record, context.names);
  return {
    deal: toDeal(record, context, modifiedAt),
    fields: readDealFields(reader),
    contest: readContest(reader),
    description: toDescription(record),
    mergedIds: idsOf(record, "hs_merged_object_ids"),
  };
}

/** The deal's history, read whenever the text changed, says by whom and when. */
function toDescription(record: HubSpotRecord): DescriptionNow | null {
  const text = toDescriptionText(textOf(record, "description"));
  return text === null ? null : { text, changed: null, author: { userId: null, isProgram: false } };
}

function toDeal(record: HubSpotRecord, context: DealContext, modifiedAt: number): Deal {
  const homeAmount = numberOf(record, "amount_in_home_currency");
  const ownCurrency = textOf(record, "deal_currency_code");
  const nextStep = textOf(record, "hs_next_step");
  return {
    id: record.id,
    name: textOf(record, "dealname") ?? `Deal ${record.id}`,
    pipelineId: textOf(record, "pipeline") ?? "",
    stageId: textOf(record, "dealstage") ?? "",
    outcome: toOutcome(record, context),
    ownerId: textOf(record, "hubspot_owner_id"),
    amount: homeAmount ?? numberOf(record, "amount"),
    currency:
      homeAmount === null ? (ownCurrency ?? context.homeCurrency) : (context.homeCurrency ?? ownCurrency),
    createdAt: toCreatedAt(record),
    closeDate: toCivilDateIn(textOf(record, "closedate"), context.timeZone),
    nextStep:
      nextStep === null ? null : { text: nextStep, updatedAt: momentOf(record, "hs_next_step_updated_at") },
    modifiedAt,
  };
}

/** The stage decides; HubSpot's calculated flags only help where a stage is unknown, because they lag behind. */
function toOutcome(record: HubSpotRecord, { outcomes }: DealContext): DealOutcome {
  const ofStage = outcomes.get(textOf(record, "dealstage") ?? "");
  if (ofStage !== undefined) return ofStage;
  if (textOf(record, "hs_is_closed") !== "true") return "open";
  return textOf(record, "hs_is_closed_won") === "true" ? "won" : "lost";
}

/** An emptied `createdate` is an unknown age: the record's own date would be that of an import, and look like new. */
function toCreatedAt(record: HubSpotRecord): number | null {
  return "createdate" in record.properties ? momentOf(record, "createdate") : toMoment(record.createdAt);
}

function toReader(record: HubSpotRecord, names: ReadonlyMap<string, string>): FieldReader {
  const nameOf = (field: string) => names.get(field) ?? "";
  return {
    text: (field) => textOf(record, nameOf(field)),
    number: (field) => numberOf(record, nameOf(field)),
    date: (field) => civilDateOf(record, nameOf(field)),
  };
}
