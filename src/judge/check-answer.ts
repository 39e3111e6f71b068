import { z } from "zod";
import type { FollowUpInput } from "../analysis/follow-ups/classify-follow-up.ts";
import { toTokens } from "../analysis/follow-ups/text/tokens.ts";
import { findTimes } from "../analysis/follow-ups/times/find-times.ts";
import {
  type Classification,
  type EvidenceSpan,
  partyOf,
  reasonCodes,
  type StepKind,
  type StepLevel,
  stepKinds,
  verdictOf,
  verdicts,
} from "../domain/follow-up.ts";
import type { CivilDate } from "../domain/time.ts";
import { type CleanText, foldSpace } from "./clean-text.ts";
import { clauseTags } from "./prompt.ts";

const answerShape = z.object({
  clauses: z
    .array(
      z.object({
        quote: z.string(),
        tag: z.enum(clauseTags),
        reason: z.enum(reasonCodes).nullish().catch(null),
        step_kind: z.enum(stepKinds).nullish().catch(null),
        time_text: z.string().nullish(),
      }),
    )
    .max(200),
  label: z.enum(verdicts),
  confidence: z.number().min(0).max(1),
});

type Clause = z.infer<typeof answerShape>["clauses"][number];

export type Checked =
  | { readonly kind: "good"; readonly classification: Classification }
  /** In words that the judge may be told. */
  | { readonly kind: "bad"; readonly problem: string };

/** A label that the judge itself is less sure of is no better than none. */
const minConfidence = 0.5;

export interface Note {
  readonly clean: CleanText;
  readonly input: FollowUpInput;
  readonly language: Classification["language"];
}

/**
 * Turns the judge's answer into a classification, trusting as little of it as can be: quotes must stand in the note, dates are
 * resolved by our grammar, and the verdict follows from the clauses. Where that is not the label given, the answer
 * is refused: one of the two is wrong.
 */
export function checkAnswer(content: string, note: Note): Checked {
  const parsed = answerShape.safeParse(parseJson(content));
  if (!parsed.success) return { kind: "bad", problem: "it does not have the fields and values asked for" };
  const { clauses, label, confidence } = parsed.data;
  const placed = clauses.flatMap((clause) => place(clause, note));
  const { step, stepKind, due } = readStep(placed);
  const reason = placed.find(({ tag }) => tag === "reason")?.reason ?? null;
  const verdict = verdictOf(step, reason);
  if (verdict !== label) {
    const dropped = clauses.length - placed.length;
    const quotes = dropped === 0 ? "" : `; ${dropped} of the quotes are not in the note letter by letter`;
    return { kind: "bad", problem: `by its clauses the label is ${verdict}, not ${label}${quotes}` };
  }
  return {
    kind: "good",
    classification: {
      language: note.language,
      verdict,
      step,
      stepKind,
      due,
      reason,
      party: reason === null ? null : partyOf(reason),
      evidence: toEvidence(placed),
      confidence: Math.round(confidence * 1000) / 1000,
      isAbstained: confidence < minConfidence,
      source: "judge",
    },
  };
}

/** JSON alone, or in a code fence, as servers without a strict mode tend to give it. */
function parseJson(content: string): unknown {
  const [, fenced] = /^\s*```(?:json)?\s*([\s\S]*?)```\s*$/.exec(content) ?? [];
  try {
    return JSON.parse(fenced ?? content);
  } catch {
    return null;
  }
}

interface Placed {
  readonly tag: Clause["tag"];
  readonly start: number;
  readonly end: number;
  readonly reason: Classification["reason"];
  readonly stepKind: StepKind;
  readonly due: CivilDate | null;
}

/** Nothing when the quote is not in the note. A step whose time is none is a vague one. */
function place(clause: Clause, note: Note): Placed[] {
  const quote = foldSpace(clause.quote);
  const span = find(quote, note.clean);
  if (span === null) return [];
  const stepKind = clause.step_kind ?? "other";
  if (clause.tag !== "step") {
    const reason = clause.tag === "reason" ? (clause.reason ?? "other") : null;
    return [{ tag: clause.tag, ...span, reason, stepKind, due: null }];
  }
  const time = readTime(clause, quote, note);
  if (time === null) return [{ tag: "vague", ...span, reason: null, stepKind, due: null }];
  return [{ tag: "step", ...span, reason: null, stepKind, due: time.due }];
}

/** Where the quote stands in the text given. */
function find(quote: string, { sent, offsets }: CleanText): { start: number; end: number } | null {
  const at = quote === "" ? -1 : sent.indexOf(quote);
  const start = offsets[at];
  const last = offsets[at + quote.length - 1];
  return start === undefined || last === undefined ? null : { start, end: last + 1 };
}

/**
 * Null when the words name no time: they are not in the quote, or our grammar knows them for a lower bound, a past or a vague time.
 * Words that the grammar does not know ("before the fair opens") are a time without a date.
 */
function readTime(
  { time_text }: Clause,
  quote: string,
  { input, language }: Pick<Note, "input" | "language">,
): { readonly due: CivilDate | null } | null {
  const words = foldSpace(time_text ?? "");
  if (words === "" || !quote.includes(words)) return null;
  const times = findTimes(toTokens(words), input.writtenOn, language);
  const dues = times.flatMap(({ meaning }) => (meaning.kind === "time" ? [meaning.due] : []));
  if (times.length > 0 && dues.length === 0) return null;
  const due = dues.filter((one) => one !== null).sort()[0] ?? null;
  return { due: due !== null && due < input.writtenOn ? null : due };
}

/** The earliest concrete step, else a vague one. */
function readStep(placed: readonly Placed[]): {
  step: StepLevel;
  stepKind: StepKind | null;
  due: CivilDate | null;
} {
  const steps = placed
    .filter(({ tag }) => tag === "step")
    .toSorted((a, b) => ((a.due ?? "9999") < (b.due ?? "9999") ? -1 : 1));
  if (steps[0] !== undefined) return { step: "concrete", stepKind: steps[0].stepKind, due: steps[0].due };
  const vague = placed.find(({ tag }) => tag === "vague");
  return { step: vague === undefined ? "none" : "vague", stepKind: vague?.stepKind ?? null, due: null };
}

function toEvidence(placed: readonly Placed[]): readonly EvidenceSpan[] {
  return placed
    .flatMap(({ tag, start, end }) => (tag === "none" ? [] : { start, end, kind: tag }))
    .toSorted((a, b) => a.start - b.start);
}
