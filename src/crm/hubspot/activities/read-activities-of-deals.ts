import { isAppError } from "../../../domain/errors.ts";
import type { ActivityRecord, DealActivities } from "../../port.ts";
import { isWithheld } from "../account/read-account.ts";
import type { Portal } from "../portal.ts";
import { readLinks } from "../reading/associations.ts";
import { readBatches } from "../reading/batch-read.ts";
import { type ActivityType, activityTypes } from "./activity-types.ts";
import { toActivityRecords } from "./link-activities.ts";

/** The deals' present links, and the activities behind those of them that are not known yet. */
export async function readActivitiesOfDeals(
  portal: Portal,
  dealIds: readonly string[],
  knownActivityIds: ReadonlySet<string>,
): Promise<DealActivities> {
  if (dealIds.length === 0) return { links: [], records: [] };
  const links: { dealId: string; activityId: string }[] = [];
  const records: ActivityRecord[] = [];
  for (const type of activityTypes) {
    if (portal.unmeasured.has(type.kind)) continue;
    const linked = await readLinksOfKind(portal, type, dealIds);
    links.push(...linked.map(({ dealId, id }) => ({ dealId, activityId: `${type.kind}:${id}` })));
    const unknown = linked.map(({ id }) => id).filter((id) => !knownActivityIds.has(`${type.kind}:${id}`));
    records.push(...(await readUnknown(portal, type, unknown)));
  }
  return { links, records };
}

async function readLinksOfKind(
  portal: Portal,
  { kind, type }: ActivityType,
  dealIds: readonly string[],
): Promise<readonly { dealId: string; id: string }[]> {
  try {
    const act = `reading the ${type} of deals`;
    const byDeal = await readLinks(portal, { from: "deals", to: type, act }, dealIds);
    return [...byDeal].flatMap(([dealId, ids]) => ids.map((id) => ({ dealId, id })));
  } catch (error) {
    if (!isAppError(error) || !isWithheld(error)) throw error;
    portal.unmeasured.add(kind);
    return [];
  }
}

async function readUnknown(
  portal: Portal,
  type: ActivityType,
  ids: readonly string[],
): Promise<readonly ActivityRecord[]> {
  if (ids.length === 0) return [];
  const act = `reading ${type.type}`;
  const { records } = await readBatches(portal, {
    type: type.type,
    ids,
    properties: type.properties,
    act,
  });
  return toActivityRecords(portal, type, records);
}
