import { type Concept, concepts, type Entry, hasRest, type Meanings } from "./lexicon/concepts.ts";
import { type FlagGroup, flagNamed, flagsOfKind, groupNamed } from "./model/flag.ts";
import { actorsIn } from "./text/actors.ts";
import type { Language } from "./text/detect-language.ts";
import { isRepeat } from "./text/repeats.ts";
import type { Segment } from "./text/segments.ts";
import { subjectGroup, subjectsOf } from "./text/subjects.ts";
import type { Token } from "./text/tokens.ts";
import type { Form } from "./text/word-forms.ts";
import type { TimeExpression } from "./times/find-times.ts";

/** One segment with what grammar and lexicon say about it. */
export interface Analysed {
  readonly segment: Segment;
  /** What holds for the segment: concepts, forms, times, who acts. */
  readonly flags: readonly FlagGroup[];
  readonly times: readonly TimeExpression[];
}

const conceptNumbers = Object.fromEntries(concepts.map((name, number) => [name, number])) as Readonly<
  Record<Concept, number>
>;
const conceptFlags = concepts.map((name) => flagNamed(`c:${name}`));
const formFlag = flagsOfKind("f:");
const actorFlag = flagsOfKind("a:");
const timeFlag = flagsOfKind("t:");
const boundFlag = flagsOfKind("t:bound");
const startFlag = flagsOfKind("start:");
const startKindFlag = flagsOfKind("startKind:");
const lengthFlags = [0, 1, 2, 3, 4, 5].map((length) => flagNamed(`len:${length}`));
const repeatFlag = flagNamed("c:repeat");
const questionFlag = flagNamed("question");
const quotedFlag = flagNamed("quoted");
const firstAct = conceptNumbers.actCall;
const lastAct = conceptNumbers.actOther;
const firstReason = conceptNumbers.price;

export interface Reading {
  readonly tokens: readonly Token[];
  readonly segments: readonly Segment[];
  readonly times: readonly TimeExpression[];
  readonly language: Language;
}

/** Grammar and lexicon flags of every segment. */
export function analyse({ tokens, segments, times, language }: Reading): readonly Analysed[] {
  const subjects = subjectsOf(tokens, segments, language);
  return segments.map((segment, index) => {
    const inside = times.filter((time) => time.from < segment.to && time.to > segment.from);
    const { flags, place } = flagsOf(tokens, { segment, inside });
    const own = subjects[index];
    if (own) flags.push(subjectGroup(own, subjects[index - 1], place));
    return { segment, flags, times: inside };
  });
}

interface Place {
  readonly segment: Segment;
  readonly inside: readonly TimeExpression[];
}

/** What neighbouring flags are combined with. */
interface Circumstances {
  readonly when: string;
  /** Negated, on a condition, only possible. */
  readonly mood: string;
  /** Whether the clause speaks of something done to us or to them: "send me" is theirs more often than "send him". */
  readonly towards: string;
}

function flagsOf(
  tokens: readonly Token[],
  { segment, inside }: Place,
): { readonly flags: FlagGroup[]; readonly place: Circumstances } {
  const { seen, forms } = wordsOf(tokens, { segment, inside });
  const actors = actorsIn(tokens, segment.from, segment.to);
  const has = (concept: Concept) => seen.includes(conceptNumbers[concept]);
  const mood = `${has("neg") ? "n" : ""}${has("condition") ? "c" : ""}${has("might") ? "m" : ""}`;
  const place = { when: whenOf(inside), mood, towards: has("toUs") ? "us" : has("toThem") ? "them" : "-" };
  const flags: FlagGroup[] = [];
  for (const number of seen) flags.push(conceptFlags[number] as FlagGroup);
  for (const form of forms) flags.push(formFlag(form));
  for (const actor of actors) flags.push(actorFlag(actor));
  addTimes(inside, flags);
  if (hasRepeat(tokens, segment, inside)) flags.push(repeatFlag);
  addStart(tokens, segment, flags);
  flags.push(summary(seen, { forms, actors }, place));
  return { flags, place };
}

function hasRepeat(tokens: readonly Token[], { from, to }: Segment, inside: Place["inside"]): boolean {
  for (let at = from; at < to; at++) if (isRepeat(tokens, at) && !isInTime(inside, at)) return true;
  return false;
}

/** Forms of an act, by the word's own form. */
const actForms: Readonly<Record<Form, string>> = {
  "1": "act.1",
  "1pl": "act.1pl",
  inf: "act.inf",
  past: "act.past",
  past1: "act.past1",
  "3": "act.3",
  "3pl": "act.3pl",
  passive: "act.passive",
  ing: "act.ing",
  ed: "act.ed",
  "": "act.base",
};

function wordsOf(tokens: readonly Token[], { segment, inside }: Place) {
  // Arrays, because a segment has few of them.
  const seen: number[] = [];
  const forms: string[] = [];
  for (let at = segment.from; at < segment.to; at++) {
    const token = tokens[at];
    if (!token || token.kind !== "word" || isInTime(inside, at)) continue;
    const { form } = token.word;
    const isAct = addConcepts(tokens, at, seen);
    if (form !== "") addNew(forms, form);
    if (isAct) addNew(forms, actForms[form]);
  }
  return { seen, forms };
}

