import { sql } from "kysely";
import type { ActivityRecord, DealActivities } from "../crm/port.ts";
import type { Activity, ActivityKind } from "../domain/activity.ts";
import { markActivitiesDeleted } from "./deleted-activities.ts";
import { saveFollowUps } from "./follow-ups.ts";
import type { TenantDb } from "./open-store.ts";
import { overWholeTenant, rowsOf } from "./rows-of.ts";
import { givenRows, saveRows } from "./save-rows.ts";
import { toTimestamp } from "./values.ts";

/**
 * Saves a page of activities with their links, and what was written on deals that are open. A record that is older than what is
 * stored, out of a lagging index, changes nothing; a deleted one is only marked, since nobody knows yet how many are.
 */
export async function saveActivities(db: TenantDb, given: readonly ActivityRecord[]): Promise<void> {
  const current = await withoutOutdated(db, given);
  const deleted = current.filter(({ isDeleted = false }) => isDeleted);
  await markActivitiesDeleted(
    db,
    deleted.map(({ activity }) => ({ id: activity.id, at: activity.modifiedAt })),
  );
  const records = current.filter(({ isDeleted = false }) => !isDeleted);
  if (records.length === 0) return;
  await saveRows(db, {
    into: "activities",
    key: ["id"],
    rows: records.map(({ activity }) => toRow(activity)),
    unlessOlder: "modified_at",
  });
  await replaceContacts(db, records);
  await replaceDealLinks(db, records);
  await saveFollowUps(db, records);
}

async function withoutOutdated(
  db: TenantDb,
  records: readonly ActivityRecord[],
): Promise<readonly ActivityRecord[]> {
  const stored = await db
    .selectFrom(rowsOf("activities", "id", idsOf(records)).as("activity"))
    .select(["id", "modified_at"])
    .execute();
  const modifiedAt = new Map(stored.map((row) => [row.id, row.modified_at]));
  return records.filter(({ activity }) => activity.modifiedAt >= (modifiedAt.get(activity.id) ?? -Infinity));
}

