import { isAppError } from "../../../domain/errors.ts";
import type { Moment } from "../../../domain/time.ts";
import type { Org } from "../org.ts";
import { queryByIds } from "../reading/by-ids.ts";
import { describe } from "../reading/describe.ts";
import { isAbsent } from "../reading/is-absent.ts";
import { readByKeyset } from "../reading/keyset.ts";
import type { Row } from "../reading/query.ts";
import { toSoqlMoment } from "../reading/soql.ts";
import { idOf, momentOf, textOf } from "../rows.ts";

/** What a deal's field history says of its two free texts. */
export interface TextChange {
  readonly nextStepAt: Moment | null;
  readonly description: DescriptionChange | null;
}

/** Salesforce keeps no values of long texts: only when they were changed, and by whom last. */
interface DescriptionChange {
  readonly first: Moment;
  readonly last: Moment;
  readonly byId: string | null;
}

/** By deal; empty where the org tracks neither field. */
export type TextChanges = ReadonlyMap<string, TextChange>;

const object = "OpportunityFieldHistory";
const fields = ["Id", "OpportunityId", "Field", "CreatedDate", "CreatedById"];
const isText = "Field IN ('NextStep', 'Description')";
const act = "reading when texts of deals changed";

/**
 * All changes since a moment at once: a page of 2,000 of them costs one call, asking deal by deal some sixty. None where the org
 * describes the history and refuses it.
 */
export async function readTextChanges(org: Org, since: Moment): Promise<TextChanges> {
  const changes = new Map<string, TextChange>();
  if ((await describe(org, object)) === null) return changes;
  const where = [isText, `CreatedDate >= ${toSoqlMoment(since)}`];
  const query = { object, fields, where, kind: "history", act };
  try {
    for await (const { rows } of readByKeyset(org, query, null)) keep(changes, rows);
  } catch (error) {
    if (!isAppError(error) || !isAbsent(error)) throw error;
  }
  return changes;
}

export async function readTextChangesOf(org: Org, dealIds: readonly string[]): Promise<TextChanges> {
  const changes = new Map<string, TextChange>();
  if (dealIds.length === 0 || (await describe(org, object)) === null) return changes;
  keep(
    changes,
    await queryByIds(org, {
      object,
      fields,
      field: "OpportunityId",
      ids: dealIds,
      where: [isText],
      kind: "history",
      act,
      isOptional: true,
    }),
  );
  return changes;
}

const untold: TextChange = { nextStepAt: null, description: null };

function keep(changes: Map<string, TextChange>, rows: readonly Row[]): void {
  for (const row of rows) {
    const [dealId, at] = [idOf(row, "OpportunityId"), momentOf(row, "CreatedDate")];
    if (dealId === null || at === null) continue;
    const known = changes.get(dealId) ?? untold;
    const isDescription = textOf(row, "Field") === "Description";
    changes.set(
      dealId,
      isDescription
        ? { ...known, description: latest(known.description, { at, byId: idOf(row, "CreatedById") }) }
        : { ...known, nextStepAt: Math.max(known.nextStepAt ?? at, at) },
    );
  }
}

function latest(
  known: DescriptionChange | null,
  { at, byId }: { readonly at: Moment; readonly byId: string | null },
): DescriptionChange {
  if (known === null) return { first: at, last: at, byId };
  if (at < known.last) return { ...known, first: Math.min(known.first, at) };
  return { ...known, last: at, byId };
}
