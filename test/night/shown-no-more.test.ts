import { describe, expect, it } from "@jest/globals";
import { product } from "../../config/product.ts";
import type { DeletedPage } from "../../src/crm/port.ts";
import { silentLog } from "../../src/domain/log.ts";
import { type Moment, msPerDay } from "../../src/domain/time.ts";
import { saveActivities } from "../../src/store/activities.ts";
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
import { loadFindings } from "../../src/store/findings.ts";
import { loadPlanDeals } from "../../src/store/plan-facts.ts";
import { startRun } from "../../src/store/runs.ts";
import {
  countVanishedDeals,
  letVanishedDealsGo,
  loadVanishedDeals,
  markDealsVanished,
  returnedDeals,
} from "../../src/store/vanished-deals.ts";
import { settleDeletedActivities } from "../../workers/deleted-activities.ts";
import { phrasesOf } from "../analysis/builders.ts";
import { aDealRecord, aHistory, anActivityRecord, daysAgo, now } from "../store/builders.ts";
import { useStore } from "../store/store-under-test.ts";

const { everyDays, maxCallsPerNight, maxLost } = product.deleted;

const under = useStore("embedded");

describe("deals that the CRM shows no more", () => {
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

describe("activities that were deleted in the CRM", () => {
  let tenants = 0;

  /** An account with an open deal and calls on it, of which some are deleted by now. */
  function openAccount() {
    tenants += 1;
    const id = `t_deleted_${tenants}`;
    let calls = 0;
    let runs = 0;
    const night = async (pages: readonly (readonly string[])[], at: Moment) => {
      runs += 1;
      calls = 0;
      const readDeletedActivities = async function* (cursor: string | null): AsyncGenerator<DeletedPage> {
        for (const [index, activityIds] of pages.entries()) {
          if (index < Number(cursor ?? 0)) continue;
          calls += 1;
          yield { activityIds, cursor: String(index + 1) };
        }
      };
      await settleDeletedActivities(
        {
          tenant: { id, language: "en" },
          run: { id: `r${runs}` },
          now: at,
          deps: { product, phrasesOf: (language) => phrasesOf[language], log: silentLog },
          inTenant: (act) => under().store.inTenant(id, act),
          report: async () => undefined,
          signal: new AbortController().signal,
        },
        { readDeletedActivities },
      );
      const cases = await under().store.inTenant(id, (db) => loadFindings(db, `r${runs}`));
      return { calls, cases };
    };
    const save = (records: Parameters<typeof saveActivities>[1]) =>
      under().store.inTenant(id, async (db) => {
        await saveDeals(db, [aDealRecord()], "r0");
        await saveActivities(db, records);
      });
    const failed = () =>
      under().store.inTenant(id, async (db) => {
        const rows = await db
          .selectFrom("activities")
          .select("id")
          .where("result", "=", "failed")
          .orderBy("id")
          .execute();
        return rows.map((row) => row.id);
      });
    const texts = () =>
      under().store.inTenant(id, async (db) =>
        (await db.selectFrom("follow_ups").select("id").execute()).map((row) => row.id),
      );
    return { night, save, failed, texts };
  }

  it("are asked for once a week, and not in the first night", async () => {
    const { night } = openAccount();
    expect((await night([[]], daysAgo(20))).calls).toBe(0);
    expect((await night([[]], daysAgo(19))).calls).toBe(0);
    expect((await night([[], []], daysAgo(20) + everyDays * msPerDay)).calls).toBe(2);
    expect((await night([[]], daysAgo(12))).calls).toBe(0);
  });

  it("count no more and lose their texts, until they are read again as live", async () => {
    const { night, save, failed, texts } = openAccount();
    const records = ["call:1", "call:2", "note:1"].map((id) =>
      anActivityRecord({ id, kind: id.startsWith("call") ? "call" : "note" }, { text: "They will sign." }),
    );
    await save(records);
    await night([], daysAgo(8));
    expect(await night([["call:1", "call:unknown"], ["note:1"]], now)).toMatchObject({ cases: [] });
    expect(await failed()).toEqual(["call:1", "note:1"]);
    expect(await texts()).toEqual(["call:2"]);
    await save(records.slice(0, 1));
    expect(await failed()).toEqual(["note:1"]);
    expect((await texts()).toSorted()).toEqual(["call:1", "call:2"]);
  });

  it("are left alone where they are Norma's own tasks, or time off that has begun", async () => {
    const { night, save, failed } = openAccount();
    await save([
      anActivityRecord({ id: "task:1", kind: "task", source: "norma" }),
      anActivityRecord({ id: "meeting:past", kind: "absence", at: daysAgo(1) }),
      anActivityRecord({ id: "meeting:ahead", kind: "absence", at: now + msPerDay }),
    ]);
    await night([], daysAgo(8));
    await night([["task:1", "meeting:past", "meeting:ahead"]], now);
    expect(await failed()).toEqual(["meeting:ahead"]);
  });

  it("are taken out the same night where the CRM shows them among what changed, and unknown ones are not stored", async () => {
    const { night, save, failed, texts } = openAccount();
    const [one, other] = ["call:1", "call:2"].map((id) =>
      anActivityRecord({ id }, { text: "They will sign." }),
    );
    if (one === undefined || other === undefined) throw new Error("two calls were made");
    await save([one, other]);
    const deleted = {
      activity: { ...one.activity, result: "failed", modifiedAt: daysAgo(1) },
      text: null,
    } as const;
    const unknown = anActivityRecord({ id: "call:3", result: "failed" }, { isDeleted: true });
    await save([{ ...one, ...deleted, isDeleted: true }, unknown]);
    await night([], now);
    expect(await failed()).toEqual(["call:1"]);
    expect(await texts()).toEqual(["call:2"]);
  });

  it("are no loss where they were still to come: a meeting that is taken off the calendar is cancelled", async () => {
    const { night, save, failed } = openAccount();
    const series = Array.from({ length: maxLost + 30 }, (_, index) =>
      anActivityRecord({
        id: `meeting:${100 + index}`,
        kind: "meeting",
        result: "booked",
        at: now + index * msPerDay,
      }),
    );
    await save(series);
    await night([], daysAgo(8));
    expect((await night([series.map(({ activity }) => activity.id)], now)).cases).toEqual([]);
    expect(await failed()).toHaveLength(series.length);
  });

  it("are read over several nights where there are many, and taken out when all are known", async () => {
    const { night, save, failed } = openAccount();
    await save([anActivityRecord({ id: "call:1" })]);
    await night([], daysAgo(9));
    const pages = [["call:1"], ...Array.from({ length: maxCallsPerNight + 5 }, () => [])];
    expect((await night(pages, daysAgo(1))).calls).toBe(maxCallsPerNight);
    expect(await failed()).toEqual([]);
    expect((await night(pages, now)).calls).toBe(6);
    expect(await failed()).toEqual(["call:1"]);
    expect((await night(pages, now + msPerDay)).calls).toBe(0);
  });

  it("count on where more of a kind are gone than people delete, which is told every night; other kinds are not held up", async () => {
    const { night, save, failed } = openAccount();
    const calls = Array.from({ length: maxLost + 30 }, (_, index) => `call:${index}`);
    await save([
      ...calls.map((id) => anActivityRecord({ id })),
      anActivityRecord({ id: "note:1", kind: "note" }),
    ]);
    await night([], daysAgo(8));
    const lost = maxLost + 1;
    const { cases } = await night([[...calls.slice(0, lost), "note:1"]], now);
    expect(cases).toMatchObject([
      { kind: "deleted-activities", activityKind: "call", lost, known: maxLost + 30 },
    ]);
    expect(await failed()).toEqual(["note:1"]);
    expect((await night([], now + msPerDay)).cases).toHaveLength(1);
  });
});
