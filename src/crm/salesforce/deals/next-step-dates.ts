import type { Moment } from "../../../domain/time.ts";
import type { Org } from "../org.ts";
import { queryByIds } from "../reading/by-ids.ts";
import { describe } from "../reading/describe.ts";
import { readByKeyset } from "../reading/keyset.ts";
import type { Row } from "../reading/query.ts";
import { toSoqlMoment } from "../reading/soql.ts";
import { idOf, momentOf } from "../rows.ts";

/** When the next step of a deal was last changed, by deal; empty where the org does not track the field. */
export type NextStepDates = ReadonlyMap<string, Moment>;

const object = "OpportunityFieldHistory";
const fields = ["Id", "OpportunityId", "CreatedDate"];
const isNextStep = "Field = 'NextStep'";
const act = "reading when next steps changed";

/** All changes since a moment at once: a page of 2,000 of them costs one call, asking deal by deal some sixty. */
export async function readNextStepDates(org: Org, since: Moment): Promise<NextStepDates> {
  const dates = new Map<string, Moment>();
  if ((await describe(org, object)) === null) return dates;
  const where = [isNextStep, `CreatedDate >= ${toSoqlMoment(since)}`];
  const query = { object, fields, where, kind: "history", act };
  for await (const { rows } of readByKeyset(org, query, null)) keepLatest(dates, rows);
  return dates;
}

export async function readNextStepDatesOf(org: Org, dealIds: readonly string[]): Promise<NextStepDates> {
  const dates = new Map<string, Moment>();
  if (dealIds.length === 0 || (await describe(org, object)) === null) return dates;
  keepLatest(
    dates,
    await queryByIds(org, {
      object,
      fields,
      field: "OpportunityId",
      ids: dealIds,
      where: [isNextStep],
      kind: "history",
      act,
    }),
  );
  return dates;
}

function keepLatest(dates: Map<string, Moment>, rows: readonly Row[]): void {
  for (const row of rows) {
    const [dealId, at] = [idOf(row, "OpportunityId"), momentOf(row, "CreatedDate")];
    if (dealId !== null && at !== null && at > (dates.get(dealId) ?? Number.NEGATIVE_INFINITY))
      dates.set(dealId, at);
  }
}
