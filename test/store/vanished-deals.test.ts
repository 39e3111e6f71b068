import { describe, expect, it } from "@jest/globals";
import { loadCheckpoint, saveCheckpoint } from "../../src/store/checkpoints.ts";
import { loadIdsNeedingHistory, saveHistories } from "../../src/store/deal-histories.ts";
import {
  loadOpenDealIds,
  loadQuietOpenDealIds,
  loadUnseenOpenDealIds,
  markDealsGone,
  saveDeals,
  saveDealsAsTruth,
} from "../../src/store/deals.ts";
import { loadPlanDeals } from "../../src/store/plan-facts.ts";
import { startRun } from "../../src/store/runs.ts";
import {
  countVanishedDeals,
  letVanishedDealsGo,
  loadVanishedDeals,
  markDealsVanished,
  returnedDeals,
} from "../../src/store/vanished-deals.ts";
import { aDealRecord, aHistory, daysAgo, now } from "./builders.ts";
import { useStore } from "./store-under-test.ts";

describe("deals that the CRM shows no more", () => {
  const under = useStore("embedded");

  it("keeps a deal that is shown no more as it was last seen, apart from those that are shown", async () => {
    await under().inNew(async (db) => {
      const seenBy = await startRun(db, { asOf: daysAgo(2), isDryRun: false });
      const records = ["1", "2", "3"].map((id) => aDealRecord({ id }));
      await saveDeals(db, records, seenBy.id);
      await markDealsGone(db, [{ dealId: "3", mergedIntoId: null }], now);
      await markDealsVanished(db, ["2", "3"], now);
      await markDealsVanished(db, ["2"], now);
      expect(await countVanishedDeals(db)).toEqual({ vanished: 1, known: 2, since: daysAgo(2) });
      expect(await loadVanishedDeals(db)).toEqual(new Map([["2", { ownerId: "anna" }]]));
      expect(await loadOpenDealIds(db)).toEqual(["1"]);
      expect(await loadQuietOpenDealIds(db, now)).toEqual(["1"]);
      expect(await loadIdsNeedingHistory(db)).toEqual(["1"]);
      // It is looked for every night all the same.
      expect(await loadUnseenOpenDealIds(db, "tonight")).toEqual(["1", "2"]);
      expect([...(await loadPlanDeals(db, ["2"])).values()]).toMatchObject([
        { isGone: false, isVanished: true },
      ]);
    });
  });

  it("reads the activities of a deal that is shown again from when it was last seen", async () => {
    await under().inNew(async (db) => {
      await saveDeals(db, [aDealRecord({ id: "1" }), aDealRecord({ id: "2" })], "r1");
      await saveHistories(db, [aHistory({ dealId: "1" }), aHistory({ dealId: "2" })]);
      await markDealsVanished(db, ["1"], daysAgo(9));
      await markDealsVanished(db, ["2"], daysAgo(4));
      await saveDeals(db, [aDealRecord({ id: "2" })], "r2");
      const first = { stream: returnedDeals, runId: null, cursor: null, watermark: daysAgo(4) };
      expect(await loadCheckpoint(db, returnedDeals)).toEqual(first);
      // A reading under way does not end what comes to light after it began.
      await saveCheckpoint(db, { ...first, runId: "r2" });
      await saveDealsAsTruth(db, [aDealRecord({ id: "1" })], "r2");
      expect(await loadCheckpoint(db, returnedDeals)).toEqual({ ...first, watermark: daysAgo(9) });
      expect(await loadIdsNeedingHistory(db)).toEqual(["1", "2"]);
      expect((await countVanishedDeals(db)).vanished).toBe(0);
    });
  });

  it("takes a deal for deleted that stays away, and back when it is shown again after all", async () => {
    await under().inNew(async (db) => {
      await saveDeals(db, [aDealRecord({ id: "1" }), aDealRecord({ id: "2" })], "r1");
      await markDealsVanished(db, ["1"], daysAgo(8));
      await markDealsVanished(db, ["2"], daysAgo(6));
      expect(await letVanishedDealsGo(db, { seenBefore: daysAgo(7), at: now })).toBe(1);
      expect(await countVanishedDeals(db)).toMatchObject({ vanished: 1, known: 1 });
      const again = aDealRecord({ id: "1" });
      expect((await saveDeals(db, [again], "r2")).conflictingIds).toEqual(["1"]);
      await saveDealsAsTruth(db, [again], "r2");
      expect(await loadOpenDealIds(db)).toEqual(["1"]);
      expect((await loadCheckpoint(db, returnedDeals))?.watermark).toBe(daysAgo(8));
    });
  });
});
