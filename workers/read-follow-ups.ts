import { applyCorrection } from "../src/analysis/corrections/apply-correction.ts";
import type { Classify } from "../src/analysis/follow-up-reader.ts";
import { classifyFollowUp } from "../src/analysis/follow-ups/classify-follow-up.ts";
import type { Correction } from "../src/domain/correction.ts";
import type { Adjustment } from "../src/domain/follow-up.ts";
import { loadAdjustment, loadCorrections, textKey } from "../src/store/corrections.ts";
import type { TenantDb } from "../src/store/open-store.ts";
import { hashText } from "./learn-corrections.ts";

/**
 * Reads texts as this tenant's corrections taught, and the very texts that a manager corrected as the manager said, until
 * they are edited.
 */
export async function loadTenantReader(db: TenantDb): Promise<Classify> {
  const { isOn, adjustment } = await loadAdjustment(db);
  const corrected = isOn ? (await loadCorrections(db)).filter(({ origin }) => origin === "manager") : [];
  return createTenantReader(adjustment, corrected);
}

function createTenantReader(adjustment: Adjustment | null, corrected: readonly Correction[]): Classify {
  const corrections = new Map(corrected.map((one) => [textKey(one.dealId, one.followUpId), one]));
  return ({ text, writtenOn, channel, dealId = "", followUpId = "" }) => {
    const read = classifyFollowUp({
      text,
      writtenOn,
      channel,
      ...(adjustment === null ? {} : { adjustment }),
    });
    const correction = corrections.get(textKey(dealId, followUpId));
    if (correction === undefined || correction.textHash !== hashText(text)) return read;
    return applyCorrection(read, correction);
  };
}
