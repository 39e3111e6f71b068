import { describe, expect, it } from "@jest/globals";
import { weighCohort } from "../../../src/analysis/stalls/cohort.ts";
import { type DealCourse, findAges, findLulls } from "../../../src/analysis/stalls/deal-course.ts";
import { findPushes } from "../../../src/analysis/stalls/find-pushes.ts";
import { fitRisk, type Snapshot, statedRisk } from "../../../src/analysis/stalls/fit-risk.ts";
import { assessRisk } from "../../../src/analysis/stalls/risk.ts";
import { shrinkFactors } from "../../../src/analysis/stalls/shrunk-factors.ts";
import { findSizeBounds, sizeClassOf } from "../../../src/analysis/stalls/size-class.ts";
import { msPerDay } from "../../../src/domain/time.ts";
import { fc } from "../../support/properties.ts";

const settings = { movedWithinDays: 3, newDealDays: 7 };
const day = (days: number) => days * msPerDay;

function aCourse(change: Partial<DealCourse> = {}): DealCourse {
  return {
    dealId: "d",
    pipelineId: "p",
    repId: "r",
    amount: 1,
    createdAt: 0,
    endedAt: day(40),
    isWon: true,
    spells: [
      { stageId: "a", enteredAt: 0, leftAt: day(20) },
      { stageId: "b", enteredAt: day(20), leftAt: day(40) },
    ],
    contactsAt: [],
    proposalsAt: [],
    closeDates: [],
    contactCount: 1,
    ...change,
  };
}

describe("stretches without movement", () => {
  it("end with a contact, a new stage or the deal, each with its clocks at that moment", () => {
    expect(findLulls(aCourse({ contactsAt: [day(12), day(26)] }), settings)).toEqual([
      { stageId: "a", ageDays: 12, silenceDays: 12, quietDays: 12 },
      { stageId: "a", ageDays: 20, silenceDays: 8, quietDays: 8 },
      { stageId: "b", ageDays: 6, silenceDays: 14, quietDays: 6 },
      { stageId: "b", ageDays: 20, silenceDays: 14, quietDays: 14 },
    ]);
  });

  it("leave out what is too short to be called one, and the days in which a deal is new", () => {
    const contactsAt = Array.from({ length: 14 }, (_, place) => day(3 * place));
    expect(findLulls(aCourse({ contactsAt }), settings)).toEqual([]);
    expect(findLulls(aCourse({ endedAt: day(6) }), settings)).toEqual([]);
  });

  it("count the age of a stage from the last proposal sent in it", () => {
    const sent = [day(30)];
    const lulls = findLulls(aCourse({ contactsAt: sent, proposalsAt: sent }), settings);
    expect(lulls.at(-1)).toEqual({ stageId: "b", ageDays: 10, silenceDays: 10, quietDays: 10 });
  });

  it("take a day begun as seen of a won deal, and as not seen of a lost one", () => {
    const lastOf = (isWon: boolean) => findLulls(aCourse({ isWon, endedAt: day(39.5) }), settings).at(-1);
    expect([lastOf(true)?.ageDays, lastOf(false)?.ageDays]).toEqual([20, 19]);
  });
});

describe("the age in a stage", () => {
  it("runs on through contacts, starts anew with a proposal, and counts no stage the deal has just entered", () => {
    const contactsAt = Array.from({ length: 40 }, (_, place) => day(place));
    expect([...findAges(aCourse({ contactsAt }), settings)]).toEqual([
      ["a", 20],
      ["b", 20],
    ]);
    expect(findAges(aCourse({ proposalsAt: [day(32)] }), settings).get("b")).toBe(12);
    expect([...findAges(aCourse({ endedAt: day(23) }), settings).keys()]).toEqual(["a"]);
  });
});

describe("a cohort", () => {
  const createdAt = Array.from({ length: 10 }, (_, place) => day(10 * place));
  const sources = { openSince: createdAt, now: day(100), recordedFrom: -Infinity };

  it("counts a deal by the inverse of the share of deals that could have been seen as long", () => {
    const [quick, slow] = weighCohort(
      [aCourse({ createdAt: 0, endedAt: 0 }), aCourse({ createdAt: 0, endedAt: day(95) })],
      sources,
    );
    expect(quick?.weight).toBe(1);
    // Three of twelve deals (itself, the quick one and the open one of day 0) are 95 days or older.
    expect(slow?.weight).toBe(4);
  });

  it("leaves out deals that are older than the record", () => {
    const recorded = { ...sources, recordedFrom: day(1) };
    expect(weighCohort([aCourse({ createdAt: 0 })], recorded)).toEqual([]);
  });
});

