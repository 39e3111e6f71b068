import { type HubSpotRecord, recordSchema } from "../../../src/crm/hubspot/records.ts";

/** The smallest record that can be read, as HubSpot sends it. */
export function aRecord(
  properties: Record<string, unknown>,
  more: Record<string, unknown> = {},
): HubSpotRecord {
  return recordSchema.parse({
    id: "1",
    properties,
    createdAt: "2026-10-01T08:00:00.000Z",
    updatedAt: "2026-10-02T08:00:00.000Z",
    archived: false,
    ...more,
  });
}