/** Adds the concepts that begin at a word; whether an act is among them. */
function addConcepts(tokens: readonly Token[], at: number, seen: number[]): boolean {
  const meanings = tokens[at]?.word.meanings;
  if (!meanings) return false;
  let isAct = false;
  const add = (concept: number) => {
    addNew(seen, concept);
    isAct ||= concept >= firstAct && concept <= lastAct;
  };
  for (const concept of meanings.alone) add(concept);
  // The second word of an entry is the next one or the one after it.
  if (meanings.joined.size > 0)
    for (const next of [tokens[at + 1], tokens[at + 2]])
      for (const entry of entriesFor(meanings, next)) if (hasRest(tokens, at, entry)) add(entry.concept);
  return isAct;
}

const none: readonly Entry[] = [];

function entriesFor({ joined }: Meanings, next: Token | undefined): readonly Entry[] {
  return (next && joined.get(next.word.start)) ?? none;
}

function addNew<Item>(items: Item[], item: Item): void {
  if (!items.includes(item)) items.push(item);
}

function isInTime(times: readonly TimeExpression[], at: number): boolean {
  for (const { from, to } of times) if (at >= from && at < to) return true;
  return false;
}

function addTimes(times: readonly TimeExpression[], flags: FlagGroup[]): void {
  for (const { meaning, bound } of times) {
    flags.push(timeFlag(meaning.kind));
    if (meaning.kind === "time") flags.push(timeFlag(meaning.grain), boundFlag(bound));
  }
}

function addStart(tokens: readonly Token[], { from, to }: Segment, flags: FlagGroup[]): void {
  const first = tokens[from];
  flags.push(lengthFlags[Math.min(5, Math.floor((to - from) / 3))] as FlagGroup);
  if (first) flags.push(startFlag(first.word.form), startKindFlag(first.kind));
  if (tokens[to]?.raw === "?") flags.push(questionFlag);
  if (tokens[to]?.raw === "»" || tokens[from - 1]?.raw === "«" || tokens[from - 1]?.raw === '"')
    flags.push(quotedFlag);
}

interface Verbs {
  readonly forms: readonly string[];
  readonly actors: readonly string[];
}

const summaries = new Map<string, FlagGroup>();
/** Summaries kept at hand; few combinations occur. */
const maxSummaries = 20_000;

/** Conjunctions that grammar makes meaningful: who acts, in which form, when, negated or on a condition. */
function summary(
  seen: readonly number[],
  { forms, actors }: Verbs,
  { when, mood }: Circumstances,
): FlagGroup {
  const has = (concept: Concept) => seen.includes(conceptNumbers[concept]);
  let reasons = 0;
  for (const number of seen) if (number >= firstReason) reasons++;
  const counted = Math.min(3, reasons);
  const parts = [whoOf(has), mainForm(forms), when, mood, mainActor(actors)] as const;
  const key = `${parts.join("|")}|${counted}${has("team")}${has("neg")}${has("settled")}`;
  let found = summaries.get(key);
  if (found === undefined) {
    const [who, form, , , actor] = parts;
    found = groupNamed([
      `s:${who}|${when}`,
      `s:${form}|${when}`,
      `s:${who}|${form}|${when}`,
      `s:${who}|${form}|${mood}`,
      `s:${when}|${mood}`,
      `s:${form}|${when}|${mood}`,
      `v:${actor}|${when}`,
      `v:${actor}|${when}|${mood}`,
      `v:${actor}|${who}|${when}`,
      `v:${actor}|${who}|${mood}`,
      `v:${actor}|${has("team")}|${when}`,
      `r:${counted}`,
      `r:${Math.min(2, reasons)}|${has("neg")}|${has("settled")}`,
      `r:${Math.min(2, reasons)}|${when}|${form}`,
    ]);
    if (summaries.size < maxSummaries) summaries.set(key, found);
  }
  return found;
}

const actorOrder = [
  "own.base",
  "own.gerund",
  "own",
  "start.own",
  "they.base",
  "they.gerund",
  "they.they",
  "they",
  "start.they",
  "start.base",
  "start.gerund",
  "start.infinitive",
  "infinitive",
  "base",
  "gerund",
];

function mainActor(actors: readonly string[]): string {
  return actorOrder.find((actor) => actors.includes(actor)) ?? "-";
}

function whoOf(has: (concept: Concept) => boolean): string {
  if (has("me") || has("we")) return has("they") ? "both" : "own";
  if (has("team")) return "team";
  return has("they") || has("willTheirs") ? "they" : "-";
}

function whenOf(times: readonly TimeExpression[]): string {
  const kinds = times.map(({ meaning, bound }) =>
    meaning.kind === "time" && bound === "since" ? "since" : meaning.kind,
  );
  for (const kind of ["time", "past", "after", "vague", "every", "since", "span", "clock"] as const)
    if (kinds.includes(kind)) return kind;
  return "-";
}

const formOrder: readonly Form[] = ["1", "past1", "past", "1pl", "inf", "passive", "ing", "ed", "3pl", "3"];

function mainForm(forms: readonly string[]): string {
  for (const form of formOrder) if (forms.includes(actForms[form])) return actForms[form];
  if (forms.includes("act.base")) return "act.base";
  for (const form of formOrder) if (forms.includes(form)) return form;
  return "-";
}
