import { existsSync, readFileSync } from "node:fs";
import type { LabelledText } from "../src/analysis/follow-ups/training/dataset.ts";
import { languages, readAuthors } from "./read-follow-ups.ts";

/**
 * How far a second reader, who had not seen the first labels, agrees with them: Cohen's kappa for each label, and the share
 * of equal due dates where both see a concrete step. Reads `follow-ups/second-reader/<language>.tsv`
 * (id, verdict, reason, step_kind, due; `-` for none). `--list` prints what they disagree about.
 */
interface Second {
  readonly id: string;
  readonly verdict: string;
  readonly reason: string;
  readonly kind: string;
  readonly due: string;
}

interface Pair {
  readonly first: LabelledText;
  readonly second: Second;
}

const rows = new Map(
  readAuthors().flatMap(({ samples }) => samples.map(({ row }) => [row.id, row] as const)),
);
console.log("| language | texts | verdict | reason | step kind | due equal |\n|---|---|---|---|---|---|");
for (const language of languages) printAgreement(language);

function printAgreement(language: string): void {
  const file = new URL(`../follow-ups/second-reader/${language}.tsv`, import.meta.url);
  if (!existsSync(file)) return;
  const pairs = readSecond(readFileSync(file, "utf8")).flatMap((second): Pair[] => {
    const first = rows.get(second.id);
    return first ? [{ first, second }] : [];
  });
  const steps = pairs.filter(({ first, second }) => first.step_kind !== null && second.kind !== "-");
  const dated = pairs.filter(
    ({ first, second }) => first.verdict === "solution" && second.verdict === "solution",
  );
  const equal = dated.filter(({ first, second }) => (first.due ?? "-") === second.due).length;
  const kappas = [
    kappa(pairs.map(({ first, second }) => [first.verdict, second.verdict])),
    kappa(pairs.map(({ first, second }) => [first.reason ?? "-", second.reason])),
    kappa(steps.map(({ first, second }) => [first.step_kind ?? "-", second.kind])),
  ];
  const share = (equal / Math.max(1, dated.length)).toFixed(2);
  console.log(
    `| ${language} | ${pairs.length} | ${kappas.map((one) => one.toFixed(2)).join(" | ")} | ${share} of ${dated.length} |`,
  );
  if (process.argv.includes("--list")) for (const pair of pairs) printDisagreement(pair);
}

function readSecond(file: string): readonly Second[] {
  return file
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => {
      const [id = "", verdict = "", reason = "-", kind = "-", due = "-"] = line.trim().split("\t");
      return { id, verdict, reason, kind, due };
    });
}

/** Agreement beyond what the readers' own frequencies would give by chance. */
function kappa(pairs: readonly (readonly [first: string, second: string])[]): number {
  if (pairs.length === 0) return Number.NaN;
  const labels = new Set(pairs.flat());
  const share = (is: (pair: readonly [string, string]) => boolean) => pairs.filter(is).length / pairs.length;
  const observed = share(([first, second]) => first === second);
  let chance = 0;
  for (const label of labels)
    chance += share(([first]) => first === label) * share(([, second]) => second === label);
  return chance === 1 ? 1 : (observed - chance) / (1 - chance);
}

function printDisagreement({ first, second }: Pair): void {
  const one = [first.verdict, first.reason ?? "-", first.step_kind ?? "-", first.due ?? "-"].join(" ");
  const other = [second.verdict, second.reason, second.kind, second.due].join(" ");
  if (one !== other) console.log(`${first.id}\t${one}\t${other}\t${first.text.slice(0, 100)}`);
}
