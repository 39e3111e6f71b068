import { describe, expect, it } from "@jest/globals";
import { saveActivities } from "../../src/store/activities.ts";
import { loadDayCounts, loadRecordedRepIds, loadWorkedDays } from "../../src/store/day-counts.ts";
import { loadDealFacts } from "../../src/store/deal-facts.ts";
import { saveHistories } from "../../src/store/deal-histories.ts";
import { saveDeals } from "../../src/store/deals.ts";
import type { TenantDb } from "../../src/store/open-store.ts";
import { savePipelines } from "../../src/store/pipelines.ts";
import { deriveProposals, loadProposalStages, saveProposalStages } from "../../src/store/proposal-stages.ts";
import { aDealRecord, aHistory, anActivityRecord, aSpell, daysAgo } from "./builders.ts";
import { storeKinds, useStore } from "./store-under-test.ts";

const stages = ["new", "offer", "talks"].map(
  (id, position) => ({ id, label: id, position, outcome: "open" }) as const,
);
const offer = [{ pipelineId: "sales", stageId: "offer" }];
const range = { from: "2026-01-01", to: "2026-12-31", timeZone: "Europe/Warsaw" };

/** Stays in stages, each entered so many days ago. */
const stays = (dealId: string, entered: readonly (readonly [stageId: string, days: number])[]) =>
  aHistory({
    dealId,
    spells: entered.map(([stageId, days], index) => {
      const next = entered[index + 1];
      return aSpell({
        dealId,
        stageId,
        enteredAt: daysAgo(days),
        leftAt: next === undefined ? null : daysAgo(next[1]),
      });
    }),
    changes: dealId === "1" ? [{ dealId, field: "owner", at: daysAgo(40), value: "bob" }] : [],
  });

/**
 * Deal 1 entered the offer as bob's, went on and came back; 2 was asked for an offer long ago; 3 has a quote of its own; 4 is in
 * another pipeline.
 */
async function fill(db: TenantDb): Promise<void> {
  await savePipelines(db, [{ id: "sales", label: "Sales", stages }]);
  await saveDeals(
    db,
    ["1", "2", "3", "4"].map((id) => aDealRecord({ id, pipelineId: id === "4" ? "other" : "sales" })),
    "r1",
  );
  await saveHistories(db, [
    stays("1", [
      ["new", 30],
      ["offer", 20],
      ["talks", 12],
      ["offer", 6],
    ]),
    stays("2", [["offer", 300]]),
    stays("3", [
      ["new", 30],
      ["offer", 20],
    ]),
    stays("4", [["offer", 20]]),
  ]);
  await saveActivities(db, [anActivityRecord({ id: "proposal:9", kind: "proposal" }, { dealIds: ["3"] })]);
}

const countProposals = async (db: TenantDb) =>
  (await loadDayCounts(db, range)).filter(({ metric }) => metric === "proposals");

describe.each(storeKinds)("entering a stage as a proposal sent, %s store", (kind) => {
  const under = useStore(kind);

  it("counts once for each way forward, for the owner of that time, on the deal and in the norm", async () => {
    const seen = await under().inNew(async (db) => {
      await fill(db);
      await saveProposalStages(db, offer);
      const derived = await deriveProposals(db, daysAgo(180));
      const again = await deriveProposals(db, daysAgo(180));
      const [facts] = await loadDealFacts(db, ["1"]);
      return { derived, again, touches: facts?.touches, counts: await countProposals(db) };
    });
    expect([seen.derived, seen.again]).toEqual([1, 1]);
    expect(seen.touches).toMatchObject([{ kind: "proposal", repId: "bob", at: daysAgo(20) }]);
    expect(seen.counts.map(({ repId, count }) => [repId, count])).toEqual([
      ["anna", 1],
      ["bob", 1],
    ]);
  });

  it("makes nobody a rep whose work is on record, and no day a day at work", async () => {
    const seen = await under().inNew(async (db) => {
      await fill(db);
      await saveProposalStages(db, offer);
      await deriveProposals(db, daysAgo(180));
      return {
        recorded: [...(await loadRecordedRepIds(db))],
        worked: [...(await loadWorkedDays(db, range)).keys()],
      };
    });
    expect(seen).toEqual({ recorded: ["anna"], worked: ["anna"] });
  });

  it("goes with the choice, and with a stay that turns out never to have been", async () => {
    const counts = await under().inNew(async (db) => {
      await fill(db);
      await saveProposalStages(db, offer);
      await deriveProposals(db, daysAgo(180));
      await saveHistories(db, [stays("1", [["new", 30]])]);
      const corrected = await deriveProposals(db, daysAgo(180));
      await saveProposalStages(db, []);
      const none = await deriveProposals(db, daysAgo(180));
      return {
        corrected,
        none,
        stages: await loadProposalStages(db),
        left: (await countProposals(db)).length,
      };
    });
    expect(counts).toEqual({ corrected: 0, none: 0, stages: [], left: 1 });
  });
});
