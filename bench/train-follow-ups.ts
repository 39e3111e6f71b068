import { readFileSync, writeFileSync } from "node:fs";
import {
  encodeEngine,
  packEngine,
  unpackEngine,
  weightsUrl,
} from "../src/analysis/follow-ups/model/weights.ts";
import { trainEngine } from "../src/analysis/follow-ups/training/train-engine.ts";
import { readAuthors, readTrainingOnly } from "./read-follow-ups.ts";

/**
 * Rebuilds the follow-up engine's weights from all labelled texts. The same texts give the same bytes;
 * `--check` writes nothing and fails when the shipped weights differ.
 */
const started = performance.now();
const samples = [...readAuthors().flatMap(({ lessons }) => lessons), ...readTrainingOnly()];
const bytes = encodeEngine(trainEngine(samples));
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`${samples.length} texts, ${bytes.length} bytes of weights, ${seconds} s`);
if (!process.argv.includes("--check")) writeFileSync(weightsUrl, packEngine(bytes));
else if (!bytes.equals(unpackEngine(readFileSync(weightsUrl)))) {
  console.error(
    "The shipped weights differ from what the texts give: run `npm run train` and commit the result.",
  );
  process.exitCode = 1;
}
