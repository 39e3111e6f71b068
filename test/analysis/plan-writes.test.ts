import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { product } from "../../config/product.ts";
import { planWrites } from "../../src/analysis/plan-writes.ts";
import type { PlanInput, StoredDeal, WritePlan } from "../../src/analysis/write-plan.ts";
import type { DealFinding, Episode, StalledDeal } from "../../src/domain/finding.ts";
import { emptyDealFields } from "../../src/domain/flag.ts";
import { phrasesOf, today } from "./builders.ts";

type Flag = StalledDeal["flag"];

function aStall(dealId: string, change: Partial<StalledDeal> = {}): StalledDeal {
  const flag: Flag = change.flag ?? "silent";
  const stall = { dealId, since: "2026-10-01", days: 13, usualDays: 9, rule: "silence", signs: [] } as const;
  return {
    kind: "stalled",
    dealId,
    repId: "r1",
    amount: 100,
    stall,
    flag,
    reading: null,
    fields: {
      ...emptyDealFields,
      flag,
      stalledSince: stall.since,
      stallRule: stall.rule,
      usualDays: 9,
      ask: "What next?",
    },
    ...change,
  };
}

function aStored(id: string, change: Partial<StoredDeal> = {}): StoredDeal {
  return {
    id,
    name: `Deal ${id}`,
    outcome: "open",
    isGone: false,
    fields: emptyDealFields,
    contest: null,
    ...change,
  };
}

function anEpisode(dealId: string, state: Episode["state"] = "flagged"): Episode {
  const flaggedOn = state === "flagged" ? "2026-10-10" : null;
  return {
    id: `e-${dealId}`,
    dealId,
    rule: "silence",
    since: "2026-10-01",
    usualDays: 9,
    state,
    openedOn: "2026-10-09",
    flaggedOn,
  };
}

function anInput(change: Partial<PlanInput> = {}, deals: StoredDeal[] = []): PlanInput {
  const ids = change.findings?.map(({ dealId }) => dealId) ?? [];
  const all = new Map(ids.map((id) => [id, aStored(id)]));
  for (const deal of deals) all.set(deal.id, deal);
  return {
    findings: [],
    deals: all,
    openEpisodes: [],
    openTasks: [],
    plannedTaskKeys: new Set(),
    flaggedToday: new Map(),
    repNames: new Map([["r1", "Anna Nowak"]]),
    today,
    settings: product.flags,
    phrases: phrasesOf.en,
    ...change,
  };
}

const nothing: WritePlan = { fieldUpdates: [], tasks: [], closings: [], episodes: [], listed: [] };
const shown = { ...emptyDealFields, flag: "silent", stalledSince: "2026-10-01", ask: "What next?" } as const;
const task = { key: "task-e-d1", dealId: "d1", taskId: "77", episodeId: "e-d1" };

describe("a new stall", () => {
  it("gets its fields, one task due the next working day, and a flagged episode", () => {
    const plan = planWrites(anInput({ findings: [aStall("d1")] }));
    expect(plan.fieldUpdates).toEqual([
      {
        dealId: "d1",
        fields: {
          flag: "silent",
          stalledSince: "2026-10-01",
          stallRule: "silence",
          usualDays: 9,
          ask: "What next?",
        },
      },
    ]);
    expect(plan.tasks).toMatchObject([
      {
        key: "task-d1-silence-2026-10-01",
        dealId: "d1",
        ownerId: "r1",
        due: "2026-10-15",
        priority: "medium",
      },
    ]);
    expect(plan.episodes).toMatchObject([
      { id: "d1-silence-2026-10-01", state: "flagged", flaggedOn: today },
    ]);
  });

  it("gets no task when the rep has named a dated step or a person contests the flag", () => {
    const solution = planWrites(anInput({ findings: [aStall("d1", { flag: "solution" })] }));
    expect([solution.fieldUpdates.length, solution.tasks]).toEqual([1, []]);
    const contested = planWrites(
      anInput({ findings: [aStall("d1")] }, [aStored("d1", { contest: "contest" })]),
    );
    expect([contested.fieldUpdates.length, contested.tasks]).toEqual([1, []]);
  });
});

