import { type DescriptionAuthor, readVersions } from "../src/analysis/descriptions/read-description.ts";
import { readLook } from "../src/analysis/descriptions/read-look.ts";
import type { DealRecord } from "../src/crm/port.ts";
import type { DealHistory } from "../src/domain/deal.ts";
import type { TextAuthor } from "../src/domain/description.ts";
import { markNeedingHistory } from "../src/store/deal-histories.ts";
import {
  type DealDescription,
  loadDatedWords,
  loadDealFrames,
  loadLooks,
  type StoredLook,
  saveDescriptions,
} from "../src/store/descriptions.ts";
import type { TenantDb } from "../src/store/open-store.ts";
import { loadPeople } from "../src/store/people.ts";

interface PageOfDeals {
  readonly records: readonly DealRecord[];
  readonly timeZone: string;
  /** Read straight, not from an index that may lag. */
  readonly isTruth: boolean;
}

/**
 * What changed in the descriptions of these deals since they were last looked at. To be called before the deals are saved: the
 * stored modification is that of the last look.
 */
export async function readDescriptions(
  db: TenantDb,
  { records, timeZone, isTruth }: PageOfDeals,
): Promise<readonly DealDescription[]> {
  const open = records.filter(({ deal }) => deal.outcome === "open");
  const looks = await loadLooks(
    db,
    open.map(({ deal }) => deal.id),
  );
  const changed = open.filter((record) => isNews(record, looks.get(record.deal.id), isTruth));
  if (changed.length === 0) return [];
  const dated = await loadDatedWords(
    db,
    changed.map(({ deal }) => deal.id),
  );
  const authorOf = await loadAuthors(db);
  return changed.flatMap(({ deal, description }) => {
    const { id: dealId, createdAt, modifiedAt, ownerId } = deal;
    const known = looks.get(dealId);
    const last =
      known === undefined
        ? null
        : { ...known, description: { ...known.description, dated: dated.get(dealId) ?? [] } };
    const author = authorOf(description?.author ?? nobody, ownerId);
    const read = readLook({ now: description, modifiedAt, ...author }, last, { createdAt, timeZone });
    return read === null ? [] : { dealId, description: read };
  });
}

/** Keeps them, and has the histories read of deals whose words changed: they may say by whom and when. */
export async function keepDescriptions(db: TenantDb, read: readonly DealDescription[]): Promise<void> {
  await saveDescriptions(db, read);
  const worded = read.filter(({ description }) => description.text !== "");
  await markNeedingHistory(
    db,
    worded.map(({ dealId }) => dealId),
  );
}

/** Where the CRM keeps former texts, each word is its version's. A history that lags behind the deal tells nothing. */
export async function keepFormerDescriptions(
  db: TenantDb,
  histories: readonly DealHistory[],
  timeZone: string,
): Promise<void> {
  const told = histories.filter(({ descriptions = [] }) => descriptions.length > 0);
  if (told.length === 0) return;
  const dealIds = told.map(({ dealId }) => dealId);
  const looks = await loadLooks(db, dealIds);
  const deals = await loadDealFrames(db, dealIds);
  const authorOf = await loadAuthors(db);
  const read = told.flatMap(({ dealId, descriptions = [] }) => {
    const deal = deals.get(dealId);
    if (deal === undefined || looks.get(dealId)?.description.text !== descriptions.at(-1)?.text) return [];
    const versions = descriptions.map(({ author, ...version }) => ({
      ...version,
      ...authorOf(author, deal.ownerId),
    }));
    return { dealId, description: readVersions(versions, { createdAt: deal.createdAt, timeZone }) };
  });
  await saveDescriptions(db, read);
}

const nobody: TextAuthor = { userId: null, isProgram: false };

function isNews({ deal, description }: DealRecord, known: StoredLook | undefined, isTruth: boolean): boolean {
  if (known === undefined) return true;
  const isOutdated = !isTruth && deal.modifiedAt < known.modifiedAt;
  return !isOutdated && known.description.text !== (description?.text ?? "");
}

/** The rep behind a user; the owner where nobody is named, no rep where somebody else is. */
async function loadAuthors(
  db: TenantDb,
): Promise<(author: TextAuthor, ownerId: string | null) => DescriptionAuthor> {
  const { reps } = await loadPeople(db);
  const repOf = new Map(reps.map(({ id, userId }) => [userId ?? id, id]));
  return ({ userId, isProgram }, ownerId) => ({
    repId: userId === null ? ownerId : (repOf.get(userId) ?? null),
    isProgram,
  });
}
