import type { DealFields } from "../../../domain/flag.ts";
import type { Manifest } from "../../manifest.ts";
import type { DealFieldsUpdate, WriteResult } from "../../port.ts";
import { isOpportunityId } from "../deals/read-deals.ts";
import { dealFieldNames, toFieldName } from "../field-names.ts";
import type { Org } from "../org.ts";
import { describe } from "../reading/describe.ts";
import { toLongId } from "../rows.ts";
import { clipTexts } from "./clip-texts.ts";
import { writeCollections } from "./collections.ts";

/** Writes only what changes; the field that people fill in is never among it. */
export async function writeDealFields(
  org: Org,
  updates: readonly DealFieldsUpdate[],
): Promise<readonly WriteResult[]> {
  const sendable = updates.filter(({ dealId }) => isOpportunityId(dealId));
  const written = sendable.length === 0 ? [] : await send(org, sendable);
  const results = new Map(written.map((result) => [result.key, result]));
  return updates.map(
    ({ dealId }) =>
      results.get(dealId) ?? { kind: "refused", key: dealId, problem: "it is not the id of an opportunity" },
  );
}

/** A text that the org's field holds only a part of differs every night from what is wanted, and that part is there already. */
async function send(org: Org, updates: readonly DealFieldsUpdate[]): Promise<readonly WriteResult[]> {
  const shape = await describe(org, "Opportunity");
  const names = await dealFieldNames(org);
  const { shown } = org.memory();
  const rows = updates.map(({ dealId, fields }) => {
    const own = shown.get(toLongId(dealId));
    const values = Object.entries(clipTexts(shape, toRecord(org.manifest, names, fields)));
    return { dealId, values: values.filter(([name, value]) => !isShown(own, name, value)) };
  });
  const changed = rows.filter(({ values }) => values.length > 0);
  // What they hold from here on is ours, or is not known.
  for (const { dealId } of changed) shown.delete(toLongId(dealId));
  const written = await writeCollections(
    org,
    { method: "PATCH", path: "composite/sobjects", act: "writing opportunities", isRepeatable: true },
    changed.map(({ dealId, values }) => ({
      key: dealId,
      parentId: dealId,
      record: { attributes: { type: "Opportunity" }, id: dealId, ...Object.fromEntries(values) },
    })),
  );
  const unchanged = rows.filter(({ values }) => values.length === 0);
  return [...written, ...unchanged.map(({ dealId }) => toUnchanged(dealId))];
}

/** Salesforce cuts blanks off and turns the line breaks of a short text into blanks. */
function isShown(own: ReadonlyMap<string, unknown> | undefined, name: string, wanted: unknown): boolean {
  if (own === undefined) return false;
  return toComparable(own.get(name)) === toComparable(wanted);
}

function toComparable(value: unknown): string {
  const text = typeof value === "number" ? value.toString() : value;
  return (typeof text === "string" ? text : "").replaceAll(/\s+/g, " ").trim();
}

function toUnchanged(dealId: string): WriteResult {
  return { kind: "written", key: dealId, remoteId: dealId, modifiedAt: null };
}

/** Civil dates go as they are; null clears a field. A field that our user does not see keeps its plain name, and Salesforce says so. */
function toRecord(
  manifest: Manifest,
  names: ReadonlyMap<string, string>,
  fields: Partial<DealFields>,
): Record<string, string | number | null> {
  const values: Readonly<Record<string, string | number | null | undefined>> = { ...fields };
  const own = manifest.dealFields.fields.filter(({ writtenBy }) => writtenBy === "norma");
  return Object.fromEntries(
    own.flatMap(({ field, name }) => {
      const value = values[field];
      return value === undefined ? [] : [[names.get(field) ?? toFieldName(name), value]];
    }),
  );
}
