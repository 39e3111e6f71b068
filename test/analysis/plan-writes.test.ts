import { describe, expect, it } from "@jest/globals";
import { classifyFollowUp } from "../../src/analysis/follow-ups/classify-follow-up.ts";
import { planWrites } from "../../src/analysis/plan-writes.ts";
import type { DealFinding } from "../../src/domain/finding.ts";
import { today } from "./builders.ts";
import { anEpisode, anInput, aStall, aStored, nothing, shown, task } from "./plan-builders.ts";

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

describe("a contested flag", () => {
  const over = (followUpId: string) =>
    aStall("d1", {
      flag: "excuse",
      reading: {
        followUpId,
        repId: "r1",
        writtenAt: 0,
        classification: classifyFollowUp({ text: "Too expensive for them", writtenOn: "2026-10-02" }),
        quote: "Too expensive for them",
      },
    });
  const contested = aStored("d1", { contest: "contest", contestedFollowUpId: "note:1" });

  it("is not raised anew over the same text after the deal moved", () => {
    const plan = planWrites(anInput({ findings: [over("note:1")] }, [contested]));
    expect([plan.fieldUpdates, plan.tasks, plan.listed]).toEqual([[], [], []]);
    expect(plan.episodes).toMatchObject([{ state: "listed" }]);
  });

  it("is raised over a newer text, or when the contest was taken back", () => {
    for (const [finding, deal] of [
      [over("note:2"), contested],
      [over("note:1"), { ...contested, contest: null }],
    ] as const) {
      expect(planWrites(anInput({ findings: [finding] }, [deal])).fieldUpdates).toHaveLength(1);
    }
  });

  it("stays as it is while the stall goes on", () => {
    const openEpisodes = [anEpisode("d1")];
    const plan = planWrites(anInput({ findings: [over("note:1")], openEpisodes }, [contested]));
    expect([plan.fieldUpdates.length, plan.tasks]).toEqual([1, []]);
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

  it("keeps its fields, task and episode while the CRM does not show it, and gets nothing new", () => {
    const findings = [[aStall("d1", { flag: "excuse" })], [{ kind: "vanished", dealId: "d1" } as const], []];
    for (const some of findings) {
      const deal = aStored("d1", { fields: shown, isVanished: true });
      expect(planWrites(anInput({ findings: some, ...flagged }, [deal]))).toEqual(nothing);
    }
    const gone = aStored("d1", { fields: shown, isVanished: true, isGone: true });
    expect(planWrites(anInput({ ...flagged }, [gone])).closings).toHaveLength(1);
  });

  it("gets its task again that the CRM refused, whatever the cap, and after no other", () => {
    const over = { ...flagged, openTasks: [], flaggedToday: new Map([["r1", 3]]) };
    const tasksWith = (repeatable: [string, "refused" | "taken-back"][]) =>
      planWrites(
        anInput({ findings: [aStall("d1")], ...over, repeatableTasks: new Map(repeatable) }, [
          aStored("d1", { fields: shown }),
        ]),
      ).tasks.map(({ key }) => key);
    expect(tasksWith([[task.key, "refused"]])).toEqual([task.key]);
    expect(tasksWith([])).toEqual([]);
    expect(tasksWith([[task.key, "taken-back"]])).toEqual([]);
  });

  it("that moved and stands still again since the same day gets a new task, unless a person closed the first", () => {
    const id = "d1-silence-2026-10-01";
    const tasksAfter = (...repeatable: (readonly [string, "refused" | "taken-back"])[]) => {
      const keys = [`task-${id}`, ...repeatable.slice(1).map(([key]) => key)];
      const input = { plannedTaskKeys: new Set(keys), repeatableTasks: new Map(repeatable) };
      return planWrites(anInput({ findings: [aStall("d1")], ...input })).tasks.map(({ key }) => key);
    };
    expect(tasksAfter()).toEqual([]);
    expect(tasksAfter([`task-${id}`, "taken-back"])).toEqual([`task-${id}-2`]);
    expect(tasksAfter([`task-${id}`, "taken-back"], [`task-${id}-2`, "taken-back"])).toEqual([
      `task-${id}-3`,
    ]);
    expect(tasksAfter([`task-${id}`, "taken-back"], [`task-${id}-2`, "refused"])).toEqual([`task-${id}-2`]);
  });

  it("gets no task while one of an earlier stall stands open", () => {
    const openTasks = [{ ...task, key: "task-earlier", episodeId: null }];
    const plan = planWrites(anInput({ findings: [aStall("d1")], openTasks }));
    expect([plan.fieldUpdates.length, plan.tasks]).toEqual([1, []]);
  });

  it("that is somebody else's by now takes the task from who had it, and its new owner gets one in a later night", () => {
    const findings: DealFinding[] = [aStall("d1", { repId: "r2", fields: shown })];
    const deals = [aStored("d1", { fields: shown, ownerId: "r2" })];
    const first = planWrites(anInput({ findings, ...flagged }, deals));
    expect([first.tasks, first.closings]).toEqual([[], [task]]);
    const unjudged: DealFinding[] = [{ kind: "not-judged", dealId: "d1", because: "inactive-owner" }];
    expect(planWrites(anInput({ findings: unjudged, ...flagged }, deals)).closings).toEqual([task]);
    const repeatableTasks = new Map([[task.key, "taken-back"] as const]);
    const later = { findings, ...flagged, openTasks: [], repeatableTasks };
    expect(planWrites(anInput(later, deals)).tasks).toMatchObject([{ key: `${task.key}-2`, ownerId: "r2" }]);
    const old = { ...task, ownerId: null };
    expect(planWrites(anInput({ findings, ...flagged, openTasks: [old] }, deals))).toEqual(nothing);
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
