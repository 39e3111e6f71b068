import { writeFileSync } from "node:fs";
import { judgeText } from "../src/analysis/follow-ups/judge-text.ts";
import type { Engine } from "../src/analysis/follow-ups/model/engine.ts";
import { asShipped } from "../src/analysis/follow-ups/model/weights.ts";
import { type LabelledText, type Sample, toSample } from "../src/analysis/follow-ups/training/dataset.ts";
import { trainEngine } from "../src/analysis/follow-ups/training/train-engine.ts";
import { mulberry } from "../src/analysis/follow-ups/training/train-linear.ts";
import { baselines } from "./follow-up-baselines.ts";
import { reliabilitySvg, riskCoverageSvg } from "./follow-up-charts.ts";
import * as measures from "./follow-up-measures.ts";
import {
  type Author,
  languages,
  makeTexts,
  readAuthor,
  readHurried,
  readThirdVoices,
} from "./read-follow-ups.ts";

/**
 * Evaluates the follow-up engine on authors it has not learned from. The held-out authors were looked at by nobody
 * who wrote lexicon, grammar or clauses; the others served development. `--charts` writes the two SVG files.
 */
const development: readonly Author[] = ["en", "pl-2", "ru-2"];
const heldOut: readonly Author[] = ["en-2", "pl", "ru"];

const rows: readonly (readonly [name: string, measure: measures.Measure, bar: string])[] = [
  ["verdict macro-F1", measures.verdictMacroF1, ">= 0.90"],
  ["concrete-step F1", measures.concreteF1, ">= 0.95"],
  ["due exact", measures.dueExact, ">= 0.95"],
  ["reason macro-F1", measures.reasonMacroF1, ">= 0.80"],
  ["calibration error", measures.calibrationError, "<= 0.03"],
  ["evidence clause right", measures.evidenceRight, ">= 0.95"],
  ["accuracy at 80 % coverage", (judged) => measures.accuracyAt(judged, 0.8), ">= 0.96"],
];

const random = mulberry(11);
const spoilers: Readonly<Record<string, (text: string) => string>> = {
  "as written": (text) => text,
  "lower case": (text) => text.toLowerCase(),
  "no diacritics": (text) =>
    text
      .normalize("NFD")
      .replaceAll(/[\u0300-\u0305\u0307\u0309-\u036f]/g, "")
      .normalize("NFC")
      .replaceAll("ł", "l")
      .replaceAll("Ł", "L"),
  "a typo in every third word": (text) =>
    text.replaceAll(/\p{L}{4,}/gu, (word) => (random() < 1 / 3 ? swapLetters(word) : word)),
  "no punctuation": (text) => text.replaceAll(/[.,;:!?()"«»„”]+(?=\s|$)|[(«„"]/gu, ""),
};

const ours = [...readThirdVoices(), ...makeTexts()];
const byAuthor = new Map([...development, ...heldOut].map((author) => [author, readAuthor(author)] as const));
const engine = evaluate("Learned from development authors, judged on held-out authors", development, heldOut);
evaluate(
  "The other way round: learned from held-out authors, judged on development authors",
  heldOut,
  development,
);
printBaselines();
printRobustness(engine);

function samplesOf(authors: readonly Author[]): readonly Sample[] {
  return authors.flatMap((author) => byAuthor.get(author) ?? []);
}

function evaluate(title: string, from: readonly Author[], on: readonly Author[]): Engine {
  const trained = asShipped(trainEngine([...samplesOf(from), ...from.flatMap(readHurried), ...ours]));
  const judged = new Map(
    languages.map((language) => [
      language as string,
      judgeAll(
        trained,
        samplesOf(on).filter(({ row }) => row.lang === language),
      ),
    ]),
  );
  console.log(`\n## ${title}\n\n| measure | bar | ${languages.join(" | ")} |\n|---|---|---|---|---|`);
  for (const [name, measure, bar] of rows) {
    const cells = languages.map((language) => {
      const own = judged.get(language) ?? [];
      const [low, high] = measures.interval(own, measure);
      return `${measure(own).toFixed(3)} (${low.toFixed(3)}..${high.toFixed(3)})`;
    });
    console.log(`| ${name} | ${bar} | ${cells.join(" | ")} |`);
  }
  if (process.argv.includes("--charts") && on === heldOut) writeCharts(judged);
  return trained;
}

function judgeAll(trained: Engine, samples: readonly Sample[]): readonly measures.Judged[] {
  return samples.map((sample) => ({ sample, judgement: judgeText(trained, sample.read, sample.features) }));
}

function writeCharts(judged: ReadonlyMap<string, readonly measures.Judged[]>): void {
  writeFileSync(new URL("../docs/follow-ups-coverage.svg", import.meta.url), riskCoverageSvg(judged));
  writeFileSync(new URL("../docs/follow-ups-reliability.svg", import.meta.url), reliabilitySvg(judged));
}

function printBaselines(): void {
  console.log(
    `\n## Verdict macro-F1 of baselines on the held-out authors\n\n| baseline | ${languages.join(" | ")} |\n|---|---|---|---|`,
  );
  const train = [...samplesOf(development), ...ours];
  for (const [name, baseline] of Object.entries(baselines)) {
    const found = baseline(train, samplesOf(heldOut));
    const cells = languages.map((language) =>
      measures.verdictMacroF1(found.filter(({ sample }) => sample.row.lang === language)).toFixed(3),
    );
    console.log(`| ${name} | ${cells.join(" | ")} |`);
  }
}

function printRobustness(trained: Engine): void {
  console.log(
    `\n## Verdict macro-F1 of the held-out texts, spoiled\n\n| texts | ${languages.join(" | ")} |\n|---|---|---|---|`,
  );
  for (const [name, spoil] of Object.entries(spoilers)) {
    const cells = languages.map((language) => {
      const own = samplesOf(heldOut).filter(({ row }) => row.lang === language);
      const spoiled = own.map(({ row, group }) => toSample(spoiledRow(row, spoil), group));
      return measures.verdictMacroF1(judgeAll(trained, spoiled)).toFixed(3);
    });
    console.log(`| ${name} | ${cells.join(" | ")} |`);
  }
}

function spoiledRow(row: LabelledText, spoil: (text: string) => string): LabelledText {
  return { ...row, text: spoil(row.text), marks: [] };
}

function swapLetters(word: string): string {
  const at = 1 + Math.floor(random() * (word.length - 2));
  return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
}
