import type { Deal } from "../../../domain/deal.ts";
import { type Contest, type DealFields, flags } from "../../../domain/flag.ts";
import { parties, reasonCodes } from "../../../domain/follow-up.ts";
import { stallRules } from "../../../domain/stall.ts";
import type { DealRecord } from "../../port.ts";
import { type Currencies, toCorporate } from "../account/read-currencies.ts";
import { toOutcome, toPipelineId } from "../account/read-pipelines.ts";
import type { Row } from "../reading/query.ts";
import { dateOf, idOf, momentOf, numberOf, textOf } from "../rows.ts";
import type { NextStepDates } from "./next-step-dates.ts";

/** What a deal is made of; fields that an org lacks or hides are left out of the query. Norma's come from the manifest. */
export const dealFields = [
  "Name",
  "StageName",
  "IsClosed",
  "IsWon",
  "OwnerId",
  "Amount",
  "CurrencyIsoCode",
  "RecordTypeId",
  "CreatedDate",
  "CloseDate",
  "NextStep",
  "IsDeleted",
  "SystemModstamp",
] as const;

/** What is needed besides the row itself. */
export interface DealContext {
  readonly currencies: Currencies | null;
  /** Salesforce's name by the domain's field. */
  readonly names: ReadonlyMap<string, string>;
  readonly nextStepDates: NextStepDates;
}

/** Null when the row does not say what it is or when it changed: without that nothing can be kept up to date. */
export function toDealRecord(row: Row, context: DealContext): DealRecord | null {
  const id = idOf(row);
  const modifiedAt = momentOf(row, "SystemModstamp");
  if (id === null || modifiedAt === null) return null;
  return {
    deal: toDeal(row, context, { id, modifiedAt }),
    fields: toFields(row, context.names),
    contest: oneOf(textOf(row, context.names.get("contest") ?? ""), [
      "agree",
      "contest",
    ] as const) satisfies Contest,
    mergedIds: [],
  };
}

function toDeal(
  row: Row,
  { currencies, nextStepDates }: DealContext,
  own: Pick<Deal, "id" | "modifiedAt">,
): Deal {
  const nextStep = textOf(row, "NextStep");
  return {
    ...own,
    name: textOf(row, "Name") ?? `Opportunity ${own.id}`,
    pipelineId: toPipelineId(row),
    stageId: textOf(row, "StageName") ?? "",
    outcome: toOutcome(row),
    ownerId: idOf(row, "OwnerId"),
    ...toAmount(row, currencies),
    createdAt: momentOf(row, "CreatedDate"),
    closeDate: dateOf(row, "CloseDate"),
    // Only orgs that track the field know when it changed; else the store dates it by the change that first showed it.
    nextStep: nextStep === null ? null : { text: nextStep, updatedAt: nextStepDates.get(own.id) ?? null },
  };
}

function toAmount(row: Row, currencies: Currencies | null): Pick<Deal, "amount" | "currency"> {
  const amount = numberOf(row, "Amount");
  const currency = textOf(row, "CurrencyIsoCode");
  const corporate = amount === null || currencies === null ? null : toCorporate(amount, currency, currencies);
  if (corporate === null) return { amount, currency: currency ?? currencies?.corporate ?? null };
  return { amount: corporate, currency: currencies?.corporate ?? null };
}

function toFields(row: Row, names: ReadonlyMap<string, string>): DealFields {
  const text = (field: keyof DealFields) => textOf(row, names.get(field) ?? "");
  const number = (field: keyof DealFields) => numberOf(row, names.get(field) ?? "");
  const date = (field: keyof DealFields) => dateOf(row, names.get(field) ?? "");
  return {
    flag: oneOf(text("flag"), flags),
    stalledSince: date("stalledSince"),
    usualDays: number("usualDays"),
    stallRule: oneOf(text("stallRule"), stallRules),
    reason: oneOf(text("reason"), reasonCodes),
    reasonOwner: oneOf(text("reasonOwner"), parties),
    evidence: text("evidence"),
    promiseDue: date("promiseDue"),
    repeats: number("repeats"),
    contradiction: text("contradiction"),
    ask: text("ask"),
  };
}

/** Values that are not ours (people can edit the field) count as empty, so the next difference repairs them. */
function oneOf<T extends string>(text: string | null, allowed: readonly T[]): T | null {
  return allowed.find((value) => value === text) ?? null;
}
