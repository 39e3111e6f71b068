import { reasonCodes, type StepLevel, stepKinds, verdictOf } from "../../../domain/follow-up.ts";
import { addDays } from "../../../domain/time.ts";
import type { SegmentTag } from "../text-features.ts";
import type { LabelledText } from "./dataset.ts";

const tagOfLetter: Readonly<Record<string, Exclude<SegmentTag, "none">>> = {
  s: "step",
  v: "vague",
  r: "reason",
  x: "settled",
  t: "theirs",
  p: "past",
};

/**
 * Reads texts written with their marks inside, one a line: `reason step_kind | {p:Met Karl}. {r:He thinks it dear}.`
 * `-` stands for none, `\n` for a line break. Step and verdict follow from the marks; there is no due date.
 */
export function parseMarkedTexts(
  file: string,
  lang: LabelledText["lang"],
  author: string,
): readonly LabelledText[] {
  const lines = file.split("\n").filter((line) => line.includes(" | "));
  return lines.map((line, index) => {
    const [, reason = "-", kind = "-", body = ""] = /^(\S+) (\S+) \| (.*)$/.exec(line) ?? [];
    const { text, marks } = readMarks(body);
    return toRow({ id: `${author}-${index + 1}`, lang, text, marks }, reason, kind);
  });
}

export interface Marked {
  readonly text: string;
  readonly marks: LabelledText["marks"];
  /** What is wrong with the marks; null when nothing is. */
  readonly problem: string | null;
}

/** Takes the marks out of a text: `{s:...}` step, `{v:...}` vague, `{r:...}` reason, `{x:...}` settled, `{t:...}` theirs, `{p:...}` past. */
export function readMarks(body: string): Marked {
  const marks: LabelledText["marks"][number][] = [];
  let text = "";
  let problem: string | null = null;
  let end = 0;
  const whole = body.replaceAll("\\n", "\n");
  for (const { 0: found, 1: letter = "", 2: quote = "", index } of whole.matchAll(/\{(.?):?([^{}]*)\}/g)) {
    const tag = found.charAt(2) === ":" ? tagOfLetter[letter] : undefined;
    text += whole.slice(end, index);
    if (tag && quote.trim() !== "") marks.push({ quote, tag, start: text.length });
    else problem ??= `${found} is no mark: one of s v r x t p, a colon, words`;
    text += quote;
    end = index + found.length;
  }
  text += whole.slice(end);
  if (/[{}]/.test(text)) problem ??= "a { or } without its other half, or a mark within a mark";
  return { text, marks, problem };
}

function toRow(
  body: Pick<LabelledText, "id" | "lang" | "text" | "marks">,
  reason: string,
  kind: string,
): LabelledText {
  const code = reasonCodes.find((one) => one === reason) ?? null;
  const step = stepOfMarks(body.marks);
  return {
    ...body,
    channel: "note",
    written_on: addDays("2026-02-02", (body.id.length * 31 + body.text.length * 7) % 300),
    reason: code,
    step,
    step_kind: stepKinds.find((one) => one === kind) ?? null,
    due: null,
    verdict: verdictOf(step, code),
  };
}

/** An own concrete step counts before a vague one. */
export function stepOfMarks(marks: LabelledText["marks"]): StepLevel {
  if (marks.some(({ tag }) => tag === "step")) return "concrete";
  return marks.some(({ tag }) => tag === "vague") ? "vague" : "none";
}
