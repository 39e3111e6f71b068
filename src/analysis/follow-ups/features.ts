import { type Concept, concepts, eachConceptAt } from "./lexicon/concepts.ts";
import { hashOf, mix } from "./model/hash.ts";
import type { Features } from "./model/linear.ts";
import { actorsIn } from "./text/actors.ts";
import type { Segment } from "./text/segments.ts";
import type { Token } from "./text/tokens.ts";
import { type Form, formOf } from "./text/word-forms.ts";
import type { TimeExpression } from "./times/find-times.ts";

/** One segment with what grammar and lexicon say about it. */
export interface Analysed {
  readonly segment: Segment;
  /** Names of what holds for the segment: concepts, forms, times, who acts. */
  readonly flags: readonly string[];
  /** Hashes of the flags, and of those that neighbours look at. */
  readonly hashes: readonly number[];
  readonly contextHashes: readonly number[];
  readonly times: readonly TimeExpression[];
}

const conceptNumbers: ReadonlyMap<Concept, number> = new Map(concepts.map((name, number) => [name, number]));
const conceptNames = concepts.map((name) => `c:${name}`);
const firstAct = conceptNumbers.get("actCall") ?? 0;
const lastAct = conceptNumbers.get("actOther") ?? 0;
const firstReason = conceptNumbers.get("price") ?? 0;

export interface Reading {
  readonly tokens: readonly Token[];
  readonly segments: readonly Segment[];
  readonly times: readonly TimeExpression[];
}

/** Grammar and lexicon flags of every segment. */
export function analyse({ tokens, segments, times }: Reading): readonly Analysed[] {
  const folds = tokens.map((token) => token.fold);
  return segments.map((segment) => {
    const inside = times.filter((time) => time.from < segment.to && time.to > segment.from);
    const flags = flagsOf(tokens, folds, { segment, inside });
    const contextHashes = flags.filter(isContext).map(flagHash);
    return { segment, flags, hashes: flags.map(flagHash), contextHashes, times: inside };
  });
}

/** Concepts (c:), times (t:), actors (a:) and conjunctions (s:) say something to the neighbours. */
function isContext(flag: string): boolean {
  return flag.charCodeAt(1) === 58 && "ctas".includes(flag.charAt(0));
}

interface Place {
  readonly segment: Segment;
  readonly inside: readonly TimeExpression[];
}

function flagsOf(
  tokens: readonly Token[],
  folds: readonly string[],
  { segment, inside }: Place,
): readonly string[] {
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
    if (form !== "") {
      forms.add(form);
      if (isAct) forms.add(`act.${form}`);
    } else if (isAct) forms.add("act.base");
  }
  const actors = actorsIn(tokens, segment.from, segment.to);
  return [
    ...conceptFlags(seen),
    ...[...forms].map((form) => `f:${form}`),
    ...timeFlags(inside),
    ...startFlags(tokens, segment),
    ...actorFlags(actors),
    ...summary(seen, { forms, actors }, inside),
  ];
}

function actorFlags(actors: ReadonlySet<string>): string[] {
  return [...actors].map((actor) => `a:${actor}`);
}

function conceptFlags(seen: ReadonlySet<number>): string[] {
  const flags: string[] = [];
  for (const number of seen) flags.push(conceptNames[number] ?? "");
  return flags;
}

function timeFlags(times: readonly TimeExpression[]): string[] {
  const flags: string[] = [];
  for (const { meaning, bound } of times) {
    flags.push(`t:${meaning.kind}`);
    if (meaning.kind === "time") flags.push(`t:${meaning.grain}`, `t:bound${bound}`);
  }
  return flags;
}

function startFlags(tokens: readonly Token[], { from, to }: Segment): string[] {
  const first = tokens[from];
  const flags = [`len:${Math.min(5, Math.floor((to - from) / 3))}`];
  if (first) flags.push(`start:${formOf(first)}`, `startKind:${first.kind}`);
  if (tokens[to]?.raw === "?") flags.push("question");
  if (tokens[to]?.raw === "»" || tokens[from - 1]?.raw === "«" || tokens[from - 1]?.raw === '"')
    flags.push("quoted");
  return flags;
}

interface Verbs {
  readonly forms: ReadonlySet<string>;
  readonly actors: ReadonlySet<string>;
}

