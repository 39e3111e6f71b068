import type { Env } from "../../config/env.ts";
import { product } from "../../config/product.ts";
import { relearn, toExample } from "../../workers/learn-corrections.ts";
import { classifyFollowUp } from "../analysis/follow-ups/classify-follow-up.ts";
import type { Correction } from "../domain/correction.ts";
import { AppError } from "../domain/errors.ts";
import type { FollowUp, ReasonCode, Verdict } from "../domain/follow-up.ts";
import { toCivilDate } from "../domain/time.ts";
import {
  loadAdjustment,
  loadCorrections,
  loadShown,
  loadTextsOfDeal,
  saveCorrections,
} from "../store/corrections.ts";
import type { TenantDb } from "../store/open-store.ts";
import { loadTenant } from "../store/tenants.ts";
import { summarise } from "./corrections.ts";
import { printJson, say } from "./print.ts";
import { withStore } from "./with-store.ts";

export interface CorrectOptions {
  readonly tenantId: string;
  readonly dealId: string;
  readonly verdict: Verdict;
  readonly reason: ReasonCode | null;
}

/**
 * Stores what a manager says a deal's deciding follow-up means: from the next night on that text is read so, and with
 * enough corrections others are read differently too. Correcting the same text again replaces what was said.
 * Throws tenant-unknown, and input-invalid when the deal has no text or the reason does not go with the verdict.
 */
export async function correct(env: Env, options: CorrectOptions): Promise<void> {
  refuseMismatch(options);
  const { tenantId, dealId, verdict, reason } = options;
  await withStore(env, async (store) => {
    const { timeZone } = await loadTenant(store, tenantId);
    await store.inTenant(tenantId, async (db) => {
      const text = await findDecidingText(db, dealId);
      const shown = await readNow(db, text, timeZone);
      const id = `manager:${dealId}:${text.id}`;
      const correction: Correction = {
        id,
        origin: "manager",
        ...toExample(text, timeZone),
        verdict,
        reason,
        shown,
        givenAt: Date.now(),
      };
      await saveCorrections(db, [correction]);
      const from = { settings: product.corrections, timeZone, now: Date.now(), runId: null };
      const learned = await relearn(db, from);
      say(
        `Read as ${shown}, corrected to ${verdict}: “${text.text.replaceAll(/\s+/g, " ").trim().slice(0, 200)}”`,
      );
      printJson({
        tenant: tenantId,
        deal: dealId,
        id,
        shown,
        verdict,
        reason,
        ...summarise(await loadCorrections(db), learned),
      });
    });
  });
}

function refuseMismatch({ verdict, reason }: CorrectOptions): void {
  if (verdict !== "log" || reason === null) return;
  const problem = "A bare record (log) states no reason; leave --reason out, or call it an excuse";
  throw new AppError("input-invalid", { details: { problem } });
}

/** The text behind the flag that stands on the deal, else the newest one. */
async function findDecidingText(db: TenantDb, dealId: string): Promise<FollowUp> {
  // An ellipsis in place of a body is no word, and no night reads it.
  const texts = (await loadTextsOfDeal(db, dealId)).filter(({ text }) => /\p{L}/u.test(text));
  const shown = (await loadShown(db, null)).find((one) => one.dealId === dealId);
  const decided = texts.find(({ id }) => id === shown?.finding.reading?.followUpId);
  const text = decided ?? texts[0];
  if (text !== undefined) return text;
  const problem = `Nothing that a rep wrote about deal ${dealId} is stored, so there is nothing to correct`;
  throw new AppError("input-invalid", { details: { problem } });
}

/** As Norma reads it without what managers said about this very text. */
async function readNow(db: TenantDb, { text, writtenAt }: FollowUp, timeZone: string): Promise<Verdict> {
  const { isOn, adjustment } = await loadAdjustment(db);
  const own = isOn && adjustment !== null ? { adjustment } : {};
  return classifyFollowUp({ text, writtenOn: toCivilDate(writtenAt, timeZone), ...own }).verdict;
}