describe("factors of reps and sizes", () => {
  const measured = (group: string, values: readonly number[]) =>
    values.map((logRatio) => ({ group, logRatio }));
  const around = (centre: number, count: number) =>
    Array.from({ length: count }, (_, place) => centre + (place % 2 === 0 ? 0.1 : -0.1));

  it("are 1 where groups differ no more than chance makes them", () => {
    const same = [...measured("a", around(0, 20)), ...measured("b", around(0, 20))];
    expect([...shrinkFactors(same, 8).values()]).toEqual([1, 1]);
  });

  it("tell a slow group from a quick one, and are drawn to 1 where there is little", () => {
    const much = shrinkFactors([...measured("a", around(0.5, 60)), ...measured("b", around(-0.5, 60))], 8);
    expect(much.get("a")).toBeCloseTo(Math.exp((0.5 * 60) / 68), 2);
    const little = shrinkFactors([...measured("a", around(0.5, 4)), ...measured("b", around(-0.5, 60))], 8);
    expect(Math.log(little.get("a") ?? 1)).toBeLessThan(0.5);
    expect(shrinkFactors([], 8)).toEqual(new Map());
  });

  it("never leave the range in which they can be believed", () => {
    const wild = shrinkFactors([...measured("a", around(5, 60)), ...measured("b", around(-5, 60))], 8);
    expect([...wild.values()]).toEqual([2, 0.5]);
  });
});

describe("size classes", () => {
  it("are thirds of the amounts, and none where amounts are few or the same", () => {
    const bounds = findSizeBounds([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 10);
    expect(bounds).toEqual([4, 7]);
    expect([4, 5, 8, null].map((amount) => sizeClassOf(amount, { sizeBounds: bounds }))).toEqual([
      "small",
      "medium",
      "large",
      null,
    ]);
    expect(findSizeBounds([1, 2, 3], 10)).toBeNull();
    expect(
      findSizeBounds(
        Array.from({ length: 20 }, () => 5),
        10,
      ),
    ).toBeNull();
  });
});

describe("pushes", () => {
  it("are how often and how far a close date moved later, a day's last value counting", () => {
    const at = (days: number, value: string) => ({ at: day(days), value });
    const dates = [at(0, "2026-01-01"), at(5, "2026-03-01"), at(5.2, "2026-01-11"), at(9, "2026-01-05")];
    expect(findPushes(dates, "UTC")).toEqual([{ on: "1970-01-06", days: 10 }]);
  });
});

describe("the risk", () => {
  /** Quiet deals are lost four times out of five, the others won as often. */
  const snapshots = Array.from({ length: 2_000 }, (_, place): Snapshot => {
    const isQuiet = place % 2 === 0;
    return {
      stageId: "a",
      inputs: [0, isQuiet ? 2 : 0, 0],
      isWon: Math.floor(place / 2) % 5 === 0 ? isQuiet : !isQuiet,
      weight: 1,
    };
  });
  const facts = {
    stageId: "b",
    stageDays: 9,
    usualStageDays: 9,
    silenceDays: 9,
    usualSilenceDays: 9,
    pushes: 0,
  };

  it("is learned as it was, and told by its parts", () => {
    const model = fitRisk(snapshots, snapshots.length);
    const usual = assessRisk(facts, new Set(), model);
    const quiet = assessRisk({ ...facts, silenceDays: 39 }, new Set(), model);
    expect(usual).toMatchObject({ parts: [], basis: "learned" });
    expect(usual.chance).toBeCloseTo(0.2, 1);
    expect(quiet.chance).toBeCloseTo(0.8, 1);
    expect(quiet.parts.map(({ part }) => part)).toEqual(["silence"]);
  });

  it("allows for stages in which deals are lost whatever their clocks say", () => {
    const early = snapshots.map(
      (one, place): Snapshot => ({ ...one, stageId: "early", isWon: place % 10 === 0 }),
    );
    const late = snapshots.map(
      (one, place): Snapshot => ({ ...one, stageId: "late", isWon: place % 10 !== 0 }),
    );
    const model = fitRisk([...early, ...late], 4_000);
    const inStage = (stageId: string) => assessRisk({ ...facts, stageId }, new Set(), model);
    expect(inStage("early").chance).toBeGreaterThan(0.8);
    expect(inStage("late").chance).toBeLessThan(0.2);
    expect(inStage("late").parts).toMatchObject([{ part: "stage" }]);
  });

  it("stays as stated with no deals and close to it with few", () => {
    expect(fitRisk([], 0)).toEqual(statedRisk);
    const few = fitRisk(snapshots.slice(0, 10), 10);
    expect(Math.abs(few.weights.silence - statedRisk.weights.silence)).toBeLessThan(0.4);
    expect(assessRisk(facts, new Set(["close-date-past"]), statedRisk)).toMatchObject({ basis: "guess" });
  });

  it("never falls when a deal gets older, quieter or is pushed, whatever it was learned from", () => {
    const upsideDown = snapshots.map((one) => ({ ...one, isWon: !one.isWon }));
    const days = fc.integer({ min: 0, max: 200 });
    const anyFacts = fc.record({
      stageId: fc.constantFrom("a", "b"),
      stageDays: days,
      usualStageDays: days,
      silenceDays: days,
      usualSilenceDays: days,
      pushes: fc.integer({ min: 0, max: 5 }),
    });
    const model = fitRisk(upsideDown, upsideDown.length);
    fc.assert(
      fc.property(anyFacts, days, (now, more) => {
        const worse = {
          ...now,
          stageDays: now.stageDays + more,
          silenceDays: now.silenceDays + more,
          pushes: now.pushes + more,
        };
        const chance = (of: typeof now) => assessRisk(of, new Set(), model).chance;
        expect(chance(worse)).toBeGreaterThanOrEqual(chance(now));
      }),
    );
  });
});
