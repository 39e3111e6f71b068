import { type FlagGroup, groupNamed } from "../model/flag.ts";
import type { Language } from "./detect-language.ts";
import type { Segment } from "./segments.ts";
import type { Token } from "./tokens.ts";

/** Who the grammar of a segment makes the doer of its first verb; `-` when it has no verb, `none` when the verb has no subject. */
export type Subject = "own" | "they" | "name" | "role" | "team" | "none" | "-";

export interface SubjectReading {
  readonly subject: Subject;
  /** Form of the first verb. */
  readonly verb: string;
  /** Whether the subject was taken over from the segment before. */
  readonly isCarried: boolean;
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}

const own = wordSet("i i'll i'm i've i'd we we'll we're we've we'd ill im weve ja my я мы");
const they = wordSet(
  "he he'll he's he'd she she'll she's she'd they they'll they're they've they'd it client customer buyer prospect theyll hell shes hes theyre on ona oni one klient klientka klienci zamawiajacy kupujacy nabywca firma spolka он она они клиент клиентка клиенты заказчик покупатель контрагент фирма компания",
);
const team = wordSet("our ours nasz nasza nasze nasi naszego наш наша наше наши наших");
const role = wordSet(
  "director manager buyer engineer accountant secretary receptionist assistant foreman supervisor chief owner founder lawyer doctor chairman treasurer planner technician operator procurement purchasing cfo ceo cto coo cio board committee council dyrektor dyrektorka kierownik kierowniczka prezes prezeska wlasciciel wlascicielka ksiegowa ksiegowy inzynier sekretarka szef szefowa majster brygadzista zarzad komisja rada informatyk kupiec zakupowiec pan pani panie panowie gosc facet директор гендир гендиректор начальник начальница закупщик закупщица снабженец инженер бухгалтер главбух секретарь хозяин хозяйка владелец юрист технолог механик прораб завхоз шеф комиссия комитет совет мужик мужики",
);
const englishHelpers = wordSet(
  "will shall is are was were has have had can could would should must may might wants needs says said asked told promised agreed do does did isn't aren't won't doesn't don't didn't hasn't haven't to be",
);

/** Subjects of all segments in order. */
export function subjectsOf(
  tokens: readonly Token[],
  segments: readonly Segment[],
  language: Language,
): readonly SubjectReading[] {
  const found: SubjectReading[] = [];
  for (const [index, segment] of segments.entries()) {
    const before = segments[index - 1]?.sentence === segment.sentence ? found.at(-1) : undefined;
    found.push(subjectOf(tokens, segment, { language, before }));
  }
  return found;
}

interface Around {
  readonly language: Language;
  readonly before: SubjectReading | undefined;
}

function subjectOf(
  tokens: readonly Token[],
  { from, to }: Segment,
  { language, before }: Around,
): SubjectReading {
  let subject: Subject | null = null;
  for (let at = from; at < to; at++) {
    const token = tokens[at];
    if (token?.kind !== "word") continue;
    const candidate = candidateOf(tokens, at, from);
    const verb = candidate ? contraction(token) : verbForm(token, language);
    subject = subject === "team" ? subject : (candidate ?? subject);
    if (verb !== "") return subject ? { subject, verb, isCarried: false } : unnamed(verb, before);
  }
  return { subject: subject ?? "-", verb: "-", isCarried: false };
}

/** "I'll", "he's": subject and verb in one. */
const contracted = /'(?:ll|m|ve|d|s|re)$/;

function contraction({ low }: Token): string {
  return contracted.test(low) ? "aux" : "";
}

const ownForms = new Set(["1", "1pl", "past1"]);

/** A verb without a subject: its ending tells, or the subject of the clause before goes on. */
function unnamed(verb: string, before: SubjectReading | undefined): SubjectReading {
  if (ownForms.has(verb)) return { subject: "own", verb, isCarried: false };
  const isKnown = before !== undefined && before.subject !== "-" && before.subject !== "none";
  return isKnown
    ? { subject: before.subject, verb, isCarried: true }
    : { subject: "none", verb, isCarried: false };
}

function candidateOf(tokens: readonly Token[], at: number, from: number): Subject | null {
  const token = tokens[at];
  if (!token) return null;
  const { fold, low } = token;
  if (own.has(low)) return "own";
  if (they.has(fold)) return "they";
  if (team.has(fold)) return "team";
  if (role.has(fold)) return "role";
  return isName(tokens, at, from) ? "name" : null;
}

/** A capital inside the segment is a name; at its start it may be only the sentence's, unless the next word has one too. */
function isName(tokens: readonly Token[], at: number, from: number): boolean {
  const { raw = "" } = tokens[at] ?? {};
  if (!isCapital(tokens[at]) || raw.length < 3 || raw === raw.toUpperCase()) return false;
  return (at > from && tokens[at - 1]?.kind === "word") || isCapital(tokens[at + 1]);
}

function isCapital(token: Token | undefined): boolean {
  return token?.kind === "word" && token.raw.charAt(0) !== token.low.charAt(0);
}

function verbForm(token: Token, language: Language): string {
  return language === "en" ? englishVerb(token) : slavicVerb(token);
}

function englishVerb({ fold, low, word }: Token): string {
  if (englishHelpers.has(low)) return "aux";
  return word.person ?? (fold.length > 4 && fold.endsWith("ed") ? "ed" : "");
}

const toldForms = new Set(["past", "past1", "inf", "passive"]);

function slavicVerb(token: Token): string {
  const { fold, low, word } = token;
  if (low.endsWith("ę")) return "1";
  const { person } = word;
  // With diacritics in the word, a bare -e is the third person.
  if (person === "own") return low !== fold && low.endsWith("e") ? "3" : "1";
  if (person === "they") return "3";
  const form = fold.length < 4 ? "" : word.form;
  return toldForms.has(form) ? form : "";
}

interface Place {
  readonly when: string;
  /** Negated, on a condition, only possible. */
  readonly mood: string;
  /** Whether the clause speaks of something done to us or to them. */
  readonly towards: string;
}

/** Flags of who acts, alone and together with when, in which mood and towards whom. */
export function subjectGroup(
  own: SubjectReading,
  before: SubjectReading | undefined,
  { when, mood, towards }: Place,
): FlagGroup {
  const { subject, verb, isCarried } = own;
  const last = before?.subject ?? "^";
  const key = `${subject}|${verb}|${isCarried}|${last}|${when}|${mood}|${towards}`;
  let found = known.get(key);
  if (found === undefined) {
    found = groupNamed([
      `a:s.${subject}`,
      `s.v:${subject}|${verb}`,
      `s.c:${subject}|${isCarried}`,
      `s.b:${subject}|${last}`,
      `x:${subject}|${when}|${towards}`,
      `x:${subject}|${verb}|${when}`,
      `x:${subject}|${verb}|${when}|${mood}|${towards}`,
    ]);
    if (known.size < maxKnown) known.set(key, found);
  }
  return found;
}

const known = new Map<string, FlagGroup>();
/** Combinations kept at hand. */
const maxKnown = 20_000;
