import type { ActivityRecord, DealRecord } from "../src/crm/port.ts";
import type { ActivityKind } from "../src/domain/activity.ts";
import type { DealHistory } from "../src/domain/deal.ts";
import { emptyDealFields } from "../src/domain/flag.ts";
import { type Moment, msPerDay, msPerHour } from "../src/domain/time.ts";
import { inferDealActivities, saveActivities } from "../src/store/activities.ts";
import { loadDayCounts, loadWorkedDays } from "../src/store/day-counts.ts";
import { saveDealContacts } from "../src/store/deal-contacts.ts";
import { loadDealFacts } from "../src/store/deal-facts.ts";
import { saveHistories } from "../src/store/deal-histories.ts";
import { loadQuietOpenDealIds, saveDeals } from "../src/store/deals.ts";
import { loadLearningFacts } from "../src/store/learning-facts.ts";
import { loadNewContactCounts } from "../src/store/new-contacts.ts";
import { openStore, type Store, type TenantDb } from "../src/store/open-store.ts";

/** The moment that counts as now; everything below is the same on every run. */
const now: Moment = Date.parse("2026-03-20T12:00:00Z");
const dealCount = 10_000;
const activityCount = 200_000;
const pageSize = 1_000;
const kinds: readonly ActivityKind[] = ["call", "email", "meeting", "note", "task"];

/** One act with its time and the time it may take. */
export interface StoreBenchLine {
  readonly act: string;
  readonly ms: number;
  readonly targetMs: number | null;
}

/** Measures the store with 10,000 deals and 200,000 activities; in memory when both are null. */
export async function benchStore(
  settings: { readonly dataDir: string | null; readonly databaseUrl: string | null } = {
    dataDir: null,
    databaseUrl: null,
  },
): Promise<readonly StoreBenchLine[]> {
  const lines: StoreBenchLine[] = [];
  const started = performance.now();
  const store = await openStore(settings);
  lines.push({ act: "open an empty store", ms: performance.now() - started, targetMs: null });
  const bench: Bench = { lines, inTenant: (act) => store.inTenant("t_bench", act) };
  try {
    await savePages(bench);
    await loadAll(bench, store);
  } finally {
    await store.close();
  }
  return lines;
}

interface Bench {
  readonly lines: StoreBenchLine[];
  readonly inTenant: <T>(act: (db: TenantDb) => Promise<T>) => Promise<T>;
}

async function savePages(bench: Bench): Promise<void> {
  const pages = (count: number) => Array.from({ length: count / pageSize }, (_, page) => page * pageSize);
  await median(bench, "save a page of 1,000 new deals", {
    pages: pages(dealCount),
    act: (db, first) => saveDeals(db, range(first, toDealRecord), "run-1"),
  });
  await median(bench, "save histories of 1,000 deals", {
    pages: pages(dealCount),
    act: (db, first) => saveHistories(db, range(first, toHistory)),
  });
  await median(bench, "save contacts of 1,000 deals", {
    pages: pages(dealCount),
    act: (db, first) =>
      saveDealContacts(db, new Map(range(first, (index) => [`${index}`, [`c${index % 5_000}`]]))),
  });
  await median(bench, "save a page of 1,000 new activities", {
    pages: pages(activityCount),
    act: (db, first) => saveActivities(db, range(first, toActivityRecord)),
    targetMs: 150,
  });
  await median(bench, "save a page of 1,000 unchanged activities", {
    pages: pages(activityCount).slice(0, 10),
    act: (db, first) => saveActivities(db, range(first, toActivityRecord)),
    targetMs: 150,
  });
  await median(bench, "save a page of 1,000 deals again", {
    pages: pages(dealCount),
    act: (db, first) => saveDeals(db, range(first, toDealRecord), "run-2"),
  });
}

