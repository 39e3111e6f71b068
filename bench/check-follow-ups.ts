import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { readText } from "../src/analysis/follow-ups/text/read-text.ts";
import type { LabelledText } from "../src/analysis/follow-ups/training/dataset.ts";
import { parsePersonaTexts } from "../src/analysis/follow-ups/training/persona-texts.ts";
import { reasonCodes, verdicts } from "../src/domain/follow-up.ts";
import { languages } from "./read-follow-ups.ts";

/**
 * `node bench/check-follow-ups.ts FILE...` checks files of labelled texts, one persona a file: errors in form (exit 1),
 * warnings where our date grammar reads another due date, and how many texts there are of each verdict and reason.
 * `--list` prints each text's derived verdict too.
 */
const files = process.argv.slice(2).filter((one) => !one.startsWith("--"));
if (files.length === 0) console.error("usage: node bench/check-follow-ups.ts FILE...");
let errors = 0;
for (const file of files) errors += check(file);
if (errors > 0 || files.length === 0) process.exitCode = 1;

function check(file: string): number {
  const name = basename(file, ".txt");
  const lang = languages.find((one) => name.startsWith(`${one}-p`));
  if (!lang) {
    console.error(`${file}: the name must be <en|pl|ru>-p<number>.txt`);
    return 1;
  }
  const { texts, problems } = parsePersonaTexts(readFileSync(file, "utf8"), lang, name);
  for (const { line, message } of problems) console.error(`${file}:${line}: error: ${message}`);
  const seen = new Map<string, number>();
  for (const text of texts) {
    const first = seen.get(text.text);
    if (first !== undefined) console.error(`${file}:${text.line}: warning: the same text as line ${first}`);
    seen.set(text.text, text.line);
    const doubt = doubtDue(text);
    if (doubt) console.error(`${file}:${text.line}: warning: ${doubt}`);
    if (process.argv.includes("--list"))
      console.log(`${text.line}\t${text.verdict}\t${text.text.slice(0, 70)}`);
  }
  summarise(file, texts, problems.length);
  return problems.length;
}

/** A due date our grammar doesn't find in the text, or a missing one where it finds exactly one in the step. */
function doubtDue(row: LabelledText): string | null {
  if (row.due !== null && row.due < row.written_on) return `due ${row.due} lies before the day of writing`;
  if (row.step !== "concrete") return null;
  const { times, tokens } = readText(row.text, row.written_on, row.lang);
  const found = times.flatMap(({ from, to, meaning }) =>
    meaning.kind === "time"
      ? [{ due: meaning.due, start: tokens[from]?.start ?? 0, end: tokens[to - 1]?.end ?? 0 }]
      : [],
  );
  const inStep = found.filter(({ start, end }) =>
    row.marks.some(
      ({ tag, start: from = 0, quote }) => tag === "step" && start >= from && end <= from + quote.length,
    ),
  );
  if (row.due !== null && found.every(({ due }) => due !== row.due))
    return `due ${row.due}, our grammar finds ${list(found)}`;
  if (row.due === null && inStep.some(({ due }) => due !== null))
    return `no due date, our grammar finds ${list(inStep)} in the step`;
  return null;
}

function list(found: readonly { readonly due: string | null }[]): string {
  return found.map(({ due }) => due ?? "a time without a day").join(", ") || "no time";
}

function summarise(file: string, texts: readonly LabelledText[], problems: number): void {
  const count = (is: (row: LabelledText) => boolean) => texts.filter(is).length;
  const byVerdict = verdicts.map((verdict) => `${verdict} ${count((row) => row.verdict === verdict)}`);
  const byReason = reasonCodes.map((code) => `${code} ${count((row) => row.reason === code)}`);
  console.log(`${file}: ${texts.length} texts, ${problems} errors`);
  console.log(
    `  ${byVerdict.join(", ")}\n  ${byReason.join(", ")}, none ${count((row) => row.reason === null)}`,
  );
}
