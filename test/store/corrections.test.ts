import { describe, expect, it } from "@jest/globals";
import { product } from "../../config/product.ts";
import { engineVersion } from "../../src/analysis/follow-ups/model/weights.ts";
import type { Correction } from "../../src/domain/correction.ts";
import {
  deleteCorrections,
  forgetPurgedTexts,
  loadAdjustment,
  loadCorrections,
  saveAdjustment,
  saveCorrections,
} from "../../src/store/corrections.ts";
import { saveDeals } from "../../src/store/deals.ts";
import { saveFollowUps } from "../../src/store/follow-ups.ts";
import type { TenantDb } from "../../src/store/open-store.ts";
import { hashText, relearn } from "../../workers/learn-corrections.ts";
import { aDealRecord, anActivityRecord, daysAgo, now } from "./builders.ts";
import { storeKinds, useStore } from "./store-under-test.ts";

const text = "Price is a topic, I might call them at some point";
const torn = { solution: 0.1, vague: 0.35, excuse: 0.45, log: 0.1 };
const from = { settings: product.corrections, timeZone: "Europe/Warsaw", now, runId: null };

function aCorrection(given: Partial<Correction> = {}): Correction {
  return {
    id: "manager:1:note:1",
    dealId: "1",
    followUpId: "note:1",
    origin: "manager",
    verdict: "vague",
    reason: null,
    shown: "excuse",
    probabilities: torn,
    engine: engineVersion(),
    textHash: hashText(text),
    givenAt: now,
    ...given,
  };
}

function many(count: number, given: Partial<Correction> = {}): Correction[] {
  return Array.from({ length: count }, (_, index) => aCorrection({ id: `c${index}`, ...given }));
}

async function saveText(db: TenantDb): Promise<void> {
  await saveDeals(db, [aDealRecord()], "r1");
  await saveFollowUps(db, [anActivityRecord({ id: "note:1", kind: "note" }, { text })]);
}

describe.each(storeKinds)("corrections, %s store", (kind) => {
  const under = useStore(kind);

  it("are kept by their id, the newest first, until they are taken back", async () => {
    await under().inNew(async (db) => {
      const older = aCorrection({ id: "older", givenAt: daysAgo(1), probabilities: null, reason: "price" });
      await saveCorrections(db, [older, aCorrection(), aCorrection({ verdict: "log", textHash: null })]);
      const newer = aCorrection({ verdict: "log", textHash: null });
      expect(await loadCorrections(db)).toEqual([newer, older]);
      expect([await deleteCorrections(db, ["older"]), await deleteCorrections(db, ["none"])]).toEqual([1, 0]);
      expect([await deleteCorrections(db, "all"), await loadCorrections(db)]).toEqual([1, []]);
    });
  });

  it("and what they taught are seen by their own tenant only", async () => {
    const { store } = under();
    const adjustment = { biases: { solution: 0, vague: 0.5, excuse: -0.5, log: 0 }, minConfidence: 0.55 };
    await store.inTenant("t_a", async (db) => {
      await saveCorrections(db, [aCorrection()]);
      await saveAdjustment(db, { isOn: true, adjustment });
      expect(await loadAdjustment(db)).toEqual({ isOn: true, adjustment });
    });
    await store.inTenant("t_b", async (db) => {
      expect(await loadCorrections(db)).toEqual([]);
      expect(await loadAdjustment(db)).toEqual({ isOn: true, adjustment: null });
    });
  });

  it("lose what was made from the letters once the text is no longer kept", async () => {
    await under().inNew(async (db) => {
      await saveText(db);
      await saveCorrections(db, [aCorrection(), aCorrection({ id: "gone", followUpId: "note:2" })]);
      await forgetPurgedTexts(db);
      const hashes = (await loadCorrections(db)).map(({ id, textHash }) => [id, textHash]);
      expect(new Map(hashes as [string, string][])).toEqual(
        new Map<string, string | null>([
          ["manager:1:note:1", hashText(text)],
          ["gone", null],
        ]),
      );
    });
  });

  it("teach from the number on that the product states, and nothing when switched off or taken back", async () => {
    await under().inNew(async (db) => {
      const { minToAdjust } = product.corrections;
      await saveCorrections(db, many(minToAdjust - 1));
      expect(await relearn(db, from)).toEqual({ isOn: true, adjustment: null });
      await saveCorrections(db, many(minToAdjust));
      const { adjustment } = await relearn(db, from);
      expect(adjustment?.biases.vague).toBeGreaterThan(0.3);
      expect(await loadAdjustment(db)).toEqual({ isOn: true, adjustment });
      await saveAdjustment(db, { isOn: false, adjustment });
      expect(await relearn(db, from)).toEqual({ isOn: false, adjustment: null });
      await saveAdjustment(db, { isOn: true, adjustment: null });
      expect(await relearn(db, from)).toEqual({ isOn: true, adjustment });
      await deleteCorrections(db, "all");
      expect(await relearn(db, from)).toEqual({ isOn: true, adjustment: null });
    });
  });

  it("of an older engine are read anew where the text is kept unchanged, and do not count otherwise", async () => {
    await under().inNew(async (db) => {
      await saveText(db);
      const old = { engine: "older", probabilities: torn };
      await saveCorrections(db, [
        ...many(40, { ...old, followUpId: "note:2" }),
        aCorrection({ ...old, id: "kept" }),
        aCorrection({ ...old, id: "edited", textHash: hashText("other") }),
      ]);
      expect(await relearn(db, from)).toEqual({ isOn: true, adjustment: null });
      const stored = new Map((await loadCorrections(db)).map((one) => [one.id, one]));
      expect(stored.get("kept")?.engine).toBe(engineVersion());
      expect(stored.get("kept")?.probabilities).not.toEqual(torn);
      expect([stored.get("edited")?.engine, stored.get("c0")?.engine]).toEqual(["older", "older"]);
    });
  });
});
