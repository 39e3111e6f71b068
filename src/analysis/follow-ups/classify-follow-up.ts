import {
  type Classification,
  type EvidenceSpan,
  type FollowUpChannel,
  partyOf,
  type ReasonCode,
  type StepKind,
  type StepLevel,
  verdictOf,
} from "../../domain/follow-up.ts";
import type { CivilDate } from "../../domain/time.ts";
import { detectLanguage, type Language } from "./detect-language.ts";
import { findDue } from "./find-due.ts";
import {
  conditionWords,
  negatedActWords,
  ownActWords,
  pastWords,
  reasonWords,
  settledWords,
  theirsWords,
} from "./keywords.ts";
import { keepOwnWords } from "./own-words.ts";
import { type Clause, splitClauses } from "./split-clauses.ts";

export interface FollowUpInput {
  readonly text: string;
  /** The day the rep wrote it, on the calendar of the tenant's zone: relative dates count from here. */
  readonly writtenOn: CivilDate;
  /** Given when known; found from the text otherwise. */
  readonly language?: Language;
  readonly channel?: FollowUpChannel;
}

type Reading =
  | { readonly kind: "step"; readonly stepKind: StepKind; readonly due: CivilDate }
  | { readonly kind: "vague"; readonly stepKind: StepKind }
  | { readonly kind: "reason"; readonly reason: ReasonCode }
  | { readonly kind: "theirs" | "past" | "settled" }
  | null;

/** Characters read of one text; follow-ups are cut to less before they come here. */
const maxLength = 8_000;

/** What a follow-up says: own next step, reason, or neither. Other languages than en, pl, ru abstain. */
export function classifyFollowUp(input: FollowUpInput): Classification {
  const text = keepOwnWords(input.text.slice(0, maxLength));
  const language = input.language ?? detectLanguage(text);
  if (language === "other") return { ...nothing, language, isAbstained: true, confidence: 0 };
  const readings = splitClauses(text).map((clause) => ({
    clause,
    reading: readClause(clause, input.writtenOn),
  }));
  return { ...combine(readings), language };
}

const nothing: Omit<Classification, "language"> = {
  verdict: "log",
  step: "none",
  stepKind: null,
  due: null,
  reason: null,
  party: null,
  evidence: [],
  confidence: 0.6,
  isAbstained: false,
};

function readClause({ text }: Clause, writtenOn: CivilDate): Reading {
  if (theirsWords.test(text)) return readReason(text) ?? { kind: "theirs" };
  if (pastWords.test(text)) return readReason(text) ?? { kind: "past" };
  const act = negatedActWords.test(text) ? undefined : ownActWords.find(([, pattern]) => pattern.test(text));
  if (!act) return readReason(text);
  const [stepKind] = act;
  const due = conditionWords.test(text) ? null : findDue(text, writtenOn);
  return due === null ? { kind: "vague", stepKind } : { kind: "step", stepKind, due };
}

function readReason(text: string): Reading {
  const found = reasonWords.find(([, pattern]) => pattern.test(text));
  if (!found) return null;
  return settledWords.test(text) ? { kind: "settled" } : { kind: "reason", reason: found[0] };
}

interface ReadClause {
  readonly clause: Clause;
  readonly reading: Reading;
}

function combine(read: readonly ReadClause[]): Omit<Classification, "language"> {
  const steps = read.flatMap(({ reading }) => (reading?.kind === "step" ? [reading] : []));
  const [earliest] = steps.toSorted((a, b) => (a.due < b.due ? -1 : 1));
  const [vague] = read.flatMap(({ reading }) => (reading?.kind === "vague" ? [reading] : []));
  const [reason] = read.flatMap(({ reading }) => (reading?.kind === "reason" ? [reading.reason] : []));
  const step = levelOf(earliest, vague);
  return {
    verdict: verdictOf(step, reason ?? null),
    step,
    stepKind: (earliest ?? vague)?.stepKind ?? null,
    due: earliest?.due ?? null,
    reason: reason ?? null,
    party: reason === undefined ? null : partyOf(reason),
    evidence: read.flatMap(toEvidence),
    confidence: nothing.confidence,
    isAbstained: false,
  };
}

function levelOf(earliest: Reading | undefined, vague: Reading | undefined): StepLevel {
  if (earliest) return "concrete";
  return vague ? "vague" : "none";
}

function toEvidence({ clause, reading }: ReadClause): EvidenceSpan[] {
  return reading === null ? [] : [{ start: clause.start, end: clause.end, kind: reading.kind }];
}
