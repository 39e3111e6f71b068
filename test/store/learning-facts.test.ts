import { describe, expect, it } from "@jest/globals";
import type { DealOutcome } from "../../src/domain/deal.ts";
import { saveActivities } from "../../src/store/activities.ts";
import { loadAnalysableDealIds, loadDealFacts } from "../../src/store/deal-facts.ts";
import { saveHistories } from "../../src/store/deal-histories.ts";
import { markDealsGone, saveDeals } from "../../src/store/deals.ts";
import { saveEpisodes } from "../../src/store/episodes.ts";
import { loadLearningFacts } from "../../src/store/learning-facts.ts";
import type { TenantDb } from "../../src/store/open-store.ts";
import { savePipelines } from "../../src/store/pipelines.ts";
import { aDealRecord, aHistory, anActivityRecord, anEpisode, aSpell, daysAgo } from "./builders.ts";
import { storeKinds, useStore } from "./store-under-test.ts";

/** Saves a deal that entered these stages one after another, 10 days each, the last one lasting. */
async function saveDeal(
  db: TenantDb,
  id: string,
  { stages, outcome }: { stages: readonly string[]; outcome: DealOutcome },
) {
  await saveDeals(db, [aDealRecord({ id, outcome, stageId: stages.at(-1) ?? "", amount: 7 })], "r1");
  const start = stages.length * 10;
  const spells = stages.map((stageId, place) =>
    aSpell({
      dealId: id,
      stageId,
      enteredAt: daysAgo(start - 10 * place),
      leftAt: place === stages.length - 1 ? null : daysAgo(start - 10 * (place + 1)),
    }),
  );
  await saveHistories(db, [aHistory({ dealId: id, spells })]);
}

async function savePipeline(db: TenantDb) {
  const stage = (id: string, position: number, outcome: DealOutcome = "open") => ({
    id,
    label: id,
    position,
    outcome,
  });
  const stages = [stage("new", 0), stage("talk", 1), stage("won", 2, "won"), stage("lost", 3, "lost")];
  await savePipelines(db, [{ id: "sales", label: "Sales", stages }]);
}

