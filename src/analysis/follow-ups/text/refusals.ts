import type { Segment } from "./segments.ts";
import type { Token } from "./tokens.ts";

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}

const englishNots = wordSet("not won't wont shan't never");
const englishOwn = wordSet("i we i'm we're i'll we'll im ill am are will shall going to");
const slavicNots = wordSet("nie не");
/** Said with "not", these tell of a state and announce nothing. */
const states = wordSet(
  "mam jestem chce musze moge wiem widze mogu могу хочу знаю вижу понимаю успею успеваю имею",
);
/** "I am not going to call", "nie bede dzwonic", "не буду звонить". */
const helpers = wordSet("going to be gonna bede bedziemy буду будем");

/** Whether the writer says of an own act that it will not be done: "I won't call", "nie zadzwonię", "не поеду". */
export function isRefusal(tokens: readonly Token[], { from, to }: Segment): boolean {
  for (let at = from; at < to; at++) {
    const low = tokens[at]?.low ?? "";
    if (slavicNots.has(low) && isOwnAct(tokens, at + 1, to)) return true;
    if (englishNots.has(low) && isOwnEnglish(tokens, at, from) && isAct(tokens, at + 1, to)) return true;
  }
  return false;
}

function isOwnEnglish(tokens: readonly Token[], at: number, from: number): boolean {
  return at > from && englishOwn.has(tokens[at - 1]?.low ?? "");
}

function isAct(tokens: readonly Token[], at: number, to: number): boolean {
  const next = afterHelpers(tokens, at, to);
  const person = next?.word.person;
  return person === "base" || person === "gerund";
}

function isOwnAct(tokens: readonly Token[], at: number, to: number): boolean {
  const first = tokens[at];
  if (!first || at >= to || states.has(first.fold)) return false;
  return helpers.has(first.fold) || first.word.person === "own";
}

function afterHelpers(tokens: readonly Token[], start: number, to: number): Token | undefined {
  let at = start;
  while (at < to && helpers.has(tokens[at]?.low ?? "")) at++;
  return at < to ? tokens[at] : undefined;
}
