import { describe, expect, it } from "@jest/globals";
import { product } from "../../config/product.ts";
import { planWrites } from "../../src/analysis/plan-writes.ts";
import type { PlanInput, WritePlan } from "../../src/analysis/write-plan.ts";
import type { DealFinding } from "../../src/domain/finding.ts";
import { emptyDealFields } from "../../src/domain/flag.ts";
import { fc } from "../support/properties.ts";
import { today } from "./builders.ts";
import { anEpisode, anInput, aStall, aStored, type Flag, nothing, shown, task } from "./plan-builders.ts";

describe("properties", () => {
  const aFinding = (dealId: string) =>
    fc.oneof(
      fc.constant<DealFinding>({ kind: "moving", dealId }),
      fc.constant<DealFinding>({ kind: "failed", dealId, problem: "x" }),
      fc
        .constantFrom("closed", "new", "no-owner")
        .map((because): DealFinding => ({ kind: "not-judged", dealId, because }) as const),
      fc
        .record({
          flag: fc.constantFrom<Flag>("solution", "vague", "excuse", "silent", "broken"),
          repId: fc.constantFrom("r1", "r2"),
          amount: fc.option(fc.nat(5)),
        })
        .map((change): DealFinding => aStall(dealId, change)),
    );

  const aDealState = (id: string) =>
    fc.record({
      finding: aFinding(id),
      stored: fc.record({
        outcome: fc.constantFrom("open", "open", "open", "won"),
        isGone: fc.boolean(),
        contest: fc.constantFrom(null, "contest", "agree"),
        fields: fc.constantFrom(emptyDealFields, shown, { ...emptyDealFields, flag: "moving" } as const),
      }),
      episode: fc.constantFrom(null, "listed", "flagged"),
      hasTask: fc.boolean(),
    });

  const inputs = fc
    .tuple(...Array.from({ length: 12 }, (_, n) => aDealState(`d${n}`)))
    .map((states): PlanInput => {
      const openEpisodes = states.flatMap(({ episode }, n) =>
        episode === null ? [] : [anEpisode(`d${n}`, episode)],
      );
      const openTasks = states.flatMap(({ episode, hasTask }, n) =>
        episode === "flagged" && hasTask
          ? [{ ...task, dealId: `d${n}`, key: `task-e-d${n}`, taskId: `${n}`, episodeId: `e-d${n}` }]
          : [],
      );
      const stored = states.map(({ stored: fields, finding }, n) => {
        return aStored(`d${n}`, finding.kind === "stalled" ? { ...fields, ownerId: finding.repId } : fields);
      });
      const findings = states.map(({ finding }) => finding);
      return anInput(
        { findings, openEpisodes, openTasks, plannedTaskKeys: new Set(openTasks.map(({ key }) => key)) },
        stored,
      );
    });

  it("planning again with the plan's own result applied writes nothing", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const second = planWrites(apply(input, planWrites(input)));
        expect({ ...second, listed: [] }).toEqual(nothing);
      }),
    );
  });

  it("the order of the input changes nothing", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const reversed = {
          ...input,
          findings: input.findings.toReversed(),
          deals: new Map([...input.deals].toReversed()),
          openEpisodes: input.openEpisodes.toReversed(),
          openTasks: input.openTasks.toReversed(),
        };
        expect(planWrites(reversed)).toEqual(planWrites(input));
      }),
    );
  });

  it("no rep gets more new flags than the cap, no deal more than one task, no gone deal a write", () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const plan = planWrites(input);
        const flagged = plan.episodes.filter(
          ({ state, flaggedOn }) => state === "flagged" && flaggedOn === today,
        );
        const repOf = new Map(
          input.findings.flatMap((one) => (one.kind === "stalled" ? [[one.dealId, one.repId] as const] : [])),
        );
        for (const places of Map.groupBy(flagged, ({ dealId }) => repOf.get(dealId)).values())
          expect(places.length).toBeLessThanOrEqual(product.flags.maxNewPerRepAndNight);
        expect(new Set(plan.tasks.map(({ dealId }) => dealId)).size).toBe(plan.tasks.length);
        for (const { dealId } of plan.fieldUpdates) expect(input.deals.get(dealId)?.isGone).toBe(false);
      }),
    );
  });
});

/** The world after every write of the plan succeeded, later on the same night. */
function apply(input: PlanInput, plan: WritePlan): PlanInput {
  const deals = new Map(input.deals);
  for (const { dealId, fields } of plan.fieldUpdates) {
    const deal = deals.get(dealId);
    if (deal !== undefined) deals.set(dealId, { ...deal, fields: { ...deal.fields, ...fields } });
  }
  const episodes = new Map([...input.openEpisodes, ...plan.episodes].map((episode) => [episode.id, episode]));
  const closed = new Set(plan.closings.map(({ key }) => key));
  const made = plan.tasks.map(({ key, dealId, episodeId, ownerId }) => ({
    key,
    dealId,
    episodeId,
    taskId: `new-${key}`,
    ownerId,
  }));
  const flaggedToday = new Map(input.flaggedToday);
  const repOf = new Map(
    input.findings.flatMap((one) => (one.kind === "stalled" ? [[one.dealId, one.repId] as const] : [])),
  );
  const places = new Set([
    ...plan.tasks.map(({ dealId }) => dealId),
    ...plan.episodes
      .filter(({ flaggedOn, state }) => state === "flagged" && flaggedOn === input.today)
      .map(({ dealId }) => dealId),
  ]);
  for (const dealId of places) {
    const repId = repOf.get(dealId) ?? "";
    flaggedToday.set(repId, (flaggedToday.get(repId) ?? 0) + 1);
  }
  return {
    ...input,
    deals,
    openEpisodes: [...episodes.values()].filter(({ state }) => state !== "closed"),
    openTasks: [...input.openTasks.filter(({ key }) => !closed.has(key)), ...made],
    plannedTaskKeys: new Set([...input.plannedTaskKeys, ...made.map(({ key }) => key)]),
    flaggedToday,
  };
}
