import { en } from "./en.ts";
import { pl } from "./pl.ts";
import { reasonsEn } from "./reasons-en.ts";
import { reasonsPl } from "./reasons-pl.ts";
import { reasonsRu } from "./reasons-ru.ts";
import { ru } from "./ru.ts";
import { saidEn } from "./said-en.ts";
import { saidPl } from "./said-pl.ts";
import { saidRu } from "./said-ru.ts";
import { worldEn } from "./world-en.ts";
import { worldPl } from "./world-pl.ts";
import { worldRu } from "./world-ru.ts";

/** What words are about: grammar (who, when, whether), kinds of acts, and the reasons of the guide. */
export const concepts = [
  "neg",
  "condition",
  "ownCondition",
  "silence",
  "me",
  "we",
  "team",
  "they",
  "will",
  "willTheirs",
  "passiveFuture",
  "progressive",
  "must",
  "should",
  "might",
  "wait",
  "monitor",
  "said",
  "theirPromise",
  "order",
  "booked",
  "settled",
  "yesterday",
  "pastAct",
  "good",
  "bad",
  "refuse",
  "complain",
  "want",
  "lack",
  "block",
  "postpone",
  "durative",
  "attempt",
  "smalltalk",
  "record",
  "measure",
  "role",
  "receive",
  "decide",
  "absent",
  "done",
  "money",
  "fear",
  "habit",
  "excuseMood",
  "request",
  "vagueAct",
  "toUs",
  "toThem",
  "actCall",
  "actMeeting",
  "actProposal",
  "actEmail",
  "actDemo",
  "actInternal",
  "actVisit",
  "actOther",
  "price",
  "budget",
  "timing",
  "no_response",
  "decision_maker",
  "competitor",
  "product_fit",
  "terms",
  "trust",
  "need",
  "lead_quality",
  "internal",
  "workload",
  "market",
  "other",
] as const;
export type Concept = (typeof concepts)[number];

/** Entries by concept, split by commas. A language may lack a concept that it says by word endings. */
export type Lexicon = Readonly<Partial<Record<Concept, string>>>;

export interface Entry {
  readonly concept: number;
  /** The words after the first; each may be a beginning. */
  readonly rest: readonly Pattern[];
}

/** What a word can mean: alone, and with what follows. */
export interface Meanings {
  /** Concepts, each once. */
  readonly alone: readonly number[];
  /** Entries of several words by how the second one begins. */
  readonly joined: ReadonlyMap<string, readonly Entry[]>;
}

/** What entries are compared with. */
interface Folded {
  readonly fold: string;
}

/** Letters that entries of several words are found by: "not" begins hundreds. */
const startLength = 2;

/** How a folded word begins, as `joined` has it. */
export function startOf(fold: string): string {
  return fold.slice(0, startLength);
}

interface Pattern {
  readonly stem: string;
  readonly isPrefix: boolean;
}

interface Index {
  readonly exact: Map<string, Entry[]>;
  readonly prefix: Map<string, Entry[]>;
}

const minPrefix = 2;
const maxPrefix = 12;

const index = toIndex([
  en,
  pl,
  ru,
  worldEn,
  worldPl,
  worldRu,
  reasonsEn,
  reasonsPl,
  reasonsRu,
  saidEn,
  saidPl,
  saidRu,
]);

const nothing: Meanings = { alone: [], joined: new Map() };

/** What a word can mean, by its folded spelling. */
export function meaningsOf(word: string): Meanings {
  const entries = [...(index.exact.get(word) ?? [])];
  const longest = Math.min(word.length, maxPrefix);
  for (let length = minPrefix; length <= longest; length++)
    entries.push(...(index.prefix.get(word.slice(0, length)) ?? []));
  if (entries.length === 0) return nothing;
  const alone = new Set(entries.flatMap(({ concept, rest }) => (rest.length === 0 ? [concept] : [])));
  const joined = Map.groupBy(
    entries.filter(({ concept, rest }) => rest.length > 0 && !alone.has(concept)),
    ({ rest: [next] }) => startOf(next?.stem ?? ""),
  );
  return { alone: [...alone], joined };
}

/** The other words of an entry follow in order, with at most one foreign word before each. */
export function hasRest(tokens: readonly Folded[], at: number, { rest }: Entry): boolean {
  let position = at;
  for (const pattern of rest) {
    if (matches(pattern, tokens[position + 1])) position += 1;
    else if (matches(pattern, tokens[position + 2])) position += 2;
    else return false;
  }
  return true;
}

function matches({ stem, isPrefix }: Pattern, word: Folded | undefined): boolean {
  return word !== undefined && (isPrefix ? word.fold.startsWith(stem) : word.fold === stem);
}

function toIndex(lexicons: readonly Lexicon[]): Index {
  const built: Index = { exact: new Map(), prefix: new Map() };
  for (const [number, concept] of concepts.entries()) {
    const texts = lexicons.flatMap((lexicon) => (lexicon[concept] ?? "").split(","));
    for (const text of new Set(texts.map((one) => one.trim()))) addEntry(built, number, text);
  }
  return built;
}

function addEntry(built: Index, concept: number, text: string): void {
  const [first, ...rest] = text.split(/\s+/).map(toPattern);
  if (!first || first.stem === "") return;
  const map = first.isPrefix ? built.prefix : built.exact;
  const key = first.stem.slice(0, maxPrefix);
  const entries = map.get(key) ?? [];
  entries.push({ concept, rest });
  map.set(key, entries);
}

function toPattern(word: string): Pattern {
  return word.endsWith("*") ? { stem: word.slice(0, -1), isPrefix: true } : { stem: word, isPrefix: false };
}
