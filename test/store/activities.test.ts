import { describe, expect, it } from "@jest/globals";
import { sql } from "kysely";
import type { ActivityRecord } from "../../src/crm/port.ts";
import {
  addDealLinks,
  inferDealActivities,
  loadLinkedActivityIds,
  saveActivities,
} from "../../src/store/activities.ts";
import { saveDealContacts } from "../../src/store/deal-contacts.ts";
import { loadDealFacts } from "../../src/store/deal-facts.ts";
import { saveHistories } from "../../src/store/deal-histories.ts";
import { markDealsGone, saveDeals } from "../../src/store/deals.ts";
import { purgeFollowUps } from "../../src/store/follow-ups.ts";
import { oneRecordATask } from "../../src/store/migrations/0012-one-record-a-task.ts";
import type { TenantDb } from "../../src/store/open-store.ts";
import { aDealRecord, aHistory, anActivityRecord, aSpell, daysAgo } from "./builders.ts";
import { storeKinds, useStore } from "./store-under-test.ts";

/** A deal that is open, and one that was won 10 days ago. */
async function saveTwoDeals(db: TenantDb): Promise<void> {
  await saveDeals(
    db,
    [aDealRecord({ id: "1" }), aDealRecord({ id: "won", outcome: "won", stageId: "won" })],
    "r1",
  );
  await saveHistories(db, [aHistory({ dealId: "won", spells: [aSpell({ dealId: "won", stageId: "won" })] })]);
}

async function touchesOf(db: TenantDb, dealId: string) {
  const [facts] = await loadDealFacts(db, [dealId]);
  return facts?.touches ?? [];
}

async function textsOf(db: TenantDb, dealId: string) {
  const [facts] = await loadDealFacts(db, [dealId]);
  return facts?.followUps.map(({ id, text }) => ({ id, text })) ?? [];
}

