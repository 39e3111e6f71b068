import type { Deal } from "../domain/deal.ts";
import type { StalledDeal } from "../domain/finding.ts";
import type { DealFields } from "../domain/flag.ts";
import type { Rep } from "../domain/people.ts";
import type { StallSign } from "../domain/stall.ts";
import type { CivilDate } from "../domain/time.ts";
import { clip } from "./clip.ts";
import { countOf, dateOf, daysOf, fill, fullDateOf, isTaskFlag, type Phrases } from "./phrases.ts";

/** Salesforce and HubSpot lists show no more of a subject. */
const maxSubjectLength = 200;

/** From this many times in a row on, another question is asked than the obstacle's own. */
const repeatsWorthAsking = 2;

/** The question for the next conversation about a stalled deal: it asks for a step and a date, never for an apology. */
export function askFor(
  { flag, reason, repeats, promiseDue }: Pick<DealFields, "flag" | "reason" | "repeats" | "promiseDue">,
  phrases: Phrases,
): string {
  const { asks } = phrases;
  const due = promiseDue === null ? "" : dateOf(promiseDue, phrases);
  if (flag === "solution") return promiseDue === null ? asks.solutionUndated : fill(asks.solution, { due });
  if (flag === "broken") return fill(asks.broken, { due });
  if (flag === "vague") return asks.vague;
  if (flag !== "excuse" || reason === null) return asks.silent;
  if (repeats !== null && repeats >= repeatsWorthAsking)
    return fill(asks.repeated, { repeats: countOf(phrases.times, repeats, phrases) });
  return asks.excuse[reason];
}

/**
 * Subject (verb, who, what, by when; at most 200 characters) and body (evidence, rule with threshold and counts, question)
 * of a task. Null for a deal with a solution on the way: it needs no task.
 */
export function taskTextFor(
  finding: StalledDeal,
  { deal, rep, due }: TaskSubject,
  phrases: Phrases,
): { subject: string; body: string } | null {
  if (!isTaskFlag(finding.flag)) return null;
  const pattern = phrases.task.subject[finding.flag];
  const values = {
    due: dateOf(due, phrases),
    reason: finding.fields.reason === null ? "" : phrases.reasons[finding.fields.reason],
  };
  const room = maxSubjectLength - fill(pattern, { ...values, deal: "" }).length;
  const subject = fill(pattern, { ...values, deal: clip(deal.name.trim() || deal.id, room) });
  return { subject, body: toBody(finding, rep, phrases) };
}

export interface TaskSubject {
  readonly deal: Pick<Deal, "id" | "name">;
  readonly rep: Pick<Rep, "name">;
  readonly due: CivilDate;
}

/** The rule in words, with what was measured, the limit, and from how many deals it was learned. */
export function explainSign(sign: StallSign, phrases: Phrases): string {
  const inUnit = (count: number) =>
    sign.unit === "times" ? countOf(phrases.times, count, phrases) : daysOf(count, phrases);
  return fill(patternOf(sign, phrases), {
    observed: inUnit(sign.observed),
    threshold: inUnit(sign.threshold),
    within: sign.within,
    sample: sign.sample,
  });
}

/** The rep's own words with author and date, at most `maxLength` characters. */
export function quoteEvidence(
  { quote, author, writtenOn }: { quote: string; author: string | null; writtenOn: CivilDate },
  maxLength: number,
  phrases: Phrases,
): string {
  const pattern = author === null ? phrases.evidence.anonymous : phrases.evidence.byAuthor;
  const values = { author: clip(author ?? "", 80), date: fullDateOf(writtenOn, phrases) };
  const room = maxLength - fill(pattern, { ...values, quote: "" }).length;
  return fill(pattern, { ...values, quote: clip(quote, room) });
}

/** Of an undated description as much as of other evidence. */
const maxBackgroundLength = 280;

function toBody(
  { fields, stall, background }: StalledDeal,
  rep: Pick<Rep, "name">,
  phrases: Phrases,
): string {
  const { task } = phrases;
  const [sign] = stall.signs;
  const lines = [
    fields.evidence === null
      ? fill(task.nothingWritten, { rep: rep.name, since: fullDateOf(stall.since, phrases) })
      : fill(task.evidence, { rep: rep.name, evidence: fields.evidence }),
    background === undefined
      ? null
      : fill(task.background, { text: clip(background.replaceAll(/\s+/g, " "), maxBackgroundLength) }),
    sign === undefined ? null : fill(task.rule, { rule: explainSign(sign, phrases) }),
    fields.contradiction === null ? null : fill(task.contradiction, { contradiction: fields.contradiction }),
    fields.ask === null ? null : fill(task.question, { ask: fields.ask }),
    task.contest,
  ];
  return lines.filter((line) => line !== null).join("\n");
}

function patternOf({ rule, basis }: StallSign, { rules }: Phrases): string {
  switch (rule) {
    case "stage-age":
      return rules[rule][basis === "stage" || basis === "pipeline" ? basis : "guess"];
    case "silence":
      return rules[rule][basis === "stated" ? "guess" : basis];
    default:
      return rules[rule];
  }
}
