import { readFileSync, writeFileSync } from "node:fs";
import { packReading, readingUrl, readShipped } from "../src/analysis/follow-ups/model/reading-file.ts";
import {
  encodeEngine,
  packEngine,
  unpackEngine,
  weightsUrl,
} from "../src/analysis/follow-ups/model/weights.ts";
import { decodeReading } from "../src/analysis/follow-ups/text/reading.ts";
import { learnReading, useReading } from "../src/analysis/follow-ups/training/learn-reading.ts";
import { trainEngine } from "../src/analysis/follow-ups/training/train-engine.ts";
import { lessonsOf, readAuthorRows, readAuthors, readTrainingOnly } from "./read-follow-ups.ts";

/**
 * Rebuilds what the follow-up engine has learned from all labelled texts: how they are read, then the weights. The same texts
 * give the same bytes; `--check` writes nothing and fails when what ships differs.
 */
const started = performance.now();
const reading = learnReading(readAuthorRows());
useReading(decodeReading(reading));
const samples = [...readAuthors().flatMap(lessonsOf), ...readTrainingOnly()];
const bytes = encodeEngine(trainEngine(samples));
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`${samples.length} texts, ${reading.length + bytes.length} bytes learned, ${seconds} s`);
if (!process.argv.includes("--check")) {
  writeFileSync(readingUrl, packReading(reading));
  writeFileSync(weightsUrl, packEngine(bytes));
} else if (!reading.equals(readShipped()) || !bytes.equals(unpackEngine(readFileSync(weightsUrl)))) {
  console.error(
    "The shipped weights differ from what the texts give: run `npm run train` and commit the result.",
  );
  process.exitCode = 1;
}