describe("the cap", () => {
  const many = [1, 2, 3, 4, 5].map((n) => aStall(`d${n}`, { amount: n * 100 }));

  it("flags the three largest of a rep, lists the rest and writes nothing about them", () => {
    const plan = planWrites(anInput({ findings: many }));
    expect(plan.fieldUpdates.map(({ dealId }) => dealId)).toEqual(["d3", "d4", "d5"]);
    expect(plan.tasks).toHaveLength(3);
    expect(plan.listed.map(({ dealId }) => dealId)).toEqual(["d2", "d1"]);
    expect(plan.episodes.filter(({ state }) => state === "listed").map(({ dealId }) => dealId)).toEqual([
      "d1",
      "d2",
    ]);
  });

  it("counts what was flagged earlier the same day, and each rep alone", () => {
    const other = aStall("x1", { repId: "r2" });
    const plan = planWrites(anInput({ findings: [...many, other], flaggedToday: new Map([["r1", 2]]) }));
    expect(plan.fieldUpdates.map(({ dealId }) => dealId)).toEqual(["d5", "x1"]);
  });

  it("prefers the more serious flag at the same amount, and any amount to none", () => {
    const findings = [
      aStall("a", { amount: null, flag: "broken" }),
      aStall("b", { flag: "vague" }),
      aStall("c", { flag: "silent" }),
      aStall("d", { flag: "excuse" }),
      aStall("e", { flag: "broken" }),
    ];
    const plan = planWrites(anInput({ findings }));
    expect(plan.fieldUpdates.map(({ dealId }) => dealId)).toEqual(["c", "d", "e"]);
  });

  it("flags a listed deal on a later night, with its frozen start", () => {
    const plan = planWrites(anInput({ findings: [aStall("d1")], openEpisodes: [anEpisode("d1", "listed")] }));
    expect(plan.episodes).toEqual([{ ...anEpisode("d1", "listed"), state: "flagged", flaggedOn: today }]);
    expect(plan.tasks).toMatchObject([{ key: "task-e-d1", episodeId: "e-d1" }]);
  });
});

describe("a flagged deal", () => {
  const flagged = {
    openEpisodes: [anEpisode("d1")],
    openTasks: [task],
    plannedTaskKeys: new Set([task.key]),
  };

  it("gets only what changed, and never a second task", () => {
    const finding = aStall("d1", { flag: "excuse", fields: { ...shown, flag: "excuse", reason: "price" } });
    const plan = planWrites(anInput({ findings: [finding], ...flagged }, [aStored("d1", { fields: shown })]));
    expect(plan).toEqual({
      ...nothing,
      fieldUpdates: [{ dealId: "d1", fields: { flag: "excuse", reason: "price" } }],
    });
    const done = planWrites(
      anInput({ findings: [finding], ...flagged, openTasks: [] }, [aStored("d1", { fields: shown })]),
    );
    expect(done.tasks).toEqual([]);
  });

  it("gets its one task later when the promised step was not kept", () => {
    const input = {
      findings: [aStall("d1", { flag: "broken", fields: shown })],
      openEpisodes: [anEpisode("d1")],
    };
    const deals = [aStored("d1", { fields: shown })];
    expect(planWrites(anInput(input, deals)).tasks).toMatchObject([{ key: "task-e-d1", priority: "high" }]);
    expect(planWrites(anInput({ ...input, flaggedToday: new Map([["r1", 3]]) }, deals))).toEqual(nothing);
  });

  it("that moves again shows moving and nothing else, and its task and episode close", () => {
    const plan = planWrites(
      anInput({ findings: [{ kind: "moving", dealId: "d1" }], ...flagged }, [
        aStored("d1", { fields: shown }),
      ]),
    );
    expect(plan).toEqual({
      ...nothing,
      fieldUpdates: [{ dealId: "d1", fields: { flag: "moving", stalledSince: null, ask: null } }],
      closings: [task],
      episodes: [{ ...anEpisode("d1"), state: "closed" }],
    });
  });

  it("that is won or lost shows nothing any more", () => {
    for (const outcome of ["won", "lost"] as const) {
      const plan = planWrites(anInput(flagged, [aStored("d1", { outcome, fields: shown })]));
      expect(plan.fieldUpdates).toEqual([
        { dealId: "d1", fields: { flag: null, stalledSince: null, ask: null } },
      ]);
      expect(plan.closings).toEqual([task]);
    }
  });

  it("that is gone from the CRM is not written to, only its task closes", () => {
    const plan = planWrites(anInput(flagged, [aStored("d1", { isGone: true, fields: shown })]));
    expect([plan.fieldUpdates, plan.closings.length, plan.episodes[0]?.state]).toEqual([[], 1, "closed"]);
  });

  it("that could not be judged tonight, or broke the analysis, keeps what it shows", () => {
    const findings: DealFinding[] = [
      { kind: "not-judged", dealId: "d1", because: "incomplete-data" },
      { kind: "failed", dealId: "d1", problem: "x" },
    ];
    for (const finding of findings)
      expect(
        planWrites(anInput({ findings: [finding], ...flagged }, [aStored("d1", { fields: shown })])),
      ).toEqual(nothing);
  });
});

describe("a deal that was never flagged", () => {
  it("gets no write at all when it moves or closes, and its listed episode closes", () => {
    const findings: DealFinding[] = [{ kind: "moving", dealId: "d1" }];
    const plan = planWrites(anInput({ findings, openEpisodes: [anEpisode("d1", "listed")] }));
    expect(plan).toEqual({ ...nothing, episodes: [{ ...anEpisode("d1", "listed"), state: "closed" }] });
    expect(planWrites(anInput({ findings }, [aStored("d1", { outcome: "won" })]))).toEqual(nothing);
  });
});

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
      const stored = states.map(({ stored: fields }, n) => aStored(`d${n}`, fields));
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
  const made = plan.tasks.map(({ key, dealId, episodeId }) => ({
    key,
    dealId,
    episodeId,
    taskId: `new-${key}`,
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
