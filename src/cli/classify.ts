import type { Writable } from "node:stream";
import { classifyFollowUp, type FollowUpInput } from "../analysis/follow-ups/classify-follow-up.ts";
import { explainFollowUp } from "../analysis/follow-ups/explain-follow-up.ts";
import { toSentence } from "../domain/errors.ts";
import type { Adjustment, Classification } from "../domain/follow-up.ts";
import { type FollowUpRow, parseRow, toAnswer, toExplained } from "./follow-up-row.ts";
import { type Line, readLines } from "./read-lines.ts";

export interface ClassifyOptions {
  /** Adds to each answer the clauses, their tags and the features that decided. */
  readonly isExplained: boolean;
  /** A tenant's own, where its corrections taught one: then each answer says whether it made a difference. */
  readonly adjustment?: Adjustment;
  /** Decides about texts the engine abstained from: then each answer says whose it is. */
  readonly askJudge?: (questions: readonly Reading[]) => Promise<readonly Classification[]>;
}

/** A row's text with what the engine made of it. */
export interface Reading {
  readonly input: FollowUpInput;
  readonly embedded: Classification;
}

/** Where rows come from, answers go to, and troubles are told; a process's own streams, or a test's. */
export interface ClassifyStreams {
  readonly input: AsyncIterable<Uint8Array>;
  readonly output: Writable;
  readonly say: (line: string) => void;
}

/**
 * Reads JSON Lines and answers each row with one JSON line, in order and in constant memory. A bad line is told on stderr
 * with its number and leaves no line on stdout, so that everything there has the contract's shape. Returns false when
 * any line was bad. Stops quietly when nobody reads the answers any more (`| head`).
 */
export async function classify(
  { input, output, say }: ClassifyStreams,
  options: ClassifyOptions,
): Promise<boolean> {
  const write = writerTo(output);
  let total = 0;
  let bad = 0;
  for await (const lines of readLines(input)) {
    const read = lines.filter(({ text }) => text?.trim() !== "").map((line) => readLine(line, options));
    const rows = read.filter((one) => one.kind === "row");
    for (const one of read) if (one.kind === "bad") say(one.problem);
    total += read.length;
    bad += read.length - rows.length;
    const answers = await toAnswers(rows, options);
    if (answers !== "" && !(await write(answers))) break;
  }
  if (bad > 0) say(`${bad} of ${total} rows could not be read; all others are answered.`);
  return bad === 0;
}

type ReadLine =
  | (Reading & { readonly kind: "row"; readonly id: FollowUpRow["id"]; readonly added: object })
  | { readonly kind: "bad"; readonly problem: string };

function readLine({ number, text }: Line, options: ClassifyOptions): ReadLine {
  if (text === null) return { kind: "bad", problem: `line ${number}: is longer than 10 million characters` };
  const parsed = parseRow(text);
  if (parsed.kind === "bad") {
    const named = parsed.id === null ? "" : ` (id ${JSON.stringify(parsed.id)})`;
    return { kind: "bad", problem: `line ${number}${named}: ${parsed.problem}` };
  }
  const { id, input } = parsed.row;
  try {
    return { kind: "row", id, ...read(input, options) };
  } catch (error) {
    // One text that breaks the engine must not cost the answers to all others.
    return { kind: "bad", problem: `line ${number} (id ${JSON.stringify(id)}): ${toSentence(error)}` };
  }
}

/** The engine's classification, and the fields that the options add to the answer. */
function read(given: FollowUpInput, { isExplained, adjustment }: ClassifyOptions) {
  const input = adjustment === undefined ? given : { ...given, adjustment };
  const embedded = classifyFollowUp(input);
  const adjusted = adjustment === undefined ? {} : { adjusted: isOther(embedded, classifyFollowUp(given)) };
  const clauses = isExplained ? { clauses: explain(input, embedded) } : {};
  return { input, embedded, added: { ...adjusted, ...clauses } };
}

function isOther(one: Classification, other: Classification): boolean {
  return one.verdict !== other.verdict || one.isAbstained !== other.isAbstained;
}

/** A text in another language has no clauses that were judged. */
function explain(input: FollowUpInput, { language }: Classification) {
  return language === "other" ? [] : toExplained(explainFollowUp(input).clauses);
}

async function toAnswers(
  rows: readonly Extract<ReadLine, { kind: "row" }>[],
  { askJudge }: ClassifyOptions,
): Promise<string> {
  const judged = await askJudge?.(rows);
  const lines = rows.map(({ embedded, added, ...row }, index) => {
    const classification = judged?.[index] ?? embedded;
    const { source = "embedded", isDegraded = false } = classification;
    const whose = judged === undefined ? {} : { source, degraded: isDegraded };
    return `${JSON.stringify({ ...toAnswer(row, classification), ...added, ...whose })}\n`;
  });
  return lines.join("");
}

/** Writes and waits until it has gone out; false when the reader is gone. */
function writerTo(output: Writable): (text: string) => Promise<boolean> {
  // Each failure is also given to the write that met it.
  output.on("error", () => undefined);
  return (text) =>
    new Promise((resolve, reject) => {
      output.write(text, (error) => {
        if (error === null || error === undefined) resolve(true);
        else if ("code" in error && error.code === "EPIPE") resolve(false);
        else reject(error);
      });
    });
}
