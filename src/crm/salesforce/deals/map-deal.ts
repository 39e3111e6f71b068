import type { Deal } from "../../../domain/deal.ts";
import type { DescriptionNow } from "../../../domain/description.ts";
import { toDescriptionText } from "../../body-text.ts";
import type { DealRecord } from "../../port.ts";
import { type FieldReader, readContest, readDealFields } from "../../read-deal-fields.ts";
import { type Currencies, toCorporate } from "../account/read-currencies.ts";
import { toOutcome, toPipelineId } from "../account/read-pipelines.ts";
import type { Row } from "../reading/query.ts";
import { dateOf, idOf, momentOf, numberOf, textOf } from "../rows.ts";
import type { TextChanges } from "./text-changes.ts";

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
  "Description",
  "IsDeleted",
  "LastModifiedById",
  "SystemModstamp",
] as const;

/** What is needed besides the row itself. */
export interface DealContext {
  readonly currencies: Currencies | null;
  /** Salesforce's name by the domain's field. */
  readonly names: ReadonlyMap<string, string>;
  readonly textChanges: TextChanges;
  /** Ids of users that are programs. */
  readonly programIds: ReadonlySet<string>;
}

/** Null when the row does not say what it is or when it changed: without that nothing can be kept up to date. */
export function toDealRecord(row: Row, context: DealContext): DealRecord | null {
  const id = idOf(row);
  const modifiedAt = momentOf(row, "SystemModstamp");
  if (id === null || modifiedAt === null) return null;
  const reader = toReader(row, context.names);
  return {
    deal: toDeal(row, context, { id, modifiedAt }),
    fields: readDealFields(reader),
    contest: readContest(reader),
    description: toDescription(row, context, id),
    mergedIds: [],
  };
}

/** Where the field is tracked its history names who wrote; else it was whoever touched the deal last. */
function toDescription(
  row: Row,
  { textChanges, programIds }: DealContext,
  id: string,
): DescriptionNow | null {
  const text = toDescriptionText(textOf(row, "Description"));
  if (text === null) return null;
  const change = textChanges.get(id)?.description ?? null;
  const userId = change === null ? idOf(row, "LastModifiedById") : change.byId;
  const changed = change === null ? null : { first: change.first, last: change.last };
  return { text, changed, author: { userId, isProgram: programIds.has(userId ?? "") } };
}

function toDeal(
  row: Row,
  { currencies, textChanges }: DealContext,
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
    nextStep:
      nextStep === null ? null : { text: nextStep, updatedAt: textChanges.get(own.id)?.nextStepAt ?? null },
  };
}

function toAmount(row: Row, currencies: Currencies | null): Pick<Deal, "amount" | "currency"> {
  const amount = numberOf(row, "Amount");
  const currency = textOf(row, "CurrencyIsoCode");
  const corporate = amount === null || currencies === null ? null : toCorporate(amount, currency, currencies);
  if (corporate === null) return { amount, currency: currency ?? currencies?.corporate ?? null };
  return { amount: corporate, currency: currencies?.corporate ?? null };
}

function toReader(row: Row, names: ReadonlyMap<string, string>): FieldReader {
  const nameOf = (field: string) => names.get(field) ?? "";
  return {
    text: (field) => textOf(row, nameOf(field)),
    number: (field) => numberOf(row, nameOf(field)),
    date: (field) => dateOf(row, nameOf(field)),
  };
}
