import { expect, it } from "@jest/globals";
import { keepKnown } from "../../../src/analysis/follow-ups/model/known-features.ts";
import { toSample } from "../../../src/analysis/follow-ups/training/dataset.ts";
import { learnKnown } from "../../../src/analysis/follow-ups/training/learn-known.ts";
import { parseMarkedTexts } from "../../../src/analysis/follow-ups/training/marked-texts.ts";

function samplesBy(author: string, text: string) {
  return parseMarkedTexts(`- - | ${text}`, "en", author).map((row) => toSample(row, 0));
}

it("what one, two or three authors wrote is left out, what four wrote counts", () => {
  const samples = [
    ...samplesBy("en-8", "Spoke with gizmo people"),
    ...samplesBy("en-9", "Spoke with widget people"),
    ...samplesBy("en-10", "Spoke with widget people"),
    ...samplesBy("en-11", "Spoke with widget people"),
  ];
  const known = learnKnown(samples);
  const common = samplesBy("en-7", "Spoke").flatMap(({ features }) =>
    features.flatMap(({ ids }) => ids.slice(0, 1)),
  );
  expect(keepKnown(known, { ids: common, strengths: [1] }).ids).toEqual(common);
  const [first, second] = samples.map(({ features }) =>
    features.map((own) => keepKnown(known, own).ids.length),
  );
  expect(first).toEqual(second);
  expect(first?.[0]).toBeLessThan(samples[0]?.features[0]?.ids.length ?? 0);
});