describe.each(storeKinds)("what is learned from, %s store", (kind) => {
  const under = useStore(kind);

  it.each([
    [
      "left for a later stage and then lasting",
      { stages: ["new", "talk"], outcome: "open", wentOn: [true, false] },
    ],
    ["won", { stages: ["new", "won"], outcome: "won", wentOn: [true, false] }],
    ["lost", { stages: ["new", "lost"], outcome: "lost", wentOn: [false, false] }],
    ["gone back", { stages: ["talk", "new"], outcome: "open", wentOn: [false, false] }],
    [
      "left for a stage that is no longer there",
      { stages: ["new", "retired"], outcome: "open", wentOn: [true, false] },
    ],
    [
      "lost in a stage that is no longer there",
      { stages: ["new", "retired"], outcome: "lost", wentOn: [false, false] },
    ],
  ] as const)("a spell %s", async (_, { stages, outcome, wentOn }) => {
    const { spells } = await under().inNew(async (db) => {
      await savePipeline(db);
      await saveDeal(db, "1", { stages, outcome });
      return await loadLearningFacts(db, { since: 0, maxEnded: 9 });
    });
    const inOrder = spells.toSorted((a, b) => a.enteredAt - b.enteredAt);
    expect(inOrder.map((spell) => spell.wentOn)).toEqual(wentOn);
    expect(inOrder[0]).toMatchObject({
      pipelineId: "sales",
      stageId: stages[0],
      enteredAt: daysAgo(20),
      leftAt: daysAgo(10),
    });
    expect(inOrder[1]).toMatchObject({ leftAt: null });
  });

  it("leaves out deals that are gone and spells that ended before", async () => {
    const { spells, ended, open } = await under().inNew(async (db) => {
      await savePipeline(db);
      await saveDeal(db, "1", { stages: ["new", "talk", "won"], outcome: "won" });
      await saveDeal(db, "2", { stages: ["new", "won"], outcome: "won" });
      await markDealsGone(db, [{ dealId: "2", mergedIntoId: "1" }], daysAgo(1));
      return await loadLearningFacts(db, { since: daysAgo(15), maxEnded: 9 });
    });
    expect(spells.map(({ stageId }) => stageId).toSorted()).toEqual(["talk", "won"]);
    expect(ended.map(({ dealId }) => dealId)).toEqual(["1"]);
    expect(open).toEqual([]);
  });

  it("gives the latest deals that ended with their stays, contacts and close dates up to their end", async () => {
    const { ended, open } = await under().inNew(async (db) => {
      await savePipeline(db);
      await saveDeal(db, "9", { stages: ["new", "talk", "won"], outcome: "won" });
      await saveDeal(db, "1", { stages: ["new", "won"], outcome: "won" });
      await saveDeal(db, "2", { stages: ["new", "lost"], outcome: "lost" });
      await saveDeal(db, "3", { stages: ["new"], outcome: "open" });
      const change = { field: "close-date", value: "2026-04-01" } as const;
      await saveHistories(db, [
        aHistory({
          dealId: "1",
          spells: [
            aSpell({ dealId: "1", stageId: "new", enteredAt: daysAgo(20), leftAt: daysAgo(10) }),
            aSpell({ dealId: "1", stageId: "won", enteredAt: daysAgo(10), leftAt: null }),
          ],
          changes: [
            { dealId: "1", ...change, at: daysAgo(15) },
            { dealId: "1", ...change, at: daysAgo(10) },
          ],
        }),
      ]);
      await saveActivities(db, [
        anActivityRecord({ id: "email:1", kind: "email", at: daysAgo(12) }),
        anActivityRecord({ id: "proposal:2", kind: "proposal", at: daysAgo(18) }),
        anActivityRecord({ id: "note:3", kind: "note", at: daysAgo(15) }),
        anActivityRecord({ id: "email:4", kind: "email", at: daysAgo(14), result: "failed" }),
        anActivityRecord({ id: "email:5", kind: "email", at: daysAgo(14), source: "automation" }),
        anActivityRecord({ id: "call:6", at: daysAgo(5) }),
        anActivityRecord({ id: "call:7", at: daysAgo(13) }, { dealIds: ["2"] }),
      ]);
      return await loadLearningFacts(db, { since: daysAgo(365), maxEnded: 2 });
    });
    const common = {
      pipelineId: "sales",
      amount: 7,
      createdAt: daysAgo(60),
      endedAt: daysAgo(10),
      contactCount: 0,
    };
    const spells = [{ stageId: "new", enteredAt: daysAgo(20), leftAt: daysAgo(10) }];
    expect(ended).toMatchObject([
      {
        ...common,
        dealId: "1",
        isWon: true,
        spells,
        contactsAt: [daysAgo(18), daysAgo(12)],
        proposalsAt: [daysAgo(18)],
        closeDates: [{ at: daysAgo(15), value: "2026-04-01" }],
      },
      {
        ...common,
        dealId: "2",
        isWon: false,
        spells,
        contactsAt: [daysAgo(13)],
        proposalsAt: [],
        closeDates: [],
      },
    ]);
    expect(open).toEqual([{ pipelineId: "sales", createdAt: daysAgo(60) }]);
  });
});

describe.each(storeKinds)("facts of deals, %s store", (kind) => {
  const under = useStore(kind);

  it("come in the order asked for, without deals that are unknown, with the stall that is open", async () => {
    await under().inNew(async (db) => {
      await saveDeals(
        db,
        ["1", "2"].map((id) => aDealRecord({ id })),
        "r1",
      );
      await saveEpisodes(db, [
        anEpisode({ id: "e1", dealId: "1", state: "closed" }),
        anEpisode({ id: "e2", dealId: "1" }),
      ]);
      const facts = await loadDealFacts(db, ["2", "none", "1"]);
      expect(facts.map(({ deal, episode }) => [deal.id, episode?.id])).toEqual([
        ["2", undefined],
        ["1", "e2"],
      ]);
      expect(facts[0]).toMatchObject({
        spells: [],
        changes: [],
        touches: [],
        followUps: [],
        contactCount: 0,
        isHistoryComplete: false,
        contest: null,
      });
      expect(await loadDealFacts(db, [])).toEqual([]);
    });
  });

  it("are wanted of open deals and of those that ended during a stall", async () => {
    await under().inNew(async (db) => {
      await saveDeals(
        db,
        ["1", "gone"].map((id) => aDealRecord({ id })),
        "r1",
      );
      await saveDeals(
        db,
        ["stalled", "won"].map((id) => aDealRecord({ id, outcome: "won" })),
        "r1",
      );
      await markDealsGone(db, [{ dealId: "gone", mergedIntoId: null }], daysAgo(1));
      await saveEpisodes(db, [
        anEpisode({ id: "e1", dealId: "stalled" }),
        anEpisode({ id: "e2", dealId: "won", state: "closed" }),
      ]);
      expect(await loadAnalysableDealIds(db)).toEqual(["1", "stalled"]);
    });
  });
});