/** Conjunctions that grammar makes meaningful: who acts, in which form, when, negated or on a condition. */
function summary(
  seen: ReadonlySet<number>,
  { forms, actors }: Verbs,
  times: readonly TimeExpression[],
): string[] {
  const has = (concept: Concept) => seen.has(conceptNumbers.get(concept) ?? -1);
  const who = whoOf(has);
  const when = whenOf(times);
  const form = mainForm(forms);
  const actor = mainActor(actors);
  const mood = `${has("neg") ? "n" : ""}${has("condition") ? "c" : ""}${has("might") ? "m" : ""}`;
  let reasons = 0;
  for (const number of seen) if (number >= firstReason) reasons++;
  return [
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
    `r:${Math.min(3, reasons)}`,
    `r:${Math.min(2, reasons)}|${has("neg")}|${has("settled")}`,
    `r:${Math.min(2, reasons)}|${when}|${form}`,
  ];
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

const flagHashes = new Map<string, number>();

export function flagHash(flag: string): number {
  let hash = flagHashes.get(flag);
  if (hash === undefined) {
    hash = hashOf(flag);
    if (flagHashes.size < 20_000) flagHashes.set(flag, hash);
  }
  return hash;
}

const previousSeed = hashOf("previous");
const nextSeed = hashOf("next");
const sentenceSeed = hashOf("sentence");
const bigramSeed = hashOf("bigram");
const skipSeed = hashOf("skip");
const boundarySeed = hashOf("boundary");

/** Hashed features of segment `index`: its words, word parts and flags, and the flags of what stands around it. */
export function featuresOf(tokens: readonly Token[], analysed: readonly Analysed[], index: number): Features {
  const ids: number[] = [];
  const strengths: number[] = [];
  const add = (id: number, strength: number) => {
    ids.push(id);
    strengths.push(strength);
  };
  const own = analysed[index];
  if (!own) return { ids, strengths };
  addWords(tokens, own, add);
  for (const hash of own.hashes) add(hash, 1);
  addAround(analysed, index, add);
  return { ids, strengths };
}

type Add = (id: number, strength: number) => void;

function addAround(analysed: readonly Analysed[], index: number, add: Add): void {
  const sentence = analysed[index]?.segment.sentence;
  addContext(analysed[index - 1], previousSeed, { add, sentence });
  addContext(analysed[index + 1], nextSeed, { add, sentence });
  for (const kind of elsewhereInSentence(analysed, index)) add(mix(sentenceSeed, flagHash(kind)), 0.7);
  if (index === 0) add(flagHash("first"), 0.5);
  if (index === analysed.length - 1) add(flagHash("last"), 0.5);
  if (analysed.length === 1) add(flagHash("only"), 0.5);
}

/** Times and conditions in the other segments of the sentence. */
function elsewhereInSentence(analysed: readonly Analysed[], index: number): ReadonlySet<string> {
  const sentence = analysed[index]?.segment.sentence;
  const found = new Set<string>();
  for (const [at, { segment, times, flags }] of analysed.entries()) {
    if (at === index || segment.sentence !== sentence) continue;
    for (const { meaning } of times) found.add(meaning.kind);
    for (const flag of flags) if (flag === "c:condition" || flag === "c:silence") found.add(flag);
  }
  return found;
}

function addContext(
  other: Analysed | undefined,
  seed: number,
  { add, sentence }: { add: Add; sentence: number | undefined },
): void {
  if (!other) return add(mix(seed, 0), 0.4);
  const isSame = other.segment.sentence === sentence ? 1 : 2;
  const place = mix(seed, isSame);
  for (const hash of other.contextHashes) add(mix(place, hash), 0.3);
}

function addWords(tokens: readonly Token[], { segment, times }: Analysed, add: Add): void {
  let before = boundarySeed;
  let beforeThat = boundarySeed;
  for (let at = segment.from; at < segment.to; at++) {
    const token = tokens[at];
    const time = times.find((expression) => at >= expression.from && at < expression.to);
    if (!token || (time && at > time.from)) continue;
    const hash = time ? flagHash(`<${time.meaning.kind}>`) : wordHash(token);
    add(hash, 1);
    add(mix(mix(bigramSeed, before), hash), 0.7);
    if (beforeThat !== boundarySeed) add(mix(mix(skipSeed, beforeThat), hash), 0.4);
    if (at === segment.from) add(mix(boundarySeed, hash), 0.7);
    if (!time) addParts(token, add);
    beforeThat = before;
    before = hash;
  }
  add(mix(mix(bigramSeed, before), boundarySeed), 0.5);
}

function addParts(token: Token, add: Add): void {
  if (token.kind === "word") for (const part of partsOf(token)) add(part, 0.35);
}

export function wordHash(token: Token): number {
  if (token.kind === "number") return flagHash(`#${Math.min(token.low.length, 5)}`);
  return flagHash(`w:${token.fold}`);
}

const partCache = new Map<string, readonly number[]>();

/** Beginnings (near the stem) and endings (grammar) of a word, and its letter groups. */
function partsOf({ fold, low }: Token): readonly number[] {
  const cached = partCache.get(low);
  if (cached) return cached;
  const parts: number[] = [];
  for (const length of [4, 5, 6]) if (fold.length > length) parts.push(hashOf(`p:${fold.slice(0, length)}`));
  for (const length of [2, 3, 4]) if (low.length > length) parts.push(hashOf(`e:${low.slice(-length)}`));
  const padded = `_${fold}_`;
  for (const size of [4])
    for (let at = 0; at + size <= padded.length; at++) parts.push(hashOf(`g:${padded.slice(at, at + size)}`));
  if (partCache.size > 30_000) partCache.clear();
  partCache.set(low, parts);
  return parts;
}
