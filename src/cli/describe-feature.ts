/** Parts of the engine's feature names, in words. What is not here is told by its name. */
const words: Readonly<Record<string, string>> = {
  // Who acts.
  own: "our side acts",
  "own.base": "our side acts",
  "own.gerund": "our side is about to act",
  they: "the customer acts",
  "they.base": "the customer acts",
  "they.gerund": "the customer is about to act",
  "they.they": "the customer acts",
  team: "a colleague acts",
  both: "our side and the customer are named",
  me: "the rep is named",
  we: "our side is named",
  // Forms of verbs, as endings show them.
  "1": "first person",
  "1pl": "first person plural",
  "3": "third person",
  "3pl": "third person plural",
  inf: "infinitive",
  infinitive: "infinitive",
  base: "bare verb",
  gerund: "-ing form",
  past: "past",
  past1: "first person past",
  passive: "passive",
  ing: "-ing form",
  ed: "-ed form",
  // When.
  time: "a definite time",
  after: "only a lower bound of time",
  vague: "a vague time",
  every: "a repeated time",
  since: "a time since when",
  span: "a length of time",
  clock: "a time of day",
  bound: "a definite time",
  boundby: "“by” before a time",
  boundafter: "“after” before a time",
  boundsince: "“since” before a time",
  // Concepts of the lexicon.
  neg: "negation",
  condition: "a condition",
  ownCondition: "a condition on our side",
  silence: "“if nothing comes”",
  will: "a future",
  willTheirs: "the customer's future",
  passiveFuture: "“will be done”",
  progressive: "“is doing”",
  true: "a colleague is named",
  wait: "waiting",
  monitor: "keeping an eye on",
  said: "somebody said",
  theirPromise: "a customer's promise",
  order: "an order to somebody",
  booked: "something booked",
  settled: "a settled obstacle",
  pastAct: "a past act",
  actCall: "calling",
  actMeeting: "meeting",
  actProposal: "an offer",
  actEmail: "writing or sending",
  actDemo: "a demo",
  actInternal: "own departments",
  actVisit: "visiting",
  actOther: "another act",
};

/** Negation, condition, perhaps: the letters of a mood, in their order. */
const moods: Readonly<Record<string, string>> = { n: "negated", c: "on a condition", m: "perhaps" };

/**
 * A feature of `explainFollowUp` in words: `"Friday"` stays as it is, `s:own|time|n` is "our side acts, a definite time, negated".
 */
export function describeFeature(feature: string): string {
  if (feature.startsWith('"')) return feature;
  const [, kind = "", rest = feature] = /^([a-z]+):(.*)$/i.exec(feature) ?? [];
  if (kind === "len") return "length of the clause";
  if (kind === "startKind") return `begins with a ${rest}`;
  if (kind === "r") return describeReasons(rest);
  const parts = rest.split("|").flatMap((part) => describePart(part));
  if (parts.length === 0) return kind === "start" ? "begins with no verb" : "nobody named, no time";
  return [...new Set(parts)].join(", ");
}

/** Parts that say nothing: no form, nobody, not so. */
const empty: ReadonlySet<string> = new Set(["", "-", "false"]);

function describePart(part: string): string[] {
  if (empty.has(part)) return [];
  const known = words[part];
  if (known !== undefined) return [known];
  if (/^[ncm]+$/.test(part)) return part.split("").map((letter) => moods[letter] ?? letter);
  const [, place, form = ""] = /^(start|act)\.(.+)$/.exec(part) ?? [];
  if (place === undefined) return [part.replaceAll("_", " ")];
  return [`${place === "start" ? "begins with: " : "verb of an act, "}${describePart(form).join()}`];
}

/** `r:<reasons named>|<negated>|<settled>` or `r:<reasons named>|<when>|<form>`. */
function describeReasons(rest: string): string {
  const [count = "", second = "", third = ""] = rest.split("|");
  const named = count === "0" ? "no reason named" : `${count} reason${count === "1" ? "" : "s"} named`;
  const negated = second === "true" ? ["negated"] : describePart(second);
  const settled = third === "true" ? ["settled"] : describePart(third);
  return [named, ...negated, ...settled].join(", ");
}
