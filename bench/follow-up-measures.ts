import type { Judgement } from "../src/analysis/follow-ups/judge-text.ts";
import { tagNumber } from "../src/analysis/follow-ups/text-features.ts";
import type { Sample } from "../src/analysis/follow-ups/training/dataset.ts";
import { mulberry } from "../src/analysis/follow-ups/training/train-linear.ts";
import { reasonCodes, verdicts } from "../src/domain/follow-up.ts";

/** One text with what was said of it. */
export interface Judged {
  readonly sample: Sample;
  readonly judgement: Pick<
    Judgement,
    "verdict" | "step" | "due" | "reason" | "stepKind" | "probabilities" | "stepSegments" | "reasonSegments"
  >;
}

export type Measure = (judged: readonly Judged[]) => number;

export function verdictMacroF1(judged: readonly Judged[]): number {
  return mean(
    verdicts.map((verdict) =>
      f1(
        judged,
        ({ sample }) => sample.row.verdict === verdict,
        ({ judgement }) => judgement.verdict === verdict,
      ),
    ),
  );
}

export function concreteF1(judged: readonly Judged[]): number {
  return f1(
    judged,
    ({ sample }) => sample.row.step === "concrete",
    ({ judgement }) => judgement.step === "concrete",
  );
}

/** Mean over the reasons that occur; a text without a reason counts against every reason wrongly given to it. */
export function reasonMacroF1(judged: readonly Judged[]): number {
  const occurring = reasonCodes.filter((code) => judged.some(({ sample }) => sample.row.reason === code));
  return mean(
    occurring.map((code) =>
      f1(
        judged,
        ({ sample }) => sample.row.reason === code,
        ({ judgement }) => judgement.reason === code,
      ),
    ),
  );
}

/** Share of right due dates among texts whose step was rightly found concrete. */
export function dueExact(judged: readonly Judged[]): number {
  const both = judged.filter(
    ({ sample, judgement }) => sample.row.step === "concrete" && judgement.step === "concrete",
  );
  return (
    both.filter(({ sample, judgement }) => sample.row.due === judgement.due).length / Math.max(1, both.length)
  );
}

/** Share of right verdicts whose first evidence lies within a mark of the right tag. */
export function evidenceRight(judged: readonly Judged[]): number {
  const shown = judged.filter(
    ({ sample, judgement }) =>
      judgement.verdict === sample.row.verdict && evidenceOf(judgement) !== undefined,
  );
  const right = shown.filter(({ sample, judgement }) => {
    const wanted =
      judgement.step === "concrete"
        ? tagNumber.step
        : judgement.step === "vague"
          ? tagNumber.vague
          : tagNumber.reason;
    return sample.tags[evidenceOf(judgement) ?? -1] === wanted;
  });
  return right.length / Math.max(1, shown.length);
}

function evidenceOf({ step, stepSegments, reasonSegments }: Judged["judgement"]): number | undefined {
  return step === "none" ? reasonSegments[0] : stepSegments[0];
}

/** Expected calibration error over ten equal bins of confidence. */
export function calibrationError(judged: readonly Judged[]): number {
  let error = 0;
  for (const { count, confidence, accuracy } of reliability(judged))
    error += (count / judged.length) * Math.abs(confidence - accuracy);
  return error;
}

export interface Bin {
  readonly count: number;
  readonly confidence: number;
  readonly accuracy: number;
}

export function reliability(judged: readonly Judged[]): readonly Bin[] {
  const bins = Array.from({ length: 10 }, () => ({ count: 0, sum: 0, right: 0 }));
  for (const one of judged) {
    const confidence = confidenceOf(one);
    const bin = bins[Math.min(9, Math.floor(confidence * 10))];
    if (!bin) continue;
    bin.count++;
    bin.sum += confidence;
    if (isRight(one)) bin.right++;
  }
  return bins
    .filter(({ count }) => count > 0)
    .map(({ count, sum, right }) => ({ count, confidence: sum / count, accuracy: right / count }));
}

/** Accuracy among the surest `coverage` of the texts. */
export function accuracyAt(judged: readonly Judged[], coverage: number): number {
  const sorted = judged
    .toSorted((a, b) => confidenceOf(b) - confidenceOf(a))
    .slice(0, Math.max(1, Math.round(judged.length * coverage)));
  return sorted.filter(isRight).length / sorted.length;
}

function confidenceOf({ judgement }: Judged): number {
  return Math.max(...judgement.probabilities);
}

function isRight({ sample, judgement }: Judged): boolean {
  return sample.row.verdict === judgement.verdict;
}

const resamples = 200;

/** The 95 % interval by bootstrap over texts, seeded. */
export function interval(judged: readonly Judged[], measure: Measure): readonly [low: number, high: number] {
  const random = mulberry(7);
  const values: number[] = [];
  for (let round = 0; round < resamples; round++) {
    values.push(
      measure(
        judged.map(() => judged[Math.floor(random() * judged.length)]).filter((one) => one !== undefined),
      ),
    );
  }
  values.sort((a, b) => a - b);
  return [values[Math.floor(resamples * 0.025)] ?? 0, values[Math.floor(resamples * 0.975)] ?? 0];
}

function f1(
  judged: readonly Judged[],
  isGold: (one: Judged) => boolean,
  isFound: (one: Judged) => boolean,
): number {
  let both = 0;
  let either = 0;
  for (const one of judged) {
    const gold = isGold(one);
    const found = isFound(one);
    if (gold && found) both++;
    either += Number(gold) + Number(found);
  }
  return either === 0 ? 0 : (2 * both) / either;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

const temperatures = Array.from({ length: 16 }, (_, index) => 0.5 + index / 10);

/** The power by which probabilities would have to be softened to be worth most, by log likelihood of the right verdict. */
export function bestTemperature(judged: readonly Judged[]): number {
  const losses = temperatures.map((temperature) => ({ temperature, loss: logLoss(judged, temperature) }));
  return losses.reduce((best, one) => (one.loss < best.loss ? one : best)).temperature;
}

function logLoss(judged: readonly Judged[], temperature: number): number {
  return mean(
    judged.map(({ sample, judgement }) => {
      const powers = judgement.probabilities.map((p) => p ** (1 / temperature));
      const sum = powers.reduce((total, power) => total + power, 0);
      return -Math.log((powers[verdicts.indexOf(sample.row.verdict)] ?? 0) / sum + 1e-6);
    }),
  );
}

/** Share of texts at least as sure as the threshold, and the share right among them and among the others. */
export function splitAt(judged: readonly Judged[], threshold: number): readonly [number, number, number] {
  const surer = judged.filter((one) => confidenceOf(one) >= threshold);
  const others = judged.filter((one) => confidenceOf(one) < threshold);
  const right = (some: readonly Judged[]) => some.filter(isRight).length / Math.max(1, some.length);
  return [surer.length / judged.length, right(surer), right(others)];
}
