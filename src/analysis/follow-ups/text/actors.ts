import type { Person } from "../lexicon/verbs.ts";
import type { Token } from "./tokens.ts";

const ownWords = new Set("i i'll i'm i've i'd we we'll we're we've ill im weve me".split(" "));
const theirWords = new Set(
  "they they'll they're he he'll he's she she'll she's theyll theyre client customer buyer who".split(" "),
);
/** Words that may stand between an English subject and its verb. */
const between = new Set(
  "will shall am are is to be going gonna gotta also then just definitely still now even probably have had need must should would 'll not never personally both all".split(
    " ",
  ),
);

/** Flags that say who does the verbs of tokens `from` to `to`. */
export function actorsIn(tokens: readonly Token[], from: number, to: number): readonly string[] {
  const found: string[] = [];
  for (let at = from; at < to; at++) {
    const token = tokens[at];
    if (!token || token.kind !== "word") continue;
    const person = personByEnding(token) ?? token.word.person;
    if (person === undefined) continue;
    addNew(found, at === from ? `start.${person}` : person);
    if (person === "base" || person === "gerund" || person === "they")
      addEnglishSubject(tokens, { at, from, person }, found);
    else addNew(found, person);
  }
  return found;
}

function addNew(found: string[], actor: string): void {
  if (!found.includes(actor)) found.push(actor);
}

interface Verb {
  readonly at: number;
  readonly from: number;
  readonly person: Person;
}

/** "I'll send", "I'm sending", "she sends": the subject stands before, with only helpers between. */
function addEnglishSubject(tokens: readonly Token[], { at, from, person }: Verb, found: string[]): void {
  for (let before = at - 1; before >= from && before >= at - 4; before--) {
    const low = tokens[before]?.low ?? "";
    if (ownWords.has(low)) return addNew(found, person === "they" ? "they" : `own.${person}`);
    if (theirWords.has(low)) return addNew(found, `they.${person}`);
    if (!between.has(low)) return;
  }
}

/** Polish ę is first person for certain, ą third plural; Russian infinitives and Polish ć show themselves. */
function personByEnding({ low, fold, word: { person } }: Token): Person | undefined {
  if (low.length < 4) return undefined;
  if (low.endsWith("ę")) return person === undefined ? undefined : "own";
  if (isInfinitive(low)) return "infinitive";
  // With diacritics in the word, a bare -e is the third person: "wyśle" and not "wyślę".
  return low !== fold && low.endsWith("e") && person === "own" ? "they" : undefined;
}

function isInfinitive(low: string): boolean {
  if (low.endsWith("ć")) return !low.endsWith("ość");
  return russianInfinitive.test(low) && !low.endsWith("сть");
}

const russianInfinitive = /(?:[аеиоуыя]ть|[аеиоуыя]ться|[зс]ти|чь)$/;
