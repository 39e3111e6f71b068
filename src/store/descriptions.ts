import { createHash } from "node:crypto";
import type { DatedWords, ReadDescription } from "../domain/description.ts";
import type { Moment } from "../domain/time.ts";
import { deleteFollowUps, type FollowUpValues, insertForOpenDeals } from "./follow-ups.ts";
import type { TenantDb } from "./open-store.ts";
import { rowsOf } from "./rows-of.ts";
import { saveRows } from "./save-rows.ts";
import { toTimestamp } from "./values.ts";

/** What the last look at a deal's description knew, without its dated words. */
export interface StoredLook {
  readonly description: Omit<ReadDescription, "dated">;
  /** The deal's, at that look. */
  readonly modifiedAt: Moment;
}

/** By deal; deals that were never looked at are missing. */
export async function loadLooks(
  db: TenantDb,
  dealIds: readonly string[],
): Promise<ReadonlyMap<string, StoredLook>> {
  const rows = await db
    .selectFrom(rowsOf("deal_descriptions", "deal_id", dealIds).as("look"))
    .innerJoin("deals as deal", "deal.id", "look.deal_id")
    .select(["look.deal_id", "look.text", "look.undated", "deal.modified_at"])
    .execute();
  return new Map(
    rows.map(({ deal_id, text, undated, modified_at }) => [
      deal_id,
      { description: { text, undated }, modifiedAt: modified_at },
    ]),
  );
}

/** Whose deals these are, and since when they are there; by deal. */
export async function loadDealFrames(
  db: TenantDb,
  dealIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly ownerId: string | null; readonly createdAt: Moment | null }>> {
  const rows = await db
    .selectFrom(rowsOf("deals", "id", dealIds).as("deal"))
    .select(["id", "owner_id", "created_at"])
    .execute();
  return new Map(rows.map((row) => [row.id, { ownerId: row.owner_id, createdAt: row.created_at }]));
}

export interface DealDescription {
  readonly dealId: string;
  readonly description: ReadDescription;
}

/** The dated words of descriptions, oldest first, by deal. */
export async function loadDatedWords(
  db: TenantDb,
  dealIds: readonly string[],
): Promise<ReadonlyMap<string, readonly DatedWords[]>> {
  const rows = await loadRows(db, dealIds);
  const byDeal = Map.groupBy(rows, ({ deal_id }) => deal_id);
  return new Map([...byDeal].map(([dealId, own]) => [dealId, own.map(toDatedWords)]));
}

/** Replaces what is stored of these deals' descriptions; their dated words are follow-ups while a deal is open. */
export async function saveDescriptions(db: TenantDb, given: readonly DealDescription[]): Promise<void> {
  if (given.length === 0) return;
  await saveRows(db, {
    into: "deal_descriptions",
    key: ["deal_id"],
    rows: given.map(({ dealId, description: { text, undated } }) => ({ deal_id: dealId, text, undated })),
  });
  const rows = given.flatMap(toRows);
  const wanted = new Set(rows.map(({ id, deal_id }) => `${id} ${deal_id}`));
  const dealIds = given.map(({ dealId }) => dealId);
  const stored = await loadRows(db, dealIds);
  await deleteFollowUps(
    db,
    stored.filter(({ id, deal_id }) => !wanted.has(`${id} ${deal_id}`)),
  );
  await insertForOpenDeals(db, rows);
}

async function loadRows(db: TenantDb, dealIds: readonly string[]) {
  return await db
    .selectFrom(rowsOf("follow_ups", "deal_id", dealIds).as("row"))
    .where("channel", "=", "description")
    .select(["id", "deal_id", "rep_id", "written_at", "text"])
    .orderBy("written_at")
    .orderBy("id")
    .execute();
}

function toDatedWords(row: Awaited<ReturnType<typeof loadRows>>[number]): DatedWords {
  return { text: row.text, writtenAt: row.written_at, repId: row.rep_id };
}

function toRows({ dealId, description }: DealDescription): FollowUpValues[] {
  return description.dated.map(({ text, writtenAt, repId }) => ({
    id: `description:${hash(`${writtenAt} ${text}`)}`,
    deal_id: dealId,
    rep_id: repId,
    written_at: toTimestamp(writtenAt),
    channel: "description",
    text,
  }));
}

/** Half of it tells a deal's few texts apart as well. */
function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
