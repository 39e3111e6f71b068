import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { product } from "../../../config/product.ts";
import { computeSilenceLimits } from "../../../src/analysis/stalls/silence-limits.ts";
import { computeStageClocks } from "../../../src/analysis/stalls/stage-clocks.ts";
import type { Pipeline } from "../../../src/domain/deal.ts";
import { msPerDay } from "../../../src/domain/time.ts";

const settings = product.stalls;

const pipelines: Pipeline[] = [
  {
    id: "sales",
    label: "Sales",
    stages: [
      { id: "new", label: "New", position: 0, outcome: "open" },
      { id: "offer", label: "Offer", position: 1, outcome: "open" },
      { id: "won", label: "Won", position: 2, outcome: "won" },
    ],
  },
];

function stay(stageId: string, days: number, wentOn = true) {
  return { pipelineId: "sales", stageId, enteredAt: 0, leftAt: days * msPerDay + 1, wentOn };
}

const oneToTwenty = Array.from({ length: 20 }, (_, index) => index + 1);

describe("stage clocks", () => {
  it("take median and 90 % point from the stage's own stays that went on", () => {
    const lost = Array.from({ length: 30 }, () => stay("new", 300, false));
    const [clock] = computeStageClocks(
      [...oneToTwenty.map((days) => stay("new", days)), ...lost],
      settings,
      pipelines,
    );
    expect(clock).toEqual({
      pipelineId: "sales",
      stageId: "new",
      usualDays: 10,
      limitDays: 19,
      sample: 20,
      basis: "stage",
    });
  });

  it("borrow the pipeline's stays for a stage with too few, and cover stages nobody left", () => {
    const clocks = computeStageClocks(
      oneToTwenty.map((days) => stay("new", days)),
      settings,
      pipelines,
    );
    expect(clocks.map(({ stageId, basis, sample }) => [stageId, basis, sample])).toEqual([
      ["new", "stage", 20],
      ["offer", "pipeline", 20],
    ]);
  });

  it("guess and say so while there is too little of everything", () => {
    const [clock] = computeStageClocks([stay("new", 3)], settings, pipelines);
    expect(clock).toMatchObject({ basis: "guess", usualDays: 14, limitDays: 30, sample: 1 });
  });

  it("never set a limit within which a deal still counts as new", () => {
    const [clock] = computeStageClocks(
      oneToTwenty.map(() => stay("new", 0)),
      settings,
      pipelines,
    );
    expect(clock).toMatchObject({ usualDays: 0, limitDays: settings.newDealDays });
  });

  it("do not depend on the order of the stays", () => {
    const days = fc.array(fc.nat(400), { minLength: 12, maxLength: 40 });
    fc.assert(
      fc.property(
        days.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          const clocksOf = (list: number[]) =>
            computeStageClocks(
              list.map((one) => stay("new", one)),
              settings,
              pipelines,
            );
          expect(clocksOf(shuffled)).toEqual(clocksOf(all));
        },
      ),
    );
  });
});

describe("silence limits", () => {
  const won = (pipelineId: string, ...days: number[]) => ({
    pipelineId,
    wonAt: 400 * msPerDay,
    contactsAt: days.map((day) => day * msPerDay),
  });

  it("take the longest gap of each won deal, whatever the order of its contacts", () => {
    const deals = oneToTwenty.map((gap) => won("sales", 30 + gap, 0, 30, 10));
    const [limit] = computeSilenceLimits(deals, settings, pipelines);
    expect(limit).toEqual({
      pipelineId: "sales",
      usualDays: 20,
      limitDays: 20,
      sample: 20,
      basis: "pipeline",
    });
  });

  it("borrow the account's won deals for a pipeline with too few", () => {
    const other = oneToTwenty.map((gap) => won("renewals", 0, gap));
    const [limit] = computeSilenceLimits([...other, won("sales", 0, 90)], settings, pipelines);
    expect(limit).toMatchObject({ pipelineId: "sales", basis: "account", sample: 21 });
  });

  it("learn nothing from a deal with one contact, or from contacts after it was won", () => {
    const [limit] = computeSilenceLimits(
      oneToTwenty.map(() => won("sales", 0, 450)),
      settings,
      pipelines,
    );
    expect(limit).toMatchObject({ basis: "guess", sample: 0, limitDays: 21 });
  });
});
