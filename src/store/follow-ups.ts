import { sql } from "kysely";
import type { ActivityRecord } from "../crm/port.ts";
import type { Activity, ActivityKind } from "../domain/activity.ts";
import type { Deal } from "../domain/deal.ts";
import type { FollowUpChannel } from "../domain/follow-up.ts";
import type { Moment } from "../domain/time.ts";
import type { TenantDb } from "./open-store.ts";
import { rowsOf } from "./rows-of.ts";
import { givenRows } from "./save-rows.ts";
import { moment, textArray, toTimestamp } from "./values.ts";

/** Keeps what reps wrote in activities that are linked to open deals; a text that was emptied or unlinked goes. */
export async function saveFollowUps(db: TenantDb, records: readonly ActivityRecord[]): Promise<void> {
  const rows = records.flatMap(toRows);
  const wanted = new Set(rows.map((row) => `${row.id} ${row.deal_id}`));
  const stored = await db
    .selectFrom(
      rowsOf(
        "follow_ups",
        "id",
        records.map(({ activity }) => activity.id),
      ).as("kept"),
    )
    .select(["id", "deal_id"])
    .execute();
  const outdated = stored.filter((row) => !wanted.has(`${row.id} ${row.deal_id}`));
  await deleteFollowUps(db, outdated);
  await insertForOpenDeals(db, rows);
}

export async function deleteFollowUps(
  db: TenantDb,
  outdated: readonly { readonly id: string; readonly deal_id: string }[],
): Promise<void> {
  if (outdated.length === 0) return;
  const keys = outdated.map(({ id, deal_id }) => ({ id, deal_id }));
  await sql`delete from follow_ups kept using ${givenRows("follow_ups", keys)} outdated
    where kept.id = outdated.id and kept.deal_id = outdated.deal_id`.execute(db);
}

/**
 * The free-text next step is a follow-up like any other. Where the CRM does not say when it was changed, it counts
 * from the deal's modification that first showed it.
 */
export async function saveNextSteps(
  db: TenantDb,
  records: readonly { readonly deal: Deal }[],
): Promise<void> {
  const withText = records
    .map(({ deal }) => deal)
    .filter(({ nextStep }) => nextStep !== null && nextStep.text.trim() !== "");
  const rows = withText.map((deal) => ({
    id: nextStepId(deal.id),
    deal_id: deal.id,
    rep_id: deal.ownerId,
    written_at: toTimestamp(deal.nextStep?.updatedAt ?? deal.modifiedAt),
    channel: "next_step",
    text: deal.nextStep?.text ?? "",
  }));
  const kept = new Set(rows.map(({ id }) => id));
  const emptied = records.map(({ deal }) => nextStepId(deal.id)).filter((id) => !kept.has(id));
  await db
    .deleteFrom("follow_ups")
    .where("id", "=", (is) => is.fn.any(textArray(emptied)))
    .execute();
  const undated = new Set(
    withText.filter(({ nextStep }) => nextStep?.updatedAt === null).map(({ id }) => nextStepId(id)),
  );
  const unchanged = await loadUnchangedIds(
    db,
    rows.filter(({ id }) => undated.has(id)),
  );
  await insertForOpenDeals(
    db,
    rows.filter(({ id }) => !unchanged.has(id)),
  );
}

/** Removes the texts of deals that were closed, or found to be gone, before a moment. Returns how many. */
export async function purgeFollowUps(
  db: TenantDb,
  { closedBefore }: { readonly closedBefore: Moment },
): Promise<number> {
  const ended = db
    .selectFrom("deals")
    .select("id")
    .where((is) =>
      is.or([
        is("gone_at", "<", moment(closedBefore)),
        // A closed deal's last spell began when it closed; without a history its last modification is the latest it can be.
        is.and([
          is("outcome", "<>", "open"),
          is(
            is.fn.coalesce(
              is
                .selectFrom("stage_spells as spell")
                .whereRef("spell.deal_id", "=", "deals.id")
                .select(({ fn }) => fn.max("spell.entered_at").as("closed_at")),
              "modified_at",
            ),
            "<",
            moment(closedBefore),
          ),
        ]),
      ]),
    );
  await db.deleteFrom("deal_descriptions").where("deal_id", "in", ended).execute();
  const { numDeletedRows } = await db
    .deleteFrom("follow_ups")
    .where("deal_id", "in", ended)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Texts of proposals are the product's own words; everything else is written by hand. */
const channelOfKind: Readonly<Record<ActivityKind, FollowUpChannel | null>> = {
  call: "call",
  meeting: "meeting",
  email: "email",
  message: "email",
  note: "note",
  task: "task",
  proposal: null,
  absence: null,
};

export type FollowUpValues = ReturnType<typeof toRows>[number];

/** The rep's own words only: an inbound mail is the buyer's, an automated one nobody's. */
function toRows({ activity, dealIds, text }: ActivityRecord) {
  const channel = channelOfKind[activity.kind];
  if (text === null || text.trim() === "" || channel === null) return [];
  if (activity.source !== "rep" || isWrittenByBuyer(activity)) return [];
  return dealIds.map((dealId) => ({
    id: activity.id,
    deal_id: dealId,
    rep_id: activity.repId,
    written_at: toTimestamp(writtenAt(activity)),
    channel: `${channel}`,
    text,
  }));
}

function isWrittenByBuyer({ kind, direction }: Activity): boolean {
  return (kind === "email" || kind === "message") && direction === "inbound";
}

/** Not before it was entered, and not after it was last touched: a task's moment is its due date, which may be to come. */
function writtenAt({ at, createdAt, modifiedAt }: Activity): Moment {
  return Math.min(Math.max(at, createdAt), Math.max(modifiedAt, createdAt));
}

function nextStepId(dealId: string): string {
  return `next-step:${dealId}`;
}

async function loadUnchangedIds(db: TenantDb, rows: readonly FollowUpValues[]): Promise<ReadonlySet<string>> {
  const textOf = new Map(rows.map((row) => [row.id, row.text]));
  const stored = await db
    .selectFrom(rowsOf("follow_ups", "id", textOf.keys()).as("kept"))
    .select(["id", "text"])
    .execute();
  return new Set(stored.filter((row) => textOf.get(row.id) === row.text).map(({ id }) => id));
}

/** Adds or replaces texts of deals that are open. */
export async function insertForOpenDeals(db: TenantDb, rows: readonly FollowUpValues[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into follow_ups as stored (id, deal_id, rep_id, written_at, channel, text)
    select distinct on (given.deal_id, given.id)
      given.id, given.deal_id, given.rep_id, given.written_at, given.channel, given.text
    from ${givenRows("follow_ups", rows)} given
    join deals deal on deal.id = given.deal_id and deal.outcome = 'open' and deal.gone_at is null
    on conflict (tenant_id, deal_id, id) do update
      set rep_id = excluded.rep_id, written_at = excluded.written_at, channel = excluded.channel, text = excluded.text
      where (stored.rep_id, stored.written_at, stored.channel, stored.text)
        is distinct from (excluded.rep_id, excluded.written_at, excluded.channel, excluded.text)`.execute(db);
}
