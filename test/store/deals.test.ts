import { describe, expect, it } from "@jest/globals";
import { emptyDealFields } from "../../src/domain/flag.ts";
import { addDealLinks, saveActivities } from "../../src/store/activities.ts";
import { loadCheckpoint, loadLatestModified, saveCheckpoint } from "../../src/store/checkpoints.ts";
import { saveDealContacts } from "../../src/store/deal-contacts.ts";
import { loadDealFacts } from "../../src/store/deal-facts.ts";
import { loadIdsNeedingHistory, saveHistories } from "../../src/store/deal-histories.ts";
import {
  loadDealNames,
  loadOpenDealIds,
  loadQuietOpenDealIds,
  loadUnseenOpenDealIds,
  markDealsGone,
  markFieldsWritten,
  saveDeals,
  saveDealsAsTruth,
} from "../../src/store/deals.ts";
import { loadActiveOwners, loadPeople, savePeople } from "../../src/store/people.ts";
import { loadPipelines, savePipelines } from "../../src/store/pipelines.ts";
import { aDealRecord, aHistory, anActivityRecord, aSpell, daysAgo, now } from "./builders.ts";
import { storeKinds, useStore } from "./store-under-test.ts";

describe.each(storeKinds)("deals, %s store", (kind) => {
  const under = useStore(kind);

  it("has a history read once more that ends elsewhere than the deal's row: the deal may be moved back before the next look", async () => {
    await under().inNew(async (db) => {
      await saveDeals(db, [aDealRecord({ stageId: "offer" })], "r1");
      const before = aSpell({ enteredAt: daysAgo(10), leftAt: daysAgo(1) });
      const moved = aSpell({ stageId: "won", enteredAt: daysAgo(1) });
      await saveHistories(db, [aHistory({ spells: [before, moved] })]);
      expect(await loadIdsNeedingHistory(db)).toEqual(["1"]);
      const back = aSpell({ enteredAt: daysAgo(0) });
      await saveHistories(db, [aHistory({ spells: [before, { ...moved, leftAt: daysAgo(0) }, back] })]);
      expect(await loadIdsNeedingHistory(db)).toEqual([]);
      const pushed = { dealId: "1", field: "close-date", at: daysAgo(2), value: "2026-06-30" } as const;
      await saveHistories(db, [aHistory({ spells: [back], changes: [pushed] })]);
      expect(await loadIdsNeedingHistory(db)).toEqual(["1"]);
    });
  });

  it("gives a deal back as it was saved, whatever its text holds", async () => {
    const record = aDealRecord(
      {
        name: `Zażółć "гесло" \\u0000 ${"😀"} 'x'`,
        amount: 0.1,
        nextStep: { text: "Call on Friday", updatedAt: daysAgo(2) },
        currency: null,
      },
      {
        fields: { ...emptyDealFields, flag: "excuse", usualDays: 12, evidence: "“za drogo”" },
        contest: "contest",
      },
    );
    const [facts] = await under().inNew(async (db) => {
      await saveDeals(db, [record], "r1");
      return await loadDealFacts(db, ["1"]);
    });
    expect(facts).toMatchObject({ deal: record.deal, fields: record.fields, contest: "contest" });
  });

  it("keeps a deal with missing values, and loses no page to half a letter or a year 20255", async () => {
    const bare = { ownerId: null, amount: null, createdAt: null, closeDate: null, nextStep: null } as const;
    const facts = await under().inNew(async (db) => {
      await saveDeals(
        db,
        [
          aDealRecord({ id: "1", ...bare }),
          aDealRecord({ id: "2", name: "cut \ud83d", createdAt: Date.UTC(20_255, 1) }),
          aDealRecord({ id: "3", name: "nul\u0000" }),
        ],
        "r1",
      );
      return await loadDealFacts(db, ["1", "2", "3"]);
    });
    expect(facts.map(({ deal }) => deal)).toMatchObject([bare, { name: "cut \ufffd" }, { name: "nul" }]);
  });

  it("names new deals and those that changed where history matters, and asks for their history until it is read", async () => {
    await under().inNew(async (db) => {
      const first = await saveDeals(db, [aDealRecord({ id: "1" }), aDealRecord({ id: "2" })], "r1");
      expect(first.changedIds).toEqual(["1", "2"]);
      await saveHistories(db, [aHistory({ dealId: "1" }), aHistory({ dealId: "2" })]);
      expect(await loadIdsNeedingHistory(db)).toEqual([]);

      const renamed = aDealRecord({ id: "1", name: "Other name", modifiedAt: daysAgo(4) });
      const moved = aDealRecord({ id: "2", stageId: "won", modifiedAt: daysAgo(4) });
      expect((await saveDeals(db, [renamed, moved], "r2")).changedIds).toEqual(["2"]);
      // The same page again, after a kill: nothing is new, the history is still wanted.
      expect((await saveDeals(db, [renamed, moved], "r2")).changedIds).toEqual([]);
      expect(await loadIdsNeedingHistory(db)).toEqual(["2"]);
    });
  });

  it.each([
    { amount: 5 },
    { amount: null },
    { closeDate: "2026-05-01" },
    { ownerId: "bob" },
    { pipelineId: "other" },
  ])("counts %j as changed", async (change) => {
    const { changedIds } = await under().inNew(async (db) => {
      await saveDeals(db, [aDealRecord()], "r1");
      return await saveDeals(db, [aDealRecord({ ...change, modifiedAt: daysAgo(1) })], "r2");
    });
    expect(changedIds).toEqual(["1"]);
  });

  it("does not let a lagging index take back what is known, but the record itself may", async () => {
    await under().inNew(async (db) => {
      await saveDeals(db, [aDealRecord({ amount: 2, modifiedAt: daysAgo(1) })], "r1");
      const old = aDealRecord({ amount: 1, modifiedAt: daysAgo(2) });
      expect(await saveDeals(db, [old], "r2")).toEqual({ changedIds: [], conflictingIds: ["1"] });
      expect((await loadDealFacts(db, ["1"]))[0]?.deal.amount).toBe(2);
      expect(await loadUnseenOpenDealIds(db, "r2")).toEqual([]);
      expect((await saveDealsAsTruth(db, [old], "r2")).changedIds).toEqual(["1"]);
      expect((await loadDealFacts(db, ["1"]))[0]?.deal.amount).toBe(1);
    });
  });

  it("takes the last of a deal that comes twice in a page", async () => {
    const [facts] = await under().inNew(async (db) => {
      await saveDeals(
        db,
        [aDealRecord({ amount: 1 }), aDealRecord({ amount: 2, modifiedAt: daysAgo(1) })],
        "r1",
      );
      return await loadDealFacts(db, ["1"]);
    });
    expect(facts?.deal.amount).toBe(2);
  });

  it("looks up open deals that a run did not see, and drops those that are gone", async () => {
    await under().inNew(async (db) => {
      const open = ["1", "2", "3"].map((id) => aDealRecord({ id }));
      await saveDeals(db, [...open, aDealRecord({ id: "4", outcome: "won" })], "r1");
      await saveDeals(db, [aDealRecord({ id: "1" })], "r2");
      expect(await loadUnseenOpenDealIds(db, "r2")).toEqual(["2", "3"]);
      await markDealsGone(db, [{ dealId: "2", mergedIntoId: null }], now);
      expect(await loadUnseenOpenDealIds(db, "r2")).toEqual(["3"]);
      expect(await loadOpenDealIds(db)).toEqual(["1", "3"]);
    });
  });

  it("brings a deal that was gone back by its record only, not by an index that still shows it", async () => {
    await under().inNew(async (db) => {
      await saveDeals(db, [aDealRecord()], "r1");
      await markDealsGone(db, [{ dealId: "1", mergedIntoId: null }], daysAgo(1));
      expect((await saveDeals(db, [aDealRecord()], "r2")).conflictingIds).toEqual(["1"]);
      expect(await loadOpenDealIds(db)).toEqual([]);
      await saveDealsAsTruth(db, [aDealRecord()], "r2");
      expect(await loadOpenDealIds(db)).toEqual(["1"]);
    });
  });

  it("marks the losers of a merge gone and reads the winner's history again", async () => {
    await under().inNew(async (db) => {
      await saveDeals(db, [aDealRecord({ id: "1" }), aDealRecord({ id: "2" })], "r1");
      await saveHistories(db, [aHistory({ dealId: "1" }), aHistory({ dealId: "2" })]);
      await saveActivities(db, [
        anActivityRecord({ kind: "note" }, { dealIds: ["2"], text: "They ask for a pilot." }),
      ]);
      await saveDeals(db, [aDealRecord({ id: "1", modifiedAt: daysAgo(1) }, { mergedIds: ["2"] })], "r2");
      expect(await loadOpenDealIds(db)).toEqual(["1"]);
      // What hung on the loser hangs on the winner.
      const [facts] = await loadDealFacts(db, ["1"]);
      expect(facts?.touches).toHaveLength(1);
      expect(facts?.followUps.map(({ text }) => text)).toEqual(["They ask for a pilot."]);
      expect(await loadIdsNeedingHistory(db)).toEqual(["1"]);
      await saveHistories(db, [aHistory({ dealId: "1" })]);
      await saveDeals(db, [aDealRecord({ id: "1", modifiedAt: daysAgo(1) }, { mergedIds: ["2"] })], "r3");
      expect(await loadIdsNeedingHistory(db)).toEqual([]);
    });
  });

  it("remembers what was written, so that an index from before the write conflicts", async () => {
    await under().inNew(async (db) => {
      await saveDeals(db, [aDealRecord({}, { fields: { ...emptyDealFields, repeats: 2 } })], "r1");
      await markFieldsWritten(db, [{ dealId: "1", fields: { flag: "vague", ask: null }, modifiedAt: now }]);
      await markFieldsWritten(db, [{ dealId: "1", fields: { usualDays: 9 }, modifiedAt: null }]);
      const [facts] = await loadDealFacts(db, ["1"]);
      expect(facts?.fields).toEqual({ ...emptyDealFields, repeats: 2, flag: "vague", usualDays: 9 });
      expect(facts?.deal.modifiedAt).toBe(now);
      expect((await saveDeals(db, [aDealRecord()], "r2")).conflictingIds).toEqual(["1"]);
    });
  });

  it("keeps a history with what the CRM has cut off since", async () => {
    const spells = [
      aSpell({ stageId: "new", enteredAt: daysAgo(30), leftAt: daysAgo(20) }),
      aSpell({ stageId: "talk", enteredAt: daysAgo(20) }),
    ];
    const later = [
      aSpell({ stageId: "talk", enteredAt: daysAgo(20), leftAt: daysAgo(10) }),
      aSpell({ stageId: "offer", enteredAt: daysAgo(10) }),
    ];
    const change = { dealId: "1", field: "amount", at: daysAgo(15), value: "900" } as const;
    const [facts] = await under().inNew(async (db) => {
      await saveDeals(db, [aDealRecord()], "r1");
      await saveHistories(db, [aHistory({ spells, changes: [change] })]);
      await saveHistories(db, [
        aHistory({ spells: later, isComplete: false }),
        aHistory({ dealId: "unknown" }),
      ]);
      return await loadDealFacts(db, ["1"]);
    });
    expect(facts).toMatchObject({
      spells: [spells[0], ...later],
      changes: [change],
      isHistoryComplete: true,
    });
  });

  it("replaces the contacts of the deals it is told of, and of no others", async () => {
    await under().inNew(async (db) => {
      await saveDeals(db, [aDealRecord({ id: "1" }), aDealRecord({ id: "2" })], "r1");
      await saveDealContacts(
        db,
        new Map([
          ["1", ["a", "b", "b"]],
          ["2", ["a"]],
        ]),
      );
      await saveDealContacts(db, new Map([["1", ["c"]]]));
      const facts = await loadDealFacts(db, ["1", "2"]);
      expect(facts.map(({ contactCount }) => contactCount)).toEqual([1, 1]);
      await saveDealContacts(db, new Map([["2", []]]));
      expect((await loadDealFacts(db, ["2"]))[0]?.contactCount).toBe(0);
    });
  });

  it("lists open deals as quiet when nothing of people happened or is booked since", async () => {
    await under().inNew(async (db) => {
      await saveDeals(
        db,
        ["1", "2", "3", "4"].map((id) => aDealRecord({ id, outcome: id === "4" ? "lost" : "open" })),
        "r1",
      );
      await saveActivities(db, [
        anActivityRecord({ id: "call:1", at: daysAgo(2) }, { dealIds: ["1"] }),
        anActivityRecord({ id: "call:2", at: daysAgo(9) }, { dealIds: ["2"] }),
        anActivityRecord({ id: "task:3", kind: "task", at: daysAgo(1), source: "norma" }, { dealIds: [] }),
      ]);
      await addDealLinks(db, [{ dealId: "3", activityId: "task:3" }]);
      expect(await loadQuietOpenDealIds(db, daysAgo(7))).toEqual(["2", "3"]);
    });
  });

  it("knows the names of all deals", async () => {
    const names = await under().inNew(async (db) => {
      await saveDeals(
        db,
        [aDealRecord({ id: "1", name: "A" }), aDealRecord({ id: "2", name: "B", outcome: "won" })],
        "r1",
      );
      return await loadDealNames(db);
    });
    expect(names).toEqual(
      new Map([
        ["1", "A"],
        ["2", "B"],
      ]),
    );
  });

  it("keeps people who left as inactive, and replaces teams", async () => {
    const anna = { id: "1", userId: "u1", name: "Anna", email: null, isActive: true, teamIds: ["t", "u"] };
    const bob = { id: "2", userId: null, name: "Bob", email: "bob@example.com", isActive: true, teamIds: [] };
    const team = { id: "t", name: "North", parentId: null, managerRepId: "1" };
    await under().inNew(async (db) => {
      await savePeople(db, { reps: [anna, bob], teams: [team] });
      expect(await loadPeople(db)).toEqual({ reps: [anna, bob], teams: [team] });
      await savePeople(db, { reps: [anna], teams: [] });
      expect(await loadPeople(db)).toEqual({ reps: [anna, { ...bob, isActive: false }], teams: [] });
      expect(await loadActiveOwners(db)).toEqual(new Set(["1"]));
    });
  });

  it("gives pipelines back with their stages in order, also stages that are gone", async () => {
    const stage = (id: string, position: number) => ({
      id,
      label: id.toUpperCase(),
      position,
      outcome: "open" as const,
    });
    await under().inNew(async (db) => {
      await savePipelines(db, [{ id: "p", label: "Sales", stages: [stage("b", 1), stage("a", 0)] }]);
      await savePipelines(db, [
        { id: "p", label: "Sales", stages: [stage("b", 1)] },
        { id: "q", label: "New", stages: [stage("c", 0)] },
      ]);
      expect(await loadPipelines(db)).toEqual([
        { id: "p", label: "Sales", stages: [stage("a", 0), stage("b", 1)] },
        { id: "q", label: "New", stages: [stage("c", 0)] },
      ]);
    });
  });

  it("remembers the place in a stream and the latest modification", async () => {
    const place = { stream: "deals", runId: "r1", cursor: "abc", watermark: null };
    await under().inNew(async (db) => {
      expect(await loadCheckpoint(db, "deals")).toBeNull();
      expect(await loadLatestModified(db, "deals")).toBeNull();
      await saveCheckpoint(db, place);
      await saveCheckpoint(db, { ...place, cursor: null, watermark: now });
      expect(await loadCheckpoint(db, "deals")).toEqual({ ...place, cursor: null, watermark: now });
      await saveDeals(
        db,
        [aDealRecord({ id: "1", modifiedAt: daysAgo(3) }), aDealRecord({ id: "2", modifiedAt: daysAgo(2) })],
        "r1",
      );
      expect(await loadLatestModified(db, "deals")).toBe(daysAgo(2));
    });
  });
});
