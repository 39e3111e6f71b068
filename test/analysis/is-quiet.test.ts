import { describe, expect, it } from "@jest/globals";
import { product } from "../../config/product.ts";
import { isQuiet } from "../../src/analysis/is-quiet.ts";
import { planWrites } from "../../src/analysis/plan-writes.ts";
import type { PlanInput } from "../../src/analysis/write-plan.ts";
import type { EndedTask } from "../../src/domain/finding.ts";
import { emptyDealFields } from "../../src/domain/flag.ts";
import { addDays, type CivilDate } from "../../src/domain/time.ts";
import { today } from "./builders.ts";
import { anInput, aStall, aStored } from "./plan-builders.ts";

const quietDays = product.flags.quietAfterTaskDays;

function anEnded(change: Partial<EndedTask> = {}): EndedTask {
  const own = { dealId: "d1", rule: "silence", ownerId: "r1", endedOn: addDays(today, -3) } as const;
  return { ...own, wasBroken: false, repeats: 0, ...change };
}

describe("a stall is left without another task for a while", () => {
  const after = (ended: Partial<EndedTask>, stall: Parameters<typeof aStall>[1] = {}) =>
    isQuiet(aStall("d1", stall), [anEnded(ended)], { today, quietDays });
  const repeated = (repeats: number) =>
    ({ flag: "excuse", fields: { ...emptyDealFields, flag: "excuse", repeats } }) as const;

  it("after one for the same rep and rule, and no longer", () => {
    expect(after({})).toBe(true);
    expect(after({ endedOn: addDays(today, 1 - quietDays) })).toBe(true);
    expect(after({ endedOn: addDays(today, -quietDays) })).toBe(false);
    expect(after({ rule: "stage-age" })).toBe(false);
    expect(isQuiet(aStall("d1"), [], { today, quietDays })).toBe(false);
  });

  it("not when somebody else had it, for whom it was no reminder", () => {
    expect(after({ ownerId: "r2" })).toBe(false);
    expect(after({ ownerId: null })).toBe(true);
  });

  it("not when it got worse: a promise was broken since, or the same reason was given once more", () => {
    expect(after({}, { flag: "broken" })).toBe(false);
    expect(after({ wasBroken: true }, { flag: "broken" })).toBe(true);
    expect(after({ repeats: 0 }, repeated(1))).toBe(true);
    expect(after({ repeats: 1 }, repeated(2))).toBe(false);
    expect(after({ repeats: 2 }, repeated(2))).toBe(true);
  });
});

/** Nights on which a deal gets a task that somebody works on once a week: it moves for three days and stands still for four. */
function playWeeks(weeks: number, quietAfterTaskDays: number): { tasks: CivilDate[]; flagged: number } {
  let input: PlanInput = anInput({}, [aStored("d1")]);
  const tasks: CivilDate[] = [];
  let flagged = 0;
  for (let night = 0; night < 7 * weeks; night += 1) {
    const date = addDays(today, night);
    const isMoving = night % 7 < 3;
    const finding = isMoving ? ({ kind: "moving", dealId: "d1" } as const) : aStall("d1");
    const settings = { ...product.flags, quietAfterTaskDays };
    const plan = planWrites({ ...input, today: date, settings, findings: [finding] });
    tasks.push(...plan.tasks.map(() => date));
    const closed = plan.closings.map(({ key }) => key);
    const made = plan.tasks.map(({ key, episodeId }) => ({
      key,
      episodeId,
      dealId: "d1",
      taskId: key,
      ownerId: "r1",
    }));
    const fields = { ...(input.deals.get("d1")?.fields ?? emptyDealFields), ...plan.fieldUpdates[0]?.fields };
    if (fields.flag === "silent") flagged += 1;
    const episodes = new Map([...input.openEpisodes, ...plan.episodes].map((one) => [one.id, one]));
    input = {
      ...input,
      deals: new Map([["d1", aStored("d1", { fields })]]),
      openEpisodes: [...episodes.values()].filter(({ state }) => state !== "closed"),
      openTasks: [...input.openTasks.filter(({ key }) => !closed.includes(key)), ...made],
      plannedTaskKeys: new Set([...input.plannedTaskKeys, ...made.map(({ key }) => key)]),
      repeatableTasks: new Map([
        ...input.repeatableTasks,
        ...closed.map((key) => [key, "taken-back"] as const),
      ]),
      endedTasks: [...input.endedTasks, ...closed.map(() => anEnded({ endedOn: date }))],
    };
  }
  return { tasks, flagged };
}

it("a deal worked on once a week has a task every third week in place of each, and shows its flag all the same", () => {
  expect(playWeeks(9, 0).tasks).toHaveLength(9);
  const { tasks, flagged } = playWeeks(9, quietDays);
  expect(tasks).toHaveLength(3);
  expect(flagged).toBe(playWeeks(9, 0).flagged);
});
