import type { DealFields } from "../../../domain/flag.ts";
import type { Manifest } from "../../manifest.ts";
import type { DealFieldsUpdate, WriteResult } from "../../port.ts";
import { isOpportunityId } from "../deals/read-deals.ts";
import { dealFieldNames, toFieldName } from "../field-names.ts";
import type { Org } from "../org.ts";
import { describe } from "../reading/describe.ts";
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

async function send(org: Org, updates: readonly DealFieldsUpdate[]): Promise<readonly WriteResult[]> {
  const shape = await describe(org, "Opportunity");
  const names = await dealFieldNames(org);
  return await writeCollections(
    org,
    { method: "PATCH", path: "composite/sobjects", act: "writing opportunities", isRepeatable: true },
    updates.map(({ dealId, fields }) => ({
      key: dealId,
      parentId: dealId,
      record: {
        attributes: { type: "Opportunity" },
        id: dealId,
        ...clipTexts(shape, toRecord(org.manifest, names, fields)),
      },
    })),
  );
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