async function loadAll(bench: Bench, store: Store): Promise<void> {
  const year = { from: "2025-09-20", to: "2026-03-20", timeZone: "Europe/Warsaw" };
  const dealIds = range(0, (index) => `${index}`).concat(range(pageSize, (index) => `${index}`));
  await once(bench, "infer links of activities without a deal", (db) => inferDealActivities(db));
  await once(bench, "infer them again", (db) => inferDealActivities(db));
  const tidied = performance.now();
  await store.tidy();
  bench.lines.push({ act: "tidy", ms: performance.now() - tidied, targetMs: null });
  await once(bench, "load facts of 2,000 deals with 20 touches", (db) => loadDealFacts(db, dealIds), 1_500);
  await once(bench, "count days of 200,000 activities", (db) => loadDayCounts(db, year), 2_000);
  await once(bench, "count new contacts", (db) => loadNewContactCounts(db, year), 2_000);
  await once(bench, "list worked days", (db) => loadWorkedDays(db, year), 2_000);
  await once(bench, "list quiet open deals", (db) => loadQuietOpenDealIds(db, now - 7 * msPerDay));
  await once(bench, "load what is learned from", (db) =>
    loadLearningFacts(db, { since: now - 365 * msPerDay, maxEnded: 10_000 }),
  );
}

async function once(
  { lines, inTenant }: Bench,
  act: string,
  ...[run, targetMs]: [(db: TenantDb) => Promise<unknown>, number?]
): Promise<void> {
  const started = performance.now();
  await inTenant(run);
  lines.push({ act, ms: performance.now() - started, targetMs: targetMs ?? null });
}

async function median(
  { lines, inTenant }: Bench,
  act: string,
  {
    pages,
    act: run,
    targetMs,
  }: {
    pages: readonly number[];
    act: (db: TenantDb, first: number) => Promise<unknown>;
    targetMs?: number;
  },
): Promise<void> {
  const times: number[] = [];
  for (const first of pages) {
    const started = performance.now();
    await inTenant((db) => run(db, first));
    times.push(performance.now() - started);
  }
  const ms = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  lines.push({ act, ms, targetMs: targetMs ?? null });
}

function range<T>(first: number, make: (index: number) => T): T[] {
  return Array.from({ length: pageSize }, (_, offset) => make(first + offset));
}

function toDealRecord(index: number): DealRecord {
  const isOpen = index % 3 !== 0;
  return {
    deal: {
      id: `${index}`,
      name: `Deal ${index}`,
      pipelineId: "sales",
      stageId: isOpen ? "offer" : "won",
      outcome: isOpen ? "open" : "won",
      ownerId: `rep${index % 500}`,
      amount: 100 + index,
      currency: "EUR",
      createdAt: now - 200 * msPerDay,
      closeDate: "2026-04-01",
      nextStep: null,
      modifiedAt: now - msPerDay,
    },
    fields: emptyDealFields,
    contest: null,
    description: null,
    mergedIds: [],
  };
}

function toHistory(index: number): DealHistory {
  const stages = ["new", "talk", "need", "offer", index % 3 === 0 ? "won" : "offer"];
  const spells = stages.map((stageId, place) => ({
    dealId: `${index}`,
    stageId,
    enteredAt: now - (200 - 40 * place) * msPerDay,
    leftAt: place === 4 ? null : now - (160 - 40 * place) * msPerDay,
  }));
  return { dealId: `${index}`, spells, changes: [], isComplete: true };
}

/** 20 activities a deal over half a year; one in ten is known by its contact only. */
function toActivityRecord(index: number): ActivityRecord {
  const at = now - (index % 180) * msPerDay - (index % 9) * msPerHour;
  const kind = kinds[index % kinds.length] ?? "note";
  return {
    activity: {
      id: `${kind}:${index}`,
      kind,
      repId: `rep${index % 500}`,
      otherRepIds: kind === "meeting" ? [`rep${(index + 1) % 500}`] : [],
      at,
      direction: "outbound",
      result: "done",
      isConnected: null,
      outcome: null,
      durationMs: 60_000,
      source: "rep",
      createdAt: at,
      modifiedAt: at,
    },
    dealIds: index % 10 === 0 ? [] : [`${index % dealCount}`],
    contactIds: [`c${index % 5_000}`],
    text: kind === "note" ? "Spoke with the buyer, will send the offer on Friday." : null,
  };
}
