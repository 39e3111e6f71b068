import type { DealFields } from "../../../domain/flag.ts";
import type { Manifest } from "../../manifest.ts";
import type { DealFieldsUpdate, WriteResult } from "../../port.ts";
import type { Portal } from "../portal.ts";
import { writeBatches } from "./write-batches.ts";

/** Writes only what changes; the property that people fill in is never among it. */
export function writeDealFields(
  portal: Portal,
  updates: readonly DealFieldsUpdate[],
): Promise<readonly WriteResult[]> {
  const inputs = updates.map(({ dealId, fields }) => ({
    key: dealId,
    input: { id: dealId, properties: toProperties(fields, portal.manifest) },
  }));
  return writeBatches(
    portal,
    {
      type: "deals",
      operation: "update",
      act: "writing deals",
      kind: "write",
      keyOf: (record) => record.id,
    },
    inputs,
  );
}

/** Civil dates go as they are (HubSpot reads them as midnight UTC); the empty text clears a property. */
function toProperties(fields: Partial<DealFields>, manifest: Manifest): Record<string, string> {
  const values: Readonly<Record<string, string | number | null | undefined>> = { ...fields };
  const own = manifest.dealFields.fields.filter(({ writtenBy }) => writtenBy === "norma");
  return Object.fromEntries(
    own.flatMap(({ field, name }) => {
      const value = values[field];
      return value === undefined ? [] : [[name, value === null ? "" : String(value)]];
    }),
  );
}
