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
    const marks: LabelledText["marks"][number][] = [];
    const text = body
      .replaceAll("\\n", "\n")
      .replace(/\{([svrxtp]):([^}]*)\}/g, (_, letter: string, quote: string) => {
        const tag = tagOfLetter[letter];
        if (tag) marks.push({ quote, tag });
        return quote;
      });
    return toRow({ id: `${author}-${index + 1}`, lang, text, marks }, reason, kind);
  });
}

function toRow(
  body: Pick<LabelledText, "id" | "lang" | "text" | "marks">,
  reason: string,
  kind: string,
): LabelledText {
  const code = reasonCodes.find((one) => one === reason) ?? null;
  const step = stepOf(body.marks);
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

function stepOf(marks: LabelledText["marks"]): StepLevel {
  if (marks.some(({ tag }) => tag === "step")) return "concrete";
  return marks.some(({ tag }) => tag === "vague") ? "vague" : "none";
}