export async function countActivities(db: TenantDb, kind: ActivityKind): Promise<number> {
  const { count } = await db
    .selectFrom("activities")
    .where("kind", "=", kind)
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Links that the deals' side knows of. Both ends must be stored already; a link in the CRM replaces an inferred one. */
export async function addDealLinks(db: TenantDb, links: DealActivities["links"]): Promise<void> {
  if (links.length === 0) return;
  const stored = await loadLinks(
    db,
    links.map(({ activityId }) => activityId),
  );
  await deleteLinks(
    db,
    stored.filter((link) => link.is_inferred),
  );
  await saveRows(db, {
    into: "deal_activities",
    key: ["deal_id", "activity_id"],
    rows: links.map(({ dealId, activityId }) => ({
      deal_id: dealId,
      activity_id: activityId,
      is_inferred: false,
    })),
  });
}

/**
 * Activities that need no reading when the deals' links are read: those that are linked to one of the deals already,
 * so that their text is kept as well. One that is stored without this link is read again, because its text was not kept.
 */
export async function loadLinkedActivityIds(
  db: TenantDb,
  dealIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom(rowsOf("deal_activities", "deal_id", dealIds).as("link"))
    .select("activity_id")
    .where("is_inferred", "=", false)
    .execute();
  return new Set(rows.map((row) => row.activity_id));
}

/**
 * Joins activities that no deal claims to the deals of their contacts, within the time each deal was open, and marks
 * these links inferred. What is no longer true goes: the result is the same whenever and however often it runs.
 */
export async function inferDealActivities(db: TenantDb): Promise<void> {
  await overWholeTenant(db, () =>
    sql`with closed as (
        select deal_id, max(entered_at) as at from stage_spells group by deal_id
      ), inferred as materialized (
        select distinct of_deal.deal_id, activity.id as activity_id
        from activities activity
        join activity_contacts of_activity on of_activity.activity_id = activity.id
        join deal_contacts of_deal on of_deal.contact_id = of_activity.contact_id
        join deals deal on deal.id = of_deal.deal_id
        left join closed on closed.deal_id = deal.id
        where activity.source <> 'norma' and deal.gone_at is null
          and activity.at >= deal.created_at
          and (deal.outcome = 'open' or activity.at <= coalesce(closed.at, deal.modified_at))
          and not exists (select from deal_activities direct
            where direct.activity_id = activity.id and not direct.is_inferred)
      ), outdated as (
        delete from deal_activities link where is_inferred and not exists (select from inferred
          where inferred.deal_id = link.deal_id and inferred.activity_id = link.activity_id)
      )
      insert into deal_activities (deal_id, activity_id, is_inferred)
      select deal_id, activity_id, true from inferred on conflict do nothing`.execute(db),
  );
}

/** Writes only the difference: on most nights a page brings the links that are stored already. */
async function replaceContacts(db: TenantDb, records: readonly ActivityRecord[]): Promise<void> {
  const wanted = new Map(
    records.flatMap(({ activity, contactIds }) =>
      contactIds.map((contactId) => [
        `${activity.id} ${contactId}`,
        { activity_id: activity.id, contact_id: contactId },
      ]),
    ),
  );
  const stored = await db
    .selectFrom(rowsOf("activity_contacts", "activity_id", idsOf(records)).as("link"))
    .select(["activity_id", "contact_id"])
    .execute();
  const outdated = stored.filter((link) => !wanted.delete(`${link.activity_id} ${link.contact_id}`));
  if (outdated.length > 0) {
    await sql`delete from activity_contacts link using ${givenRows("activity_contacts", outdated)} outdated
      where link.activity_id = outdated.activity_id and link.contact_id = outdated.contact_id`.execute(db);
  }
  await saveRows(db, {
    into: "activity_contacts",
    key: ["activity_id", "contact_id"],
    rows: [...wanted.values()],
  });
}

/** An inferred link stays only while the CRM links the activity to no deal at all. */
async function replaceDealLinks(db: TenantDb, records: readonly ActivityRecord[]): Promise<void> {
  const wanted = new Map(
    records.flatMap(({ activity, dealIds }) =>
      dealIds.map((dealId) => [
        `${activity.id} ${dealId}`,
        { deal_id: dealId, activity_id: activity.id, is_inferred: false },
      ]),
    ),
  );
  const linked = new Set(
    records.filter(({ dealIds }) => dealIds.length > 0).map(({ activity }) => activity.id),
  );
  const stored = await loadLinks(db, idsOf(records));
  const outdated = stored.filter((link) => {
    const isWanted = wanted.has(`${link.activity_id} ${link.deal_id}`);
    if (isWanted && !link.is_inferred) wanted.delete(`${link.activity_id} ${link.deal_id}`);
    return !isWanted && (!link.is_inferred || linked.has(link.activity_id));
  });
  await deleteLinks(db, outdated);
  await saveRows(db, {
    into: "deal_activities",
    key: ["deal_id", "activity_id"],
    rows: [...wanted.values()],
  });
}

function loadLinks(db: TenantDb, activityIds: Iterable<string>) {
  return db
    .selectFrom(rowsOf("deal_activities", "activity_id", activityIds).as("link"))
    .select(["deal_id", "activity_id", "is_inferred"])
    .execute();
}

async function deleteLinks(
  db: TenantDb,
  links: readonly { readonly deal_id: string; readonly activity_id: string }[],
): Promise<void> {
  if (links.length === 0) return;
  await sql`delete from deal_activities link using ${givenRows("deal_activities", links)} outdated
    where link.deal_id = outdated.deal_id and link.activity_id = outdated.activity_id`.execute(db);
}

function idsOf(records: readonly ActivityRecord[]): readonly string[] {
  return records.map(({ activity }) => activity.id);
}

function toRow(activity: Activity) {
  return {
    id: activity.id,
    kind: activity.kind,
    rep_id: activity.repId,
    other_rep_ids: [...activity.otherRepIds],
    at: toTimestamp(activity.at),
    direction: activity.direction,
    result: activity.result,
    is_connected: activity.isConnected,
    outcome: activity.outcome,
    duration_ms: activity.durationMs,
    source: activity.source,
    created_at: toTimestamp(activity.createdAt),
    modified_at: toTimestamp(activity.modifiedAt),
    gone_at: null,
  };
}
