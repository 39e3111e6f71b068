import { describe, expect, it } from "@jest/globals";
import { product } from "../../../config/product.ts";
import { learnStalls, type StallHistory } from "../../../src/analysis/stalls/learn-stalls.ts";
import type { Pipeline } from "../../../src/domain/deal.ts";
import { msPerDay } from "../../../src/domain/time.ts";

const settings = product.stalls;

const pipelines: Pipeline[] = [
  {
    id: "sales",
    label: "Sales",
    stages: [
      { id: "new", label: "New", position: 0, outcome: "open" },
      { id: "won", label: "Won", position: 1, outcome: "won" },
    ],
  },
];

const nothing: StallHistory = { stays: [], ended: [], open: [], pipelines, now: 0, recordedFrom: null };

it("guesses and says so while there is nothing to learn from", () => {
  const { clocks, silences } = learnStalls(nothing, settings);
  expect(clocks).toMatchObject([{ stageId: "new", basis: "guess", usualDays: 14, limitDays: 30, sample: 0 }]);
  expect(silences).toMatchObject([
    { stageId: "new", basis: "guess", usualDays: 10, limitDays: 21, sample: 0 },
  ]);
});

it("learns no habit of silence from deals older than the record, of whose contacts some are known by chance", () => {
  const day = (days: number) => days * msPerDay;
  const won = (place: number, { contactsAt = [] as number[], createdAt = 0, repId = "old" } = {}) => {
    const endedAt = createdAt + day(60 + place);
    const spells = [{ stageId: "new", enteredAt: createdAt, leftAt: endedAt }];
    const course = { dealId: `${repId}${place}`, pipelineId: "sales", repId, amount: 1, createdAt, endedAt };
    return { ...course, isWon: true, spells, contactsAt, proposalsAt: [], closeDates: [], contactCount: 1 };
  };
  const places = Array.from({ length: 40 }, (_, place) => place);
  const recent = places.map((place) =>
    won(place, { createdAt: day(100), contactsAt: [day(110)], repId: "new" }),
  );
  const learnFrom = (byChance: number[]) => {
    const older = places.map((place) => won(place, { contactsAt: byChance }));
    return learnStalls(
      { ...nothing, ended: [...older, ...recent], now: day(400), recordedFrom: day(90) },
      settings,
    );
  };
  expect(learnFrom([day(20), day(40)])).toEqual(learnFrom([]));
  expect(learnFrom([]).habits[0]?.repFactors).toEqual({ new: 1 });
});

describe("where nearly all deals are won", () => {
  const day = (days: number) => days * msPerDay;
  /** Deals that ended after 11, 12, 13... days in one stage without any contact but at their start. */
  const ends = (isWon: boolean, count: number) =>
    Array.from({ length: count }, (_, place) => {
      const endedAt = day(11 + place);
      const spells = [{ stageId: "new", enteredAt: 0, leftAt: endedAt }];
      const dealId = `${isWon ? "won" : "lost"} ${place}`;
      const course = { dealId, pipelineId: "sales", repId: "ann", amount: 1, createdAt: 0, endedAt, isWon };
      return { ...course, spells, contactsAt: [0], proposalsAt: [], closeDates: [], contactCount: 1 };
    });
  const learn = (won: number, lost: number) => {
    const ended = [...ends(true, won), ...ends(false, lost)];
    const stays = ended.map(({ endedAt, isWon }) => {
      return { pipelineId: "sales", stageId: "new", enteredAt: 0, leftAt: endedAt, wentOn: isWon };
    });
    const { clocks, silences } = learnStalls({ ...nothing, stays, ended, now: day(200) }, settings);
    return { age: clocks[0]?.limitDays ?? 0, silence: silences[0]?.limitDays ?? 0 };
  };

  it("a limit that some won deals pass takes half as long again", () => {
    expect(learn(20, 4).silence).toBeCloseTo(1.5 * learn(20, 20).silence);
    expect(learn(20, 4).age).toBeGreaterThan(1.4 * learn(20, 20).age);
  });

  it("a few lost deals among the won buy no limit", () => {
    const { age, silence } = learn(60, 4);
    expect(Math.min(age, silence)).toBeGreaterThan(1.4 * 70);
  });

  it("the risk is learned from a dozen deals", () => {
    const riskOf = (count: number) =>
      learnStalls({ ...nothing, ended: ends(true, count), now: day(200) }, settings).habits[0]?.risk;
    expect(riskOf(11)).toMatchObject({ sample: 0, base: 0 });
    expect(riskOf(12)?.sample).toBe(12);
    expect(riskOf(12)?.base).toBeLessThan(-1);
  });
});
