import { type ReasonCode, reasonCodes, type StepLevel, verdictOf } from "../../../domain/follow-up.ts";
import { addDays } from "../../../domain/time.ts";
import type { SegmentTag } from "../text-features.ts";
import type { LabelledText } from "./dataset.ts";
import { mulberry } from "./train-linear.ts";

/** Clauses by heading (a reason code, or none, past, theirs, settled, step, vague, no-step) and the times they may take. */
export interface ClauseBook {
  readonly lang: "en" | "pl" | "ru";
  readonly clauses: ReadonlyMap<string, readonly string[]>;
  readonly times: Readonly<Record<"t" | "p" | "v", readonly string[]>>;
}

/** Reads a clause file: `# heading` lines, then one clause a line. */
export function parseClauses(file: string): ReadonlyMap<string, readonly string[]> {
  const clauses = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of file.split("\n")) {
    const heading = /^# (.+)$/.exec(line)?.[1];
    if (heading !== undefined) {
      current = clauses.get(heading) ?? [];
      clauses.set(heading, current);
    } else if (line.trim() !== "") current.push(line.trim());
  }
  return clauses;
}

interface Part {
  readonly text: string;
  readonly tag: SegmentTag;
}

/** Every clause alone, `rounds` times with other times and spellings, then `count` texts put together from several. */
export function composeTexts(
  book: ClauseBook,
  { rounds, count }: { rounds: number; count: number },
): readonly LabelledText[] {
  const random = mulberry(book.lang.charCodeAt(0) * 7919);
  const texts: LabelledText[] = [];
  const add = (parts: readonly Part[], reason: ReasonCode | null) =>
    texts.push(toText(book, { parts, reason, random, id: texts.length }));
  for (let round = 0; round < rounds; round++) {
    for (const [heading, clauses] of book.clauses) {
      for (const clause of clauses) add([toPart(book, heading, { clause, random })], reasonOf(heading));
    }
  }
  for (let index = 0; index < count; index++) {
    const { parts, reason } = drawParts(book, random);
    add(parts, reason);
  }
  return texts;
}

type Random = () => number;

function reasonOf(heading: string): ReasonCode | null {
  return reasonCodes.find((code) => code === heading) ?? null;
}

function pick<T>(items: readonly T[], random: Random): T | undefined {
  return items[Math.floor(random() * items.length)];
}

function drawParts(book: ClauseBook, random: Random): { parts: readonly Part[]; reason: ReasonCode | null } {
  const reason = random() < 0.5 ? (pick(reasonCodes, random) ?? null) : null;
  const parts: Part[] = [];
  const draw = (heading: string, chance: number) => {
    if (random() >= chance) return;
    const clause = pick(book.clauses.get(heading) ?? [], random);
    if (clause !== undefined) parts.push(toPart(book, heading, { clause, random }));
  };
  draw("past", 0.45);
  draw("none", 0.4);
  draw("settled", 0.2);
  if (reason !== null) {
    draw(reason, 1);
    draw(reason, 0.3);
  }
  draw("none", 0.2);
  draw("theirs", 0.25);
  const end = random();
  if (end < 0.3) draw("step", 1);
  else if (end < 0.52) draw("vague", 1);
  else if (end < 0.6) draw("no-step", 1);
  if (parts.length === 0) draw("none", 1);
  if (random() < 0.25) parts.reverse();
  return { parts, reason };
}

const tagOfHeading: Readonly<Record<string, SegmentTag>> = {
  none: "none",
  past: "past",
  theirs: "theirs",
  settled: "settled",
  step: "step",
  vague: "vague",
  "no-step": "none",
};

function toPart(
  book: ClauseBook,
  heading: string,
  { clause, random }: { clause: string; random: Random },
): Part {
  const text = clause.replace(
    /\{([tpv])\}/g,
    (_, kind: "t" | "p" | "v") => pick(book.times[kind], random) ?? "",
  );
  const upper = text.charAt(0).toUpperCase() + text.slice(1);
  return {
    text: /^[\p{Lu}]/u.test(clause) || clause.startsWith("{") ? upper : text,
    tag: tagOfHeading[heading] ?? "reason",
  };
}

interface Draft {
  readonly parts: readonly Part[];
  readonly reason: ReasonCode | null;
  readonly random: Random;
  readonly id: number;
}

/** Joined by full stops, commas, or nothing at all; sometimes without capitals or diacritics. */
function toText({ lang }: ClauseBook, { parts, reason, random, id }: Draft): LabelledText {
  const style = random();
  const spell = spelling(lang, random);
  const marks: { quote: string; tag: Exclude<SegmentTag, "none"> }[] = [];
  let text = "";
  for (const { text: clause, tag } of parts) {
    const bare = spell(style < 0.35 ? lowerFirst(clause.replace(/[.!]$/, "")) : clause);
    if (text !== "") text += separator(style, text);
    if (tag !== "none") marks.push({ quote: bare.replace(/[.!]$/, ""), tag });
    text += bare;
  }
  const step: StepLevel = parts.some(({ tag }) => tag === "step")
    ? "concrete"
    : parts.some(({ tag }) => tag === "vague")
      ? "vague"
      : "none";
  return {
    id: `${lang}-made-${id}`,
    lang,
    channel: "note",
    written_on: addDays("2026-01-05", Math.floor(random() * 350)),
    text,
    reason,
    step,
    step_kind: null,
    due: null,
    verdict: verdictOf(step, reason),
    marks,
  };
}

function separator(style: number, before: string): string {
  if (style < 0.15) return " ";
  if (style < 0.35) return ", ";
  return /[.!?]$/.test(before) ? " " : ". ";
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function spelling(lang: string, random: Random): (text: string) => string {
  const isLower = random() < 0.15;
  const isPlain = lang === "pl" && random() < 0.25;
  return (text) => {
    const cased = isLower ? text.toLowerCase() : text;
    return isPlain
      ? cased.normalize("NFD").replaceAll(/\p{M}/gu, "").replaceAll("ł", "l").replaceAll("Ł", "L")
      : cased;
  };
}
