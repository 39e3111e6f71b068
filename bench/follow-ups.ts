import { writeFileSync } from "node:fs";
import { type Judgement, judgeText } from "../src/analysis/follow-ups/judge-text.ts";
import { decodeEngine } from "../src/analysis/follow-ups/model/weights.ts";
import { decodeReading } from "../src/analysis/follow-ups/text/reading.ts";
import type { Sample } from "../src/analysis/follow-ups/training/dataset.ts";
import { useReading } from "../src/analysis/follow-ups/training/learn-reading.ts";
import { baselines } from "./follow-up-baselines.ts";
import { reliabilitySvg, riskCoverageSvg } from "./follow-up-charts.ts";
import * as measures from "./follow-up-measures.ts";
import { spoil, spoilers } from "./follow-up-spoilers.ts";
import { learnAndJudge } from "./follow-up-worker.ts";
import { type AuthorTexts, languages, lessonsOf, readAuthors, readTrainingOnly } from "./read-follow-ups.ts";

/**
 * Evaluates the follow-up engine on authors it has not learned from: every author in turn (in folds that hold some of each
 * language), then the authors of whom no text was looked at while the engine was made. `--charts` writes the two SVG files.
 */
const heldOut = ["en-2", "pl", "ru"];
const folds = 3;

const rows: readonly (readonly [name: string, measure: measures.Measure, bar: string])[] = [
  ["verdict macro-F1", measures.verdictMacroF1, ">= 0.90"],
  ["concrete-step F1", measures.concreteF1, ">= 0.95"],
  ["due exact", measures.dueExact, ">= 0.95"],
  ["reason macro-F1", measures.reasonMacroF1, ">= 0.80"],
  ["calibration error", measures.calibrationError, "<= 0.03"],
  ["evidence clause right", measures.evidenceRight, ">= 0.95"],
  ["accuracy at 80 % coverage", (judged) => measures.accuracyAt(judged, 0.8), ">= 0.96"],
];

type ByLanguage = ReadonlyMap<string, readonly measures.Judged[]>;

const authors = readAuthors();
const developed = authors.filter(({ name }) => !heldOut.includes(name));
const unseen = authors.filter(({ name }) => heldOut.includes(name));
const [inTurn, held] = await Promise.all([leaveAuthorsOut(), judgeBy(developed, unseen)]);
const engine = decodeEngine(Buffer.from(held.engine));

printTable(`Every author left out in turn (${authors.length} authors)`, byLanguage(inTurn));
printByAuthor(inTurn);
printThresholds(inTurn);
if (process.argv.includes("--charts")) writeCharts(byLanguage(inTurn));
printTable("Authors nobody looked at while the engine was made", byLanguage(held.judged));
printBaselines();
printRobustness();

async function judgeBy(learn: readonly AuthorTexts[], judge: readonly AuthorTexts[]) {
  const names = (some: readonly AuthorTexts[]) => some.map(({ name }) => name);
  const answer = await learnAndJudge({ learn: names(learn), judge: names(judge) });
  const samples = judge.flatMap(({ samples: own }) => own);
  const read = samples.map((sample, index) => ({ ...sample, tags: answer.tags[index] ?? sample.tags }));
  return { ...answer, judged: pair(read, answer.judgements) };
}

function pair(samples: readonly Sample[], judgements: readonly Judgement[]): readonly measures.Judged[] {
  return samples.flatMap((sample, index) => {
    const judgement = judgements[index];
    return judgement ? [{ sample, judgement }] : [];
  });
}

async function leaveAuthorsOut(): Promise<readonly measures.Judged[]> {
  const foldOf = new Map(
    languages.flatMap((language) =>
      authors
        .filter(({ lang }) => lang === language)
        .map(({ name }, index) => [name, index % folds] as const),
    ),
  );
  const parts = Array.from({ length: folds }, (_, fold) => {
    const of = (is: boolean) => authors.filter(({ name }) => (foldOf.get(name) === fold) === is);
    return judgeBy(of(false), of(true));
  });
  return (await Promise.all(parts)).flatMap(({ judged }) => judged);
}

