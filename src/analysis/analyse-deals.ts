import type { DealFacts } from "../domain/deal-facts.ts";
import type { DealFinding, Episode, FollowUpReading, StalledDeal } from "../domain/finding.ts";
import type { DealFields } from "../domain/flag.ts";
import { partyOf, type ReasonCode } from "../domain/follow-up.ts";
import type { Stall } from "../domain/stall.ts";
import { daysBetween, toCivilDate } from "../domain/time.ts";
import { type ContradictionContext, describeContradiction, findContradiction } from "./contradictions.ts";
import { type Derived, deriveFlag, findOpenPromiseDue } from "./derive-flag.ts";
import { type Classify, createFollowUpReader } from "./follow-up-reader.ts";
import type { Phrases } from "./phrases.ts";
import { countRepeats } from "./repeats.ts";
import { detectStall } from "./stalls/detect-stall.ts";
import type { Learned } from "./stalls/learned.ts";
import type { StallContext } from "./stalls/stall-context.ts";
import { askFor, quoteEvidence } from "./wording.ts";

/** What all deals of an account are judged with. */
export interface AnalysisContext extends StallContext, Pick<ContradictionContext, "recordedKinds"> {
  readonly classify: Classify;
  readonly phrases: Phrases;
  /** Characters of the evidence on a deal. */
  readonly maxEvidenceLength: number;
  /** Names of everybody who may have written, also of those who left. */
  readonly repNames: ReadonlyMap<string, string>;
  /** There are notes that cannot be read: the word that seems to be missing may well be written there. */
  readonly hasUnreadNotes?: boolean;
}

/** The findings one after another, so that a shard's facts need not be in memory at once. */
export function* analyseDeals(
  deals: Iterable<DealFacts>,
  learned: Learned,
  context: AnalysisContext,
): Generator<DealFinding> {
  for (const facts of deals) yield analyseDeal(facts, learned, context);
}

/** Judges one deal. A deal that breaks the analysis becomes a finding of kind `failed` and stops nothing else. */
export function analyseDeal(facts: DealFacts, learned: Learned, context: AnalysisContext): DealFinding {
  try {
    return judgeDeal(facts, learned, context);
  } catch (error) {
    const problem = Error.isError(error) ? error.message : String(error);
    return { kind: "failed", dealId: facts.deal.id, problem };
  }
}

function judgeDeal(facts: DealFacts, learned: Learned, context: AnalysisContext): DealFinding {
  const readings = createFollowUpReader(facts, context);
  const findPromiseDue = () => findOpenPromiseDue(readings, facts, context);
  const found = detectStall(facts, learned, { ...context, findPromiseDue });
  const { id: dealId, ownerId } = facts.deal;
  if (found === "moving") return { kind: "moving", dealId };
  if (typeof found === "string") return { kind: "not-judged", dealId, because: found };
  if (ownerId === null) return { kind: "not-judged", dealId, because: "no-owner" };
  const stalled = toStalledDeal(
    { facts, repId: ownerId, stall: freeze(found, facts.episode, context) },
    readings,
    context,
  );
  if (stalled.flag === "silent" && context.hasUnreadNotes === true)
    return { kind: "not-judged", dealId, because: "incomplete-data" };
  return stalled;
}

/** A known stall keeps its rule, start and usual length, so that no property changes by itself from night to night. */
function freeze(stall: Stall, episode: Episode | null, { now, timeZone }: StallContext): Stall {
  if (episode === null || episode.state === "closed") return stall;
  const { rule, since, usualDays } = episode;
  const naming = stall.signs.filter((sign) => sign.rule === rule);
  const others = stall.signs.filter((sign) => sign.rule !== rule);
  const days = daysBetween(since, toCivilDate(now, timeZone));
  return { ...stall, since, days, usualDays, rule, signs: [...naming, ...others] };
}

interface Stalled {
  readonly facts: DealFacts;
  readonly repId: string;
  readonly stall: Stall;
}

function toStalledDeal(
  { facts, repId, stall }: Stalled,
  readings: Iterable<FollowUpReading>,
  context: AnalysisContext,
): StalledDeal {
  const derived = deriveFlag(readings, { facts, since: stall.since }, context);
  const fields = toFields({ facts, stall, derived }, readings, context);
  const { id: dealId, amount } = facts.deal;
  const { background } = facts;
  return {
    kind: "stalled",
    dealId,
    repId,
    amount,
    stall,
    flag: derived.flag,
    reading: derived.reading,
    ...(derived.reading === null && background !== undefined ? { background } : {}),
    fields,
  };
}

function toFields(
  { facts, stall, derived }: { facts: DealFacts; stall: Stall; derived: Derived },
  readings: Iterable<FollowUpReading>,
  context: AnalysisContext,
): DealFields {
  const { flag, reading, promiseDue } = derived;
  const reason = reasonOf(reading);
  const repeats =
    flag === "vague" || flag === "excuse" ? countRepeats(readings, context.timeZone) || null : null;
  const contradiction = reading === null ? null : findContradiction(reading, facts, context);
  return {
    flag,
    stalledSince: stall.since,
    usualDays: stall.usualDays,
    stallRule: stall.rule,
    reason,
    reasonOwner: reason === null ? null : (reading?.classification.party ?? partyOf(reason)),
    evidence: reading === null ? null : toEvidence(reading, context),
    promiseDue,
    repeats,
    contradiction: contradiction === null ? null : describeContradiction(contradiction, context.phrases),
    ask: askFor({ flag, reason, repeats, promiseDue }, context.phrases),
  };
}

function reasonOf(reading: FollowUpReading | null): ReasonCode | null {
  return reading === null || reading.classification.isAbstained ? null : reading.classification.reason;
}

function toEvidence({ quote, repId, writtenAt }: FollowUpReading, context: AnalysisContext): string | null {
  if (quote === "") return null;
  const author = repId === null ? null : (context.repNames.get(repId) ?? null);
  const writtenOn = toCivilDate(writtenAt, context.timeZone);
  return quoteEvidence({ quote, author, writtenOn }, context.maxEvidenceLength, context.phrases);
}
