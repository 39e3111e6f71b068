import { type Concept, concepts, eachConceptAt } from "./lexicon/concepts.ts";
import { type Flag, flagNamed, flagsOfKind, toFlag } from "./model/flag.ts";
import { actorsIn } from "./text/actors.ts";
import type { Language } from "./text/detect-language.ts";
import type { Segment } from "./text/segments.ts";
import { subjectFlags, subjectsOf } from "./text/subjects.ts";
import type { Token } from "./text/tokens.ts";
import { type Form, formOf } from "./text/word-forms.ts";
import type { TimeExpression } from "./times/find-times.ts";

/** One segment with what grammar and lexicon say about it. */
export interface Analysed {
  readonly segment: Segment;
  /** What holds for the segment: concepts, forms, times, who acts. */
  readonly flags: readonly Flag[];
  readonly times: readonly TimeExpression[];
}

const conceptNumbers: ReadonlyMap<Concept, number> = new Map(concepts.map((name, number) => [name, number]));
const conceptFlags = concepts.map((name) => toFlag(`c:${name}`));
const formFlag = flagsOfKind("f:");
const actorFlag = flagsOfKind("a:");
const timeFlag = flagsOfKind("t:");
const boundFlag = flagsOfKind("t:bound");
const startFlag = flagsOfKind("start:");
const startKindFlag = flagsOfKind("startKind:");
const lengthFlags = [0, 1, 2, 3, 4, 5].map((length) => flagNamed(`len:${length}`));
const questionFlag = flagNamed("question");
const quotedFlag = flagNamed("quoted");
const firstAct = conceptNumbers.get("actCall") ?? 0;
const lastAct = conceptNumbers.get("actOther") ?? 0;
const firstReason = conceptNumbers.get("price") ?? 0;

export interface Reading {
  readonly tokens: readonly Token[];
  readonly segments: readonly Segment[];
  readonly times: readonly TimeExpression[];
  readonly language: Language;
}

/** Grammar and lexicon flags of every segment. */
export function analyse({ tokens, segments, times, language }: Reading): readonly Analysed[] {
  const folds = tokens.map((token) => token.fold);
  const subjects = subjectsOf(tokens, segments, language);
  return segments.map((segment, index) => {
    const inside = times.filter((time) => time.from < segment.to && time.to > segment.from);
    const { flags, place } = flagsOf(tokens, folds, { segment, inside });
    return {
      segment,
      flags: [...flags, ...subjectFlags(subjects[index], subjects[index - 1], place)],
      times: inside,
    };
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
  folds: readonly string[],
  { segment, inside }: Place,
): { readonly flags: readonly Flag[]; readonly place: Circumstances } {
  const { seen, forms } = wordsOf(tokens, folds, { segment, inside });
  const actors = actorsIn(tokens, segment.from, segment.to);
  const has = (concept: Concept) => seen.has(conceptNumbers.get(concept) ?? -1);
  const mood = `${has("neg") ? "n" : ""}${has("condition") ? "c" : ""}${has("might") ? "m" : ""}`;
  const place = { when: whenOf(inside), mood, towards: has("toUs") ? "us" : has("toThem") ? "them" : "-" };
  const flags: Flag[] = [];
  for (const number of seen) flags.push(conceptFlags[number] as Flag);
  for (const form of forms) flags.push(formFlag(form));
  for (const actor of actors) flags.push(actorFlag(actor));
  addTimes(inside, flags);
  addStart(tokens, segment, flags);
  flags.push(...summary(seen, { forms, actors }, place));
  return { flags, place };
}

function wordsOf(tokens: readonly Token[], folds: readonly string[], { segment, inside }: Place) {
  const seen = new Set<number>();
  const forms = new Set<string>();
  const inTime = (at: number) => inside.some((time) => at >= time.from && at < time.to);
  for (let at = segment.from; at < segment.to; at++) {
    const token = tokens[at];
    if (!token || token.kind !== "word" || inTime(at)) continue;
    let isAct = false;
    eachConceptAt(folds, at, (concept) => {
      seen.add(concept);
      isAct ||= concept >= firstAct && concept <= lastAct;
    });
    const form = formOf(token);
    if (form !== "") forms.add(form);
    if (isAct) forms.add(form === "" ? "act.base" : `act.${form}`);
  }
  return { seen, forms };
}

function addTimes(times: readonly TimeExpression[], flags: Flag[]): void {
  for (const { meaning, bound } of times) {
    flags.push(timeFlag(meaning.kind));
    if (meaning.kind === "time") flags.push(timeFlag(meaning.grain), boundFlag(bound));
  }
}

function addStart(tokens: readonly Token[], { from, to }: Segment, flags: Flag[]): void {
  const first = tokens[from];
  flags.push(lengthFlags[Math.min(5, Math.floor((to - from) / 3))] as Flag);
  if (first) flags.push(startFlag(formOf(first)), startKindFlag(first.kind));
  if (tokens[to]?.raw === "?") flags.push(questionFlag);
  if (tokens[to]?.raw === "»" || tokens[from - 1]?.raw === "«" || tokens[from - 1]?.raw === '"')
    flags.push(quotedFlag);
}

interface Verbs {
  readonly forms: ReadonlySet<string>;
  readonly actors: ReadonlySet<string>;
}

const summaries = new Map<string, readonly Flag[]>();
/** Summaries kept at hand; few combinations occur. */
const maxSummaries = 20_000;

/** Conjunctions that grammar makes meaningful: who acts, in which form, when, negated or on a condition. */
function summary(
  seen: ReadonlySet<number>,
  { forms, actors }: Verbs,
  { when, mood }: Circumstances,
): readonly Flag[] {
  const has = (concept: Concept) => seen.has(conceptNumbers.get(concept) ?? -1);
  let reasons = 0;
  for (const number of seen) if (number >= firstReason) reasons++;
  const counted = Math.min(3, reasons);
  const parts = [whoOf(has), mainForm(forms), when, mood, mainActor(actors)] as const;
  const key = `${parts.join("|")}|${counted}${has("team")}${has("neg")}${has("settled")}`;
  let found = summaries.get(key);
  if (found === undefined) {
    const [who, form, , , actor] = parts;
    found = [
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
    ].map(flagNamed);
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

function mainActor(actors: ReadonlySet<string>): string {
  return actorOrder.find((actor) => actors.has(actor)) ?? "-";
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

function mainForm(forms: ReadonlySet<string>): string {
  for (const form of formOrder) if (forms.has(`act.${form}`)) return `act.${form}`;
  if (forms.has("act.base")) return "act.base";
  for (const form of formOrder) if (forms.has(form)) return form;
  return "-";
}
