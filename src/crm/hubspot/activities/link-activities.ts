import { isAppError } from "../../../domain/errors.ts";
import type { ActivityRecord } from "../../port.ts";
import { isWithheld } from "../account/read-account.ts";
import type { Portal } from "../portal.ts";
import { readLinks } from "../reading/associations.ts";
import { readBatches } from "../reading/batch-read.ts";
import { readDefinitions } from "../reading/property-definitions.ts";
import type { HubSpotRecord } from "../records.ts";
import type { ActivityType } from "./activity-types.ts";
import { toActivityRecord } from "./map-activity.ts";

/** Raw records of one kind as activities with their deals and contacts. */
export async function toActivityRecords(
  portal: Portal,
  type: ActivityType,
  rows: readonly HubSpotRecord[],
): Promise<readonly ActivityRecord[]> {
  const unique = [...new Map(rows.map((row) => [row.id, row])).values()];
  if (unique.length === 0) return [];
  const ids = unique.map(({ id }) => id);
  const [deals, contacts, dispositions, records] = await Promise.all([
    readLinksIfAny(portal, { from: type.type, to: "deals" }, ids),
    readLinksIfAny(portal, { from: type.type, to: "contacts" }, ids),
    readDispositions(portal, type),
    withStatusHistory(portal, type, unique),
  ]);
  const now = portal.now();
  return records.flatMap((record) => {
    const dealIds = deals.get(record.id) ?? [];
    const contactIds = contacts.get(record.id) ?? [];
    const context = { now, maxTextLength: portal.maxTextLength, dispositions, dealIds, contactIds };
    const mapped = toActivityRecord(record, type, context);
    if (mapped === null && type.kind !== "proposal") {
      portal.log.warn(
        { type: type.type, id: record.id },
        "a record of the CRM cannot be read and is left out",
      );
    }
    return mapped === null ? [] : [mapped];
  });
}

const noLinks: ReadonlyMap<string, readonly string[]> = new Map();

/** Not every pair of types can be linked in every portal; then there are no links. */
async function readLinksIfAny(
  portal: Portal,
  between: { readonly from: string; readonly to: string },
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  try {
    return await readLinks(portal, { ...between, act: `reading the ${between.to} of ${between.from}` }, ids);
  } catch (error) {
    if (isAppError(error) && isWithheld(error)) return noLinks;
    throw error;
  }
}

/** The portal's own names of call outcomes: companies add theirs. */
async function readDispositions(
  portal: Portal,
  { kind, type }: ActivityType,
): Promise<ReadonlyMap<string, string>> {
  if (kind !== "call") return new Map();
  const definitions = await readDefinitions(portal, type);
  const options = definitions?.find(({ name }) => name === "hs_call_disposition")?.options ?? [];
  return new Map(options.map(({ value, label }) => [value.toLowerCase(), label.trim().toLowerCase()]));
}

/** When a quote was published stands only in the history of its status, which a search does not give. */
async function withStatusHistory(
  portal: Portal,
  { kind, type, properties }: ActivityType,
  rows: readonly HubSpotRecord[],
): Promise<readonly HubSpotRecord[]> {
  if (kind !== "proposal") return rows;
  const ids = rows.map(({ id }) => id);
  const act = "reading when quotes were published";
  const { records } = await readBatches(portal, { type, ids, properties, history: ["hs_status"], act });
  const byId = new Map(records.map((record) => [record.id, record]));
  return rows.map((row) => byId.get(row.id) ?? row);
}
