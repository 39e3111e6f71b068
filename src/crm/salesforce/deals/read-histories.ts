import type { DealChange, DealHistory, StageSpell } from "../../../domain/deal.ts";
import type { Moment } from "../../../domain/time.ts";
import type { Org } from "../org.ts";
import { type ByIds, queryAllByIds } from "../reading/by-ids.ts";
import { describe, existingFields } from "../reading/describe.ts";
import type { Row } from "../reading/query.ts";
import { dateOf, idOf, isIdOf, momentOf, numberOf, textOf } from "../rows.ts";
import { isOpportunityId } from "./read-deals.ts";

/**
 * Spells and changes. OpportunityHistory is always kept and has a row for every change of stage, amount, close date or
 * probability; who owned the deal is known only where the org tracks the field.
 */
export async function readDealHistories(
  org: Org,
  dealIds: readonly string[],
): Promise<readonly DealHistory[]> {
  if (dealIds.length === 0) return [];
  const ids = dealIds.filter(isOpportunityId);
  const answers = await queryAllByIds(org, [
    { ...(await rowsOf(org, ids)), ...common },
    { ...(await ownersOf(org, ids)), ...common },
    { ...(await currentOf(org, ids)), ...common },
  ]);
  const [rows = [], owners = [], deals = []] = answers;
  const rowsByDeal = byDeal(rows, "OpportunityId");
  const ownersByDeal = byDeal(owners.filter(isOwnerById), "OpportunityId");
  return [...byDeal(deals, "Id")].map(([dealId, [deal = {}]]) =>
    toDealHistory(dealId, {
      rows: rowsByDeal.get(dealId) ?? [],
      owners: ownersByDeal.get(dealId) ?? [],
      deal,
    }),
  );
}

interface DealRows {
  readonly rows: readonly Row[];
  readonly owners: readonly Row[];
  /** The opportunity as it is now. */
  readonly deal: Row;
}

export function toDealHistory(dealId: string, { rows, owners, deal }: DealRows): DealHistory {
  const ordered = rows.toSorted(byMoment);
  return {
    dealId,
    spells: toSpells(dealId, ordered, deal),
    changes: [
      ...toChanges(dealId, "amount", {
        rows: ordered,
        valueOf: (row) => numberOf(row, "Amount")?.toString() ?? null,
      }),
      ...toChanges(dealId, "close-date", { rows: ordered, valueOf: (row) => dateOf(row, "CloseDate") }),
      ...toChanges(dealId, "owner", {
        rows: withFirstOwner(owners.toSorted(byMoment), deal),
        valueOf: (row) => idOf(row, "NewValue"),
      }),
    ].toSorted((a, b) => a.at - b.at),
    isComplete: rows.length > 0,
  };
}

/** The history of a tracked field begins with its first change, and whom the deal began with is in that row's old value. */
function withFirstOwner(rows: readonly Row[], deal: Row): readonly Row[] {
  const [first] = rows;
  const opening = { CreatedDate: deal["CreatedDate"], NewValue: first?.["OldValue"] };
  return idOf(opening, "NewValue") === null ? rows : [opening, ...rows];
}

function toSpells(dealId: string, rows: readonly Row[], deal: Row): readonly StageSpell[] {
  const seen = rows.map((row) => ({ at: momentOf(row, "CreatedDate"), value: textOf(row, "StageName") }));
  const now = { at: momentOf(deal, "CreatedDate"), value: textOf(deal, "StageName") };
  // A deal that never changed may have no history; one that moved within this second may not have its last row yet.
  const last = {
    at: momentOf(deal, "LastStageChangeDate") ?? momentOf(deal, "SystemModstamp"),
    value: now.value,
  };
  const steps = withoutRepeats(seen.length === 0 ? [now] : [...seen, last]).filter(isKnown);
  const spells = steps.map(({ at, value }, index) => ({
    dealId,
    stageId: value,
    enteredAt: at,
    leftAt: steps[index + 1]?.at ?? null,
  }));
  // A stage passed through within the same second was a correction, not a stay.
  return spells.filter(({ enteredAt, leftAt }) => leftAt === null || leftAt > enteredAt);
}

interface Step {
  readonly at: Moment | null;
  readonly value: string | null;
}

function isKnown(step: Step): step is { at: Moment; value: string } {
  return step.at !== null && step.value !== null;
}

function toChanges(
  dealId: string,
  field: DealChange["field"],
  { rows, valueOf }: { rows: readonly Row[]; valueOf: (row: Row) => string | null },
): readonly DealChange[] {
  const steps = rows.map((row) => ({ at: momentOf(row, "CreatedDate"), value: valueOf(row) }));
  return withoutRepeats(steps).flatMap(({ at, value }) =>
    at === null ? [] : [{ dealId, field, at, value }],
  );
}

/** A row is written for every change of any of its fields; only true changes of this one count. */
function withoutRepeats<T extends Step>(steps: readonly T[]): readonly T[] {
  return steps.filter(({ value }, index) => index === 0 || steps[index - 1]?.value !== value);
}

/** Rows of one moment keep the order in which the server gave them: by id, the order of writing. */
function byMoment(a: Row, b: Row): number {
  return (momentOf(a, "CreatedDate") ?? 0) - (momentOf(b, "CreatedDate") ?? 0);
}

const common = { kind: "history", act: "reading the histories of opportunities" };

type Wanted = Pick<ByIds, "object" | "fields" | "field" | "ids" | "where" | "isOptional">;

/** A field that is hidden on opportunities is hidden in their history too. */
async function rowsOf(org: Org, ids: readonly string[]): Promise<Wanted> {
  const object = "OpportunityHistory";
  const shape = await describe(org, object);
  const values = ["StageName", "Amount", "CloseDate"].filter((name) => shape?.fields.has(name) ?? true);
  return {
    object,
    fields: ["Id", "OpportunityId", ...values, "CreatedDate"],
    field: "OpportunityId",
    ids,
  };
}

async function ownersOf(org: Org, ids: readonly string[]): Promise<Wanted> {
  const isKept = (await describe(org, "OpportunityFieldHistory")) !== null;
  return {
    object: "OpportunityFieldHistory",
    fields: ["Id", "OpportunityId", "Field", "OldValue", "NewValue", "CreatedDate"],
    field: "OpportunityId",
    ids: isKept ? ids : [],
    where: ["Field = 'Owner'"],
    isOptional: true,
  };
}

/** A change of owner comes with two rows: one with names and one with ids. */
function isOwnerById(row: Row): boolean {
  return isIdOf("user", idOf(row, "NewValue"));
}

/** Asked for last: a deal that moves meanwhile has its new stage, if not yet the row that tells of it. */
async function currentOf(org: Org, ids: readonly string[]): Promise<Wanted> {
  const optional = await existingFields(org, "Opportunity", ["LastStageChangeDate"]);
  return {
    object: "Opportunity",
    fields: ["Id", "StageName", "CreatedDate", "SystemModstamp", ...optional],
    field: "Id",
    ids,
  };
}

function byDeal(rows: readonly Row[], field: string): ReadonlyMap<string, readonly Row[]> {
  const grouped = Map.groupBy(rows, (row) => idOf(row, field) ?? "");
  grouped.delete("");
  return grouped;
}
