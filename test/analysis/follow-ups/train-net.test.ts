import { expect, it } from "@jest/globals";
import { indexOfMax } from "../../../src/analysis/follow-ups/model/linear.ts";
import { readNet } from "../../../src/analysis/follow-ups/model/net.ts";
import {
  type NetExample,
  type NetSettings,
  trainNet,
} from "../../../src/analysis/follow-ups/training/train-net.ts";

const settings: NetSettings = {
  width: 8,
  inner: 8,
  bits: 6,
  tags: 7,
  verdicts: 4,
  reasons: 15,
  epochs: 60,
  rate: 0.05,
  featureDrop: 0.1,
  hiddenDrop: 0.1,
  doubt: 0.02,
  reasonWeight: 0.5,
};

/** Two segments, each of one feature: the verdict depends on both together, which no sum over segments can tell. */
function example(first: number, second: number): NetExample {
  const isSame = first === second;
  const features = [first, second].map((id) => ({ ids: [id], strengths: [1] }));
  return { features, tags: [first, second], verdict: isSame ? 0 : 3, reason: first, weight: 1 };
}

const examples = [example(1, 1), example(1, 2), example(2, 1), example(2, 2)];

it("learns tags, a verdict that depends on two segments together, and the same thing every time", () => {
  const lessons = Array.from({ length: 10 }, () => examples).flat();
  const net = trainNet(lessons, settings);
  const sumRows = ({ ids: [id = 0] }: { readonly ids: readonly number[] }) =>
    Float64Array.from(net.bias, (bias, k) => bias + (net.table[id * settings.width + k] ?? 0));
  for (const { features, tags, verdict } of examples) {
    const read = readNet(net, features.map(sumRows));
    expect(read.tags.map(indexOfMax)).toEqual(tags);
    expect(indexOfMax(read.verdict)).toBe(verdict);
  }
  expect(trainNet(lessons, settings)).toEqual(net);
});