function byLanguage(judged: readonly measures.Judged[]): ByLanguage {
  return new Map(
    languages.map((language) => [language, judged.filter(({ sample }) => sample.row.lang === language)]),
  );
}

function printTable(title: string, judged: ByLanguage): void {
  const counts = [...judged].map(([language, own]) => `${language} (${own.length})`);
  console.log(`\n## ${title}\n\n| measure | bar | ${counts.join(" | ")} |\n|---|---|---|---|---|`);
  for (const [name, measure, bar] of rows) {
    const cells = [...judged.values()].map((own) => {
      const [low, high] = measures.interval(own, measure);
      return `${measure(own).toFixed(3)} (${low.toFixed(3)}..${high.toFixed(3)})`;
    });
    console.log(`| ${name} | ${bar} | ${cells.join(" | ")} |`);
  }
}

/** How far authors lie apart, and the temperature that the confidences should have had. */
function printByAuthor(judged: readonly measures.Judged[]): void {
  const scores = authors.map(({ name, samples }) => {
    const own = new Set(samples.map(({ row }) => row));
    return { name, score: measures.verdictMacroF1(judged.filter(({ sample }) => own.has(sample.row))) };
  });
  const listed = scores
    .toSorted((a, b) => a.score - b.score)
    .map(({ name, score }) => `${name} ${score.toFixed(2)}`);
  console.log(`\nVerdict macro-F1 by author, ${judged.length} texts: ${listed.join(", ")}`);
  console.log(
    `\nBest temperature on top of the engine's own: ${measures.bestTemperature(judged).toFixed(2)}`,
  );
}

/** What a stricter or milder threshold for abstaining would give. */
function printThresholds(judged: readonly measures.Judged[]): void {
  console.log(
    "\n| texts surer than | share of all | right among them | right among the others |\n|---|---|---|---|",
  );
  for (const threshold of [0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) {
    const cells = measures.splitAt(judged, threshold).map((share) => share.toFixed(3));
    console.log(`| ${threshold.toFixed(1)} | ${cells.join(" | ")} |`);
  }
}

function writeCharts(judged: ByLanguage): void {
  writeFileSync(new URL("../docs/follow-ups-coverage.svg", import.meta.url), riskCoverageSvg(judged));
  writeFileSync(new URL("../docs/follow-ups-reliability.svg", import.meta.url), reliabilitySvg(judged));
}

function printBaselines(): void {
  const titles = `| baseline | ${languages.join(" | ")} |\n|---|---|---|---|`;
  console.log(`\n## Verdict macro-F1 of baselines on the same held-out authors\n\n${titles}`);
  const train = [...developed.flatMap(lessonsOf), ...readTrainingOnly()];
  const test = unseen.flatMap(({ samples }) => samples);
  for (const [name, baseline] of Object.entries(baselines)) {
    const found = byLanguage(baseline(train, test));
    console.log(
      `| ${name} | ${[...found.values()].map((own) => measures.verdictMacroF1(own).toFixed(3)).join(" | ")} |`,
    );
  }
}

function printRobustness(): void {
  useReading(decodeReading(Buffer.from(held.reading)));
  const titles = `| texts | ${languages.join(" | ")} |\n|---|---|---|---|`;
  console.log(`\n## Verdict macro-F1 of the held-out texts, spoiled\n\n${titles}`);
  for (const [name, change] of Object.entries(spoilers)) {
    const samples = unseen.flatMap(({ samples: own }) => own.map((sample) => spoil(sample, change)));
    const judgements = samples.map((sample) => judgeText(engine, sample.read));
    const found = byLanguage(pair(samples, judgements));
    console.log(
      `| ${name} | ${[...found.values()].map((own) => measures.verdictMacroF1(own).toFixed(3)).join(" | ")} |`,
    );
  }
}
