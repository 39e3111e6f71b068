import { createHash } from "node:crypto";
import type { product } from "../config/product.ts";
import { learnAdjustment, type Unobjected } from "../src/analysis/corrections/learn-adjustment.ts";
import { minConfidence, readProbabilities } from "../src/analysis/follow-ups/classify-follow-up.ts";
import { engineVersion } from "../src/analysis/follow-ups/model/weights.ts";
import type { Correction } from "../src/domain/correction.ts";
import type { FollowUp } from "../src/domain/follow-up.ts";
import { type Moment, toCivilDate } from "../src/domain/time.ts";
import {
  deleteCorrections,
  loadAdjustment,
  loadCorrections,
  loadShown,
  loadTexts,
  loadWithdrawnContests,
  type Shown,
  type StoredAdjustment,
  saveAdjustment,
  saveCorrections,
  textKey,
} from "../src/store/corrections.ts";
import type { TenantDb } from "../src/store/open-store.ts";

export interface LearnFrom {
  readonly settings: typeof product.corrections;
  readonly timeZone: string;
  readonly now: Moment;
  /** The night that is under way; null when a person asked. */
  readonly runId: string | null;
}

/** Reads back what people put into the contest field, and learns the tenant's adjustment anew. Repeating it changes nothing. */
export async function learnCorrections(db: TenantDb, from: LearnFrom): Promise<StoredAdjustment> {
  const shown = await loadShown(db, from.runId);
  await readContests(db, shown, from);
  return await learnAnew(db, shown, from);
}

/** As `learnCorrections`, from what is stored alone: after a person gave or took back a correction. */
export async function relearn(db: TenantDb, from: LearnFrom): Promise<StoredAdjustment> {
  return await learnAnew(db, await loadShown(db, from.runId), from);
}

/**
 * A contest is about what stood on the deal when it was made. The field keeps its value for ever, so a value that is known
 * already says nothing about a newer text; a field that was emptied takes back what it said.
 */
async function readContests(db: TenantDb, shown: readonly Shown[], from: LearnFrom): Promise<void> {
  await deleteCorrections(db, await loadWithdrawnContests(db));
  const known = new Map(
    (await loadCorrections(db))
      .filter(({ origin }) => origin === "contest")
      .toReversed()
      .map((one) => [one.dealId, one]),
  );
  const news = shown.filter(({ dealId, contest }) => {
    const before = known.get(dealId);
    return contest !== null && contest !== (before === undefined ? null : contestOf(before));
  });
  const texts = await loadTexts(db, news.flatMap(toNamed));
  const corrections = news.flatMap((one) => toContest(one, texts, from));
  await saveCorrections(db, corrections);
}

function contestOf({ verdict }: Correction): "agree" | "contest" {
  return verdict === null ? "contest" : "agree";
}

function toNamed({ dealId, finding }: Shown) {
  return finding.reading === null ? [] : { dealId, followUpId: finding.reading.followUpId };
}

/** Only a flag that a text decided says something about a reading; who contests a silence contests the stall. */
function toContest(
  { dealId, contest, finding: { reading, flag } }: Shown,
  texts: ReadonlyMap<string, FollowUp>,
  { timeZone, now }: LearnFrom,
): Correction[] {
  if (reading === null || reading.classification.isAbstained || reading.classification.verdict !== flag)
    return [];
  const text = texts.get(textKey(dealId, reading.followUpId));
  if (text === undefined) return [];
  const verdict = contest === "agree" ? flag : null;
  const id = `contest:${dealId}`;
  return [
    { id, origin: "contest", ...toExample(text, timeZone), verdict, reason: null, shown: flag, givenAt: now },
  ];
}

/** What is kept of a text that somebody said something about. */
export function toExample(
  { id: followUpId, dealId, text, writtenAt }: FollowUp,
  timeZone: string,
): Pick<Correction, "dealId" | "followUpId" | "probabilities" | "engine" | "textHash"> {
  const probabilities = readProbabilities({ text, writtenOn: toCivilDate(writtenAt, timeZone) });
  return { dealId, followUpId, probabilities, engine: engineVersion(), textHash: hashText(text) };
}

export function hashText(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

async function learnAnew(db: TenantDb, shown: readonly Shown[], from: LearnFrom): Promise<StoredAdjustment> {
  const { isOn } = await loadAdjustment(db);
  const corrections = await refresh(db, await loadCorrections(db), from);
  const current = corrections
    .filter(({ engine }) => engine === engineVersion())
    .slice(0, from.settings.maxUsed);
  const unobjected = await loadUnobjected(db, { shown, corrections }, from);
  const adjustment = isOn ? learnAdjustment(current, unobjected, { ...from.settings, minConfidence }) : null;
  await saveAdjustment(db, { isOn, adjustment });
  return { isOn, adjustment };
}

/** A newer engine reads those texts anew that are still kept unchanged; the others no longer count. */
async function refresh(
  db: TenantDb,
  corrections: readonly Correction[],
  { timeZone }: LearnFrom,
): Promise<readonly Correction[]> {
  const outdated = corrections.filter(({ engine }) => engine !== engineVersion());
  if (outdated.length === 0) return corrections;
  const texts = await loadTexts(db, outdated);
  const renewed = outdated.flatMap((one): Correction[] => {
    const text = texts.get(textKey(one.dealId, one.followUpId));
    if (text === undefined || hashText(text.text) !== one.textHash) return [];
    return [{ ...one, ...toExample(text, timeZone) }];
  });
  await saveCorrections(db, renewed);
  const renewedIds = new Map(renewed.map((one) => [one.id, one]));
  return corrections.map((one) => renewedIds.get(one.id) ?? one);
}

async function loadUnobjected(
  db: TenantDb,
  { shown, corrections }: { shown: readonly Shown[]; corrections: readonly Correction[] },
  { settings, timeZone }: LearnFrom,
): Promise<readonly Unobjected[]> {
  const said = new Set(corrections.map(({ dealId, followUpId }) => textKey(dealId, followUpId)));
  const passed = shown
    .filter(({ contest, finding: { reading, flag } }) => {
      return contest === null && reading !== null && reading.classification.verdict === flag;
    })
    .slice(0, settings.maxUsed);
  const texts = await loadTexts(db, passed.flatMap(toNamed));
  return passed.flatMap(({ dealId, finding }) => {
    const key = textKey(dealId, finding.reading?.followUpId ?? "");
    const text = texts.get(key);
    if (text === undefined || said.has(key) || finding.reading === null) return [];
    const { probabilities } = toExample(text, timeZone);
    return probabilities === null ? [] : { verdict: finding.reading.classification.verdict, probabilities };
  });
}
