import type { Writable } from "node:stream";
import { classifyFollowUp, type FollowUpInput } from "../analysis/follow-ups/classify-follow-up.ts";
import { explainFollowUp } from "../analysis/follow-ups/explain-follow-up.ts";
import { toSentence } from "../domain/errors.ts";
import type { Adjustment, Classification } from "../domain/follow-up.ts";
import { parseRow, toAnswer, toExplained } from "./follow-up-row.ts";
import { type Line, readLines } from "./read-lines.ts";

export interface ClassifyOptions {
  /** Adds to each answer the clauses, their tags and the features that decided. */
  readonly isExplained: boolean;
  /** A tenant's own, where its corrections taught one: then each answer says whether it made a difference. */
  readonly adjustment?: Adjustment;
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
    const answers: string[] = [];
    for (const line of lines) {
      if (line.text?.trim() === "") continue;
      total += 1;
      const { answer, problem } = answerLine(line, options);
      if (problem === null) answers.push(answer);
      else {
        bad += 1;
        say(problem);
      }
    }
    if (answers.length > 0 && !(await write(answers.join("")))) break;
  }
  if (bad > 0) say(`${bad} of ${total} rows could not be read; all others are answered.`);
  return bad === 0;
}

type Answered =
  | { readonly answer: string; readonly problem: null }
  | { readonly answer: null; readonly problem: string };

function answerLine({ number, text }: Line, options: ClassifyOptions): Answered {
  if (text === null) return { answer: null, problem: `line ${number}: is longer than 10 million characters` };
  const parsed = parseRow(text);
  if (parsed.kind === "bad") {
    const named = parsed.id === null ? "" : ` (id ${JSON.stringify(parsed.id)})`;
    return { answer: null, problem: `line ${number}${named}: ${parsed.problem}` };
  }
  const { row } = parsed;
  try {
    const { classification, ...added } = read(row.input, options);
    const answer = { ...toAnswer(row, classification), ...added };
    return { answer: `${JSON.stringify(answer)}\n`, problem: null };
  } catch (error) {
    // One text that breaks the engine must not cost the answers to all others.
    return { answer: null, problem: `line ${number} (id ${JSON.stringify(row.id)}): ${toSentence(error)}` };
  }
}

/** The classification, and the fields that the options add to the answer. */
function read(given: FollowUpInput, { isExplained, adjustment }: ClassifyOptions) {
  const input = adjustment === undefined ? given : { ...given, adjustment };
  const classification = classifyFollowUp(input);
  const adjusted =
    adjustment === undefined ? {} : { adjusted: isOther(classification, classifyFollowUp(given)) };
  const clauses = isExplained ? { clauses: explain(input, classification) } : {};
  return { classification, ...adjusted, ...clauses };
}

function isOther(one: Classification, other: Classification): boolean {
  return one.verdict !== other.verdict || one.isAbstained !== other.isAbstained;
}

/** A text in another language has no clauses that were judged. */
function explain(input: FollowUpInput, { language }: Classification) {
  return language === "other" ? [] : toExplained(explainFollowUp(input).clauses);
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
