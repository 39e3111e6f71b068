import { expect, it } from "@jest/globals";
import { product } from "../../../config/product.ts";
import { learnStalls, type StallHistory } from "../../../src/analysis/stalls/learn-stalls.ts";
import type { Pipeline } from "../../../src/domain/deal.ts";

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
