import { product } from "../config/product.ts";
import { applyBiases } from "../src/analysis/corrections/fit-biases.ts";
import {
  type CorrectionSettings,
  learnAdjustment,
  type Unobjected,
} from "../src/analysis/corrections/learn-adjustment.ts";
import { minConfidence } from "../src/analysis/follow-ups/classify-follow-up.ts";
import { judgeText } from "../src/analysis/follow-ups/judge-text.ts";
import type { ReadyEngine } from "../src/analysis/follow-ups/model/engine.ts";
import { asShipped } from "../src/analysis/follow-ups/model/weights.ts";
import { trainEngine } from "../src/analysis/follow-ups/training/train-engine.ts";
import { mulberry } from "../src/analysis/follow-ups/training/train-linear.ts";
import type { Correction, Probabilities } from "../src/domain/correction.ts";
import { type Verdict, verdicts } from "../src/domain/follow-up.ts";
import { type Author, lessonsOf, makeTexts, readAuthor, readThirdVoices } from "./read-follow-ups.ts";

/**
 * What corrections are worth, and how many it takes: an engine that never saw an author reads that author's texts, a made-up
 * manager corrects some of one half, and the readings of the other half are compared, in points of accuracy.
 */
const development: readonly Author[] = ["en", "pl-2", "ru-2"];
const tenants: readonly Author[] = ["en-2", "pl", "ru"];
const counts = [10, 20, 30, 60, 100, 200];
const tries = 100;

interface Text {
  readonly probabilities: Probabilities;
  readonly truth: Verdict;
}

/** Which texts a manager says something about. */
const managers: Readonly<Record<string, (texts: readonly Text[], count: number) => readonly Text[]>> = {
  "labels texts as they come": (texts, count) => texts.slice(0, count),
  "corrects only what is wrong": (texts, count) => texts.filter(isWrong).slice(0, count),
};

const random = mulberry(5);

/** One row a tenant and manager: by number of corrections, the mean gain and, in brackets, what nineteen of twenty tries exceed. */
export function benchCorrections(): readonly object[] {
  const engine = trainOnOthers();
  return tenants.flatMap((tenant) => {
    const texts = readAuthor(tenant).samples.map(({ read: text, row }): Text => {
      const [solution = 0, vague = 0, excuse = 0, log = 0] = judgeText(engine, text).probabilities;
      return { probabilities: { solution, vague, excuse, log }, truth: row.verdict };
    });
    return Object.entries(managers).map(([manager, choose]) => ({
      tenant,
      manager,
      ...Object.fromEntries(
        counts.map((count) => [`after ${count}`, describe(texts, (some) => choose(some, count), count)]),
      ),
    }));
  });
}

function trainOnOthers(): ReadyEngine {
  const written = development.flatMap((author) => lessonsOf(readAuthor(author)));
  return asShipped(trainEngine([...written, ...readThirdVoices(), ...makeTexts()]));
}

function describe(
  texts: readonly Text[],
  choose: (some: readonly Text[]) => readonly Text[],
  count: number,
): string {
  const gains: number[] = [];
  for (let tried = 0; tried < tries; tried++) {
    const mixed = shuffle(texts);
    const seen = mixed.slice(0, Math.floor(mixed.length / 2));
    const corrected = choose(seen);
    if (corrected.length < count) return "too few texts";
    const rest = mixed.slice(seen.length);
    const passed = seen.filter((text) => !corrected.includes(text)).map(toUnobjected);
    const settings: CorrectionSettings & { minConfidence: number } = {
      ...product.corrections,
      minToAdjust: 1,
      minConfidence,
    };
    const biases = learnAdjustment(corrected.map(toCorrection), passed, settings)?.biases;
    gains.push(100 * (accuracy(rest, biases) - accuracy(rest, undefined)));
  }
  gains.sort((a, b) => a - b);
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  return `${sign(mean)} (${sign(gains[Math.floor(tries / 20)] ?? 0)})`;
}

function toCorrection({ probabilities, truth }: Text): Correction {
  const rest = { id: "", dealId: "", followUpId: "", reason: null, engine: "", textHash: null, givenAt: 0 };
  return { ...rest, origin: "manager", verdict: truth, shown: read(probabilities), probabilities };
}

function toUnobjected({ probabilities }: Text): Unobjected {
  return { probabilities, verdict: read(probabilities) };
}

function isWrong({ probabilities, truth }: Text): boolean {
  return read(probabilities) !== truth;
}

function accuracy(texts: readonly Text[], biases: Probabilities | undefined): number {
  const right = texts.filter(({ probabilities, truth }) => {
    return read(biases === undefined ? probabilities : applyBiases(probabilities, biases)) === truth;
  });
  return right.length / texts.length;
}

function read(probabilities: Probabilities): Verdict {
  return verdicts.toSorted((a, b) => probabilities[b] - probabilities[a])[0] ?? "log";
}

function shuffle<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

function sign(points: number): string {
  return `${points >= 0 ? "+" : ""}${points.toFixed(1)}`;
}
