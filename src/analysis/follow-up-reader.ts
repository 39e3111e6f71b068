import type { DealFacts } from "../domain/deal-facts.ts";
import type { FollowUpReading } from "../domain/finding.ts";
import type { Classification, EvidenceSpan, FollowUp, FollowUpChannel } from "../domain/follow-up.ts";
import { type CivilDate, type Moment, toCivilDate } from "../domain/time.ts";
import { toPlainWords } from "./descriptions/plain-words.ts";

/** The engine that reads one text; passed in, so that it can be exchanged. */
export type Classify = (input: {
  readonly text: string;
  readonly writtenOn: CivilDate;
  readonly channel: FollowUpChannel;
  /** Where the text stands, when it stands on a deal: a person may have said something about it. */
  readonly dealId?: string;
  readonly followUpId?: string;
}) => Classification;

/** Texts of one deal that are read at most; older ones say nothing about today. */
const maxReadings = 20;

/**
 * Reads a deal's follow-ups from the newest backwards, each at most once and only when somebody asks for it: most deals
 * move, and reading is the dearest part of a night's analysis.
 */
export function createFollowUpReader(
  facts: DealFacts,
  { classify, now, timeZone }: { classify: Classify; now: Moment; timeZone: string },
): Iterable<FollowUpReading> {
  const known: FollowUpReading[] = [];
  let newestFirst: FollowUp[] | null = null;
  return {
    *[Symbol.iterator]() {
      newestFirst ??= sortNewestFirst(facts.followUps, now);
      for (const [index, followUp] of newestFirst.entries()) {
        known[index] ??= toReading(followUp, classify, toCivilDate(followUp.writtenAt, timeZone));
        yield known[index];
      }
    },
  };
}

/** Without what is no word, such as an ellipsis in place of a body. */
function sortNewestFirst(followUps: readonly FollowUp[], now: Moment): FollowUp[] {
  return withoutCopies(followUps)
    .filter(({ writtenAt, text }) => writtenAt <= now && /\p{L}/u.test(text))
    .toSorted((a, b) => b.writtenAt - a.writtenAt || (a.id < b.id ? 1 : -1))
    .slice(0, maxReadings);
}

/** What was copied between a description and a note is said once: the note knows better when, and who. */
function withoutCopies(followUps: readonly FollowUp[]): readonly FollowUp[] {
  const isDescription = ({ channel }: FollowUp) => channel === "description";
  if (!followUps.some(isDescription)) return followUps;
  const elsewhere = new Set(
    followUps.filter((one) => !isDescription(one)).map(({ text }) => toPlainWords(text)),
  );
  return followUps.filter((one) => !isDescription(one) || !elsewhere.has(toPlainWords(one.text)));
}

function toReading(followUp: FollowUp, classify: Classify, writtenOn: CivilDate): FollowUpReading {
  const { id: followUpId, dealId, repId, writtenAt, text, channel } = followUp;
  const classification = classify({ text, writtenOn, channel, dealId, followUpId });
  return { followUpId, repId, writtenAt, classification, quote: findDecidingClause(text, classification) };
}

/** The clause that decided the verdict, else the whole text; on one line. */
function findDecidingClause(text: string, classification: Classification): string {
  const kind = spanKindOf[classification.verdict];
  const span = classification.isAbstained
    ? undefined
    : classification.evidence.find((one) => one.kind === kind);
  const clause = span === undefined ? "" : oneLine(text.slice(span.start, span.end));
  return clause === "" ? oneLine(text) : clause;
}

const spanKindOf: Readonly<Record<Classification["verdict"], EvidenceSpan["kind"] | null>> = {
  solution: "step",
  vague: "vague",
  excuse: "reason",
  log: null,
};

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