describe.each(storeKinds)("activities, %s store", (kind) => {
  const under = useStore(kind);

  it("gives activities back as touches in order of time, without Norma's own", async () => {
    const early = anActivityRecord({
      id: "email:1",
      kind: "email",
      at: daysAgo(9),
      isConnected: null,
      repId: null,
    });
    const late = anActivityRecord({ id: "call:2", at: daysAgo(2) });
    const own = anActivityRecord({ id: "task:3", kind: "task", source: "norma" });
    const touches = await under().inNew(async (db) => {
      await saveTwoDeals(db);
      await saveActivities(db, [late, own, early]);
      return await touchesOf(db, "1");
    });
    expect(touches).toEqual(
      [early, late].map(({ activity }) => ({
        kind: activity.kind,
        repId: activity.repId,
        at: activity.at,
        direction: activity.direction,
        result: activity.result,
        isConnected: activity.isConnected,
        source: activity.source,
        createdAt: activity.createdAt,
        isInferred: false,
      })),
    );
  });

  it("is the same after the same page comes again, and does not go back to an older record", async () => {
    const booked = anActivityRecord({
      id: "meeting:1",
      kind: "meeting",
      result: "booked",
      modifiedAt: daysAgo(5),
    });
    const held = anActivityRecord({
      id: "meeting:1",
      kind: "meeting",
      result: "done",
      modifiedAt: daysAgo(1),
    });
    await under().inNew(async (db) => {
      await saveTwoDeals(db);
      for (const record of [booked, held, held, booked]) await saveActivities(db, [record]);
      expect(await touchesOf(db, "1")).toMatchObject([{ result: "done" }]);
    });
  });

  it("is one record when it becomes another kind, and so is what was written in it", async () => {
    const planned = anActivityRecord(
      { id: "task:1", kind: "task", direction: "none", result: "booked", modifiedAt: daysAgo(5) },
      { text: "Ring the buyer" },
    );
    const called = anActivityRecord({ id: "task:1", modifiedAt: daysAgo(1) }, { text: "They want a pilot" });
    await under().inNew(async (db) => {
      await saveTwoDeals(db);
      for (const record of [planned, called, planned]) await saveActivities(db, [record]);
      const [facts] = await loadDealFacts(db, ["1"]);
      expect(facts?.touches).toMatchObject([{ kind: "call", result: "done" }]);
      expect(facts?.followUps).toMatchObject([{ id: "task:1", channel: "call", text: "They want a pilot" }]);
    });
  });

  it("had a record a kind of one Task before: of those the last modified one stays, with its links and texts", async () => {
    const [old, new_] = ["00T000000000001AAA", "00T000000000002AAA"];
    const planned = { id: `task:${old}`, kind: "task", modifiedAt: daysAgo(5) } as const;
    const called = { id: `call:${old}`, modifiedAt: daysAgo(1) };
    const mailed = { id: `email:${new_}`, kind: "email" } as const;
    const inTenant = <T>(act: (db: TenantDb) => Promise<T>) => under().store.inTenant("t_renamed", act);
    await inTenant(async (db) => {
      await saveTwoDeals(db);
      const linked = { contactIds: ["c"], text: "words" };
      await saveActivities(
        db,
        [planned, called, mailed].map((given) => anActivityRecord(given, linked)),
      );
      await saveActivities(db, [anActivityRecord({ id: "call:77" })]);
    });
    await under().store.asOwner(async (db) => {
      for (const statement of oneRecordATask.split(/;\n\n/)) await sql.raw(statement).execute(db);
    });
    await inTenant(async (db) => {
      const [facts] = await loadDealFacts(db, ["1"]);
      expect(facts?.touches.map(({ kind }) => kind).toSorted()).toEqual(["call", "call", "email"]);
      expect(facts?.followUps.map(({ id }) => id).toSorted()).toEqual([`task:${old}`, `task:${new_}`]);
      expect(await loadLinkedActivityIds(db, ["1"])).toEqual(
        new Set(["call:77", `task:${old}`, `task:${new_}`]),
      );
      await saveActivities(db, [anActivityRecord({ ...planned, kind: "call", modifiedAt: daysAgo(0) })]);
      expect(await touchesOf(db, "1")).toHaveLength(3);
    });
  });

  it("follows links that were added and removed in the CRM", async () => {
    const linkedTo = (dealIds: readonly string[]) => anActivityRecord({}, { dealIds, contactIds: ["c"] });
    await under().inNew(async (db) => {
      await saveDeals(
        db,
        ["1", "2", "3"].map((id) => aDealRecord({ id })),
        "r1",
      );
      await saveActivities(db, [linkedTo(["1", "2"])]);
      await saveActivities(db, [linkedTo(["2", "3"])]);
      const counts = (await loadDealFacts(db, ["1", "2", "3"])).map(({ touches }) => touches.length);
      expect(counts).toEqual([0, 1, 1]);
      await addDealLinks(db, [{ dealId: "1", activityId: "call:1" }]);
      expect(await touchesOf(db, "1")).toHaveLength(1);
      expect(await loadLinkedActivityIds(db, ["1", "2"])).toEqual(new Set(["call:1"]));
      expect(await loadLinkedActivityIds(db, [])).toEqual(new Set());
    });
  });

  describe("inferred links", () => {
    const withoutDeal = (id: string, daysBack: number, others: Partial<ActivityRecord["activity"]> = {}) =>
      anActivityRecord({ id, at: daysAgo(daysBack), ...others }, { dealIds: [], contactIds: ["c"] });

    async function infer(db: TenantDb, records: readonly ActivityRecord[]) {
      await saveTwoDeals(db);
      await saveDealContacts(
        db,
        new Map([
          ["1", ["c", "d"]],
          ["won", ["c"]],
        ]),
      );
      await saveActivities(db, records);
      await inferDealActivities(db);
    }

    it("join an activity to every deal of its contact that was open then", async () => {
      await under().inNew(async (db) => {
        await infer(db, [withoutDeal("call:1", 70), withoutDeal("call:2", 20), withoutDeal("call:3", 5)]);
        expect((await touchesOf(db, "1")).map(({ at, isInferred }) => [at, isInferred])).toEqual([
          [daysAgo(20), true],
          [daysAgo(5), true],
        ]);
        expect((await touchesOf(db, "won")).map(({ at }) => at)).toEqual([daysAgo(20)]);
      });
    });

    it("are the same when inferred again, and go with the contact, the deal or a direct link", async () => {
      await under().inNew(async (db) => {
        await infer(db, [withoutDeal("call:1", 20), withoutDeal("call:2", 19)]);
        await inferDealActivities(db);
        expect(await touchesOf(db, "1")).toHaveLength(2);

        await saveActivities(db, [
          anActivityRecord({ id: "call:1", at: daysAgo(20) }, { dealIds: ["won"], contactIds: ["c"] }),
        ]);
        await inferDealActivities(db);
        expect((await touchesOf(db, "1")).map(({ at }) => at)).toEqual([daysAgo(19)]);
        expect((await touchesOf(db, "won")).map(({ isInferred }) => isInferred)).toEqual([false, true]);

        await saveDealContacts(db, new Map([["1", ["d"]]]));
        await markDealsGone(db, [{ dealId: "won", mergedIntoId: null }], daysAgo(1));
        await inferDealActivities(db);
        expect(await touchesOf(db, "1")).toEqual([]);
        expect((await touchesOf(db, "won")).map(({ isInferred }) => isInferred)).toEqual([false]);
      });
    });

    it("are not made of what Norma did, or of activities with a deal of their own", async () => {
      await under().inNew(async (db) => {
        await infer(db, [
          withoutDeal("task:1", 5, { kind: "task", source: "norma" }),
          anActivityRecord({ id: "call:2", at: daysAgo(12) }, { dealIds: ["won"], contactIds: ["c"] }),
        ]);
        expect(await touchesOf(db, "1")).toEqual([]);
      });
    });

    it("give way to a link that the deal's side knows", async () => {
      await under().inNew(async (db) => {
        await infer(db, [withoutDeal("call:1", 20)]);
        await addDealLinks(db, [{ dealId: "1", activityId: "call:1" }]);
        expect((await touchesOf(db, "1")).map(({ isInferred }) => isInferred)).toEqual([false]);
        expect(await touchesOf(db, "won")).toEqual([]);
      });
    });
  });

  describe("follow-ups", () => {
    const written = (text: string | null, dealIds: readonly string[] = ["1"]) =>
      anActivityRecord({ id: "note:1", kind: "note", direction: "none" }, { text, dealIds });

    it("are kept for open deals only", async () => {
      await under().inNew(async (db) => {
        await saveTwoDeals(db);
        await saveActivities(db, [written("Will call on Friday", ["1", "won", "unknown"])]);
        expect(await textsOf(db, "1")).toEqual([{ id: "note:1", text: "Will call on Friday" }]);
        expect(await textsOf(db, "won")).toEqual([]);
      });
    });

    it("change with their activity, and go when emptied or unlinked", async () => {
      await under().inNew(async (db) => {
        await saveDeals(db, [aDealRecord({ id: "1" }), aDealRecord({ id: "2" })], "r1");
        await saveActivities(db, [written("one", ["1", "2"])]);
        await saveActivities(db, [written("two", ["1"])]);
        expect([await textsOf(db, "1"), await textsOf(db, "2")]).toEqual([
          [{ id: "note:1", text: "two" }],
          [],
        ]);
        await saveActivities(db, [written("  ")]);
        expect(await textsOf(db, "1")).toEqual([]);
      });
    });

    it.each([
      ["a buyer's mail", { kind: "email", direction: "inbound" }],
      ["what a sequence sent", { kind: "email", source: "automation" }],
      ["Norma's own task", { kind: "task", source: "norma" }],
      ["a proposal's product text", { kind: "proposal" }],
    ] as const)("are not made of %s", async (_, given) => {
      await under().inNew(async (db) => {
        await saveTwoDeals(db);
        await saveActivities(db, [anActivityRecord(given, { text: "Will call on Friday" })]);
        expect(await textsOf(db, "1")).toEqual([]);
      });
    });

    it("count from when they were written, not from when the task is due", async () => {
      const task = {
        id: "task:1",
        kind: "task",
        at: daysAgo(-20),
        createdAt: daysAgo(6),
        modifiedAt: daysAgo(4),
      } as const;
      const call = { id: "call:1", at: daysAgo(9), createdAt: daysAgo(8), modifiedAt: daysAgo(1) } as const;
      const followUps = await under().inNew(async (db) => {
        await saveTwoDeals(db);
        await saveActivities(db, [
          anActivityRecord(task, { text: "send offer" }),
          anActivityRecord(call, { text: "no budget" }),
        ]);
        return (await loadDealFacts(db, ["1"]))[0]?.followUps;
      });
      expect(followUps).toMatchObject([
        { id: "call:1", channel: "call", repId: "anna", writtenAt: daysAgo(8) },
        { id: "task:1", channel: "task", writtenAt: daysAgo(4) },
      ]);
    });

    it("are purged once their deal was closed or gone for long enough", async () => {
      const closed = { outcome: "lost", stageId: "lost" } as const;
      await under().inNew(async (db) => {
        const ids = ["open", "long", "lately", "gone"];
        await saveDeals(
          db,
          ids.map((id) => aDealRecord({ id })),
          "r1",
        );
        await saveActivities(db, [written("text", ids)]);
        await saveDeals(
          db,
          ["long", "lately"].map((id) => aDealRecord({ id, ...closed, modifiedAt: daysAgo(1) })),
          "r2",
        );
        await saveHistories(db, [
          aHistory({
            dealId: "long",
            spells: [aSpell({ dealId: "long", stageId: "lost", enteredAt: daysAgo(40) })],
          }),
          aHistory({
            dealId: "lately",
            spells: [aSpell({ dealId: "lately", stageId: "lost", enteredAt: daysAgo(20) })],
          }),
        ]);
        await markDealsGone(db, [{ dealId: "gone", mergedIntoId: null }], daysAgo(31));
        expect(await purgeFollowUps(db, { closedBefore: daysAgo(30) })).toBe(2);
        const left = await loadDealFacts(db, ids);
        expect(left.filter(({ followUps }) => followUps.length > 0).map(({ deal }) => deal.id)).toEqual([
          "open",
          "lately",
        ]);
      });
    });
  });
});
