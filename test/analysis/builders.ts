import { readFileSync } from "node:fs";
import { product } from "../../config/product.ts";
import type { AnalysisContext } from "../../src/analysis/analyse-deals.ts";
import { type Phrases, phrasesSchema } from "../../src/analysis/phrases.ts";
import { type Learned, toLearned } from "../../src/analysis/stalls/learned.ts";
import type { Deal } from "../../src/domain/deal.ts";
import type { DealFacts, DealTouch } from "../../src/domain/deal-facts.ts";
import type { FollowUpReading } from "../../src/domain/finding.ts";
import { emptyDealFields } from "../../src/domain/flag.ts";
import { type Classification, type FollowUp, verdictOf } from "../../src/domain/follow-up.ts";
import { type Language, languages } from "../../src/domain/tenant.ts";
import { type Moment, msPerDay } from "../../src/domain/time.ts";

/** A Wednesday morning in Warsaw. */
export const now: Moment = Date.parse("2026-10-14T01:00:00Z");
export const today = "2026-10-14";
export const timeZone = "Europe/Warsaw";

export function daysAgo(days: number): Moment {
  return now - days * msPerDay;
}

export const phrasesOf: Readonly<Record<Language, Phrases>> = {
  en: readPhrases("en"),
  pl: readPhrases("pl"),
  ru: readPhrases("ru"),
};

function readPhrases(language: Language): Phrases {
  const file = new URL(`../../config/locales/${language}.json`, import.meta.url);
  return phrasesSchema.parse(JSON.parse(readFileSync(file, "utf8")));
}

export { languages };

/** Stages of pipeline `sales`: deals usually stay 10 days, at most 20; won deals were silent 8 days, at most 15. */
export const learned: Learned = toLearned({
  clocks: ["qualified", "offer"].map((stageId) => ({
    pipelineId: "sales",
    stageId,
    usualDays: 10,
    limitDays: 20,
    quietLimitDays: 20,
    triedLimitDays: null,
    sample: 40,
    within: 37,
    basis: "stage",
  })),
  silences: ["qualified", "offer"].map((stageId) => ({
    pipelineId: "sales",
    stageId,
    usualDays: 8,
    limitDays: 15,
    sample: 30,
    within: 30,
    basis: "pipeline",
  })),
  habits: [],
});

/** Pre-read texts: `none`, `vague`, `concrete` steps with a reason and a due date, e.g. `step=concrete due=2026-10-20 reason=price`. */
function classifyMarked({ text }: { text: string }): Classification {
  if (text.includes("boom")) throw new Error("the engine broke");
  const value = (name: string) => new RegExp(`${name}=(\\S+)`).exec(text)?.[1] ?? null;
  const step = markOf(value("step"), ["none", "vague", "concrete"] as const) ?? "none";
  const reason = markOf(value("reason"), ["price", "no_response", "timing", "workload"] as const);
  return {
    language: "en",
    verdict: verdictOf(step, reason),
    step,
    stepKind:
      step === "none" ? null : markOf(value("kind"), ["call", "proposal", "email", "internal"] as const),
    due: value("due"),
    reason,
    party: null,
    evidence: [],
    confidence: 1,
    isAbstained: text.includes("abstained"),
  };
}

function markOf<T extends string>(value: string | null, allowed: readonly T[]): T | null {
  return allowed.find((one) => one === value) ?? null;
}

export function aContext(change: Partial<AnalysisContext> = {}): AnalysisContext {
  return {
    settings: product.stalls,
    now,
    timeZone,
    activeRepIds: new Set(["r1", "r2"]),
    recordedRepIds: new Set(["r1", "r2"]),
    absentRepIds: new Set(),
    recordedKinds: new Set(["call", "meeting", "email", "proposal", "note"]),
    unmeasuredKinds: new Set(),
    activitiesSince: null,
    classify: classifyMarked,
    phrases: phrasesOf.en,
    maxEvidenceLength: product.flags.maxEvidenceLength,
    repNames: new Map([
      ["r1", "Anna Nowak"],
      ["r2", "Ben Hill"],
    ]),
    ...change,
  };
}

export interface FactsChange extends Partial<Omit<DealFacts, "deal">> {
  readonly deal?: Partial<Deal>;
  readonly daysInStage?: number;
}

/** A healthy deal: 60 days old, 5 days in its stage, contact with the buyer 5 days ago. */
export function aDeal({ deal, daysInStage = 5, ...change }: FactsChange = {}): DealFacts {
  const id = deal?.id ?? "d1";
  return {
    deal: {
      id,
      name: "Acme renewal",
      pipelineId: "sales",
      stageId: "offer",
      outcome: "open",
      ownerId: "r1",
      amount: 10_000,
      currency: "EUR",
      createdAt: daysAgo(60),
      closeDate: null,
      nextStep: null,
      modifiedAt: daysAgo(1),
      ...deal,
    },
    spells: [
      { dealId: id, stageId: "qualified", enteredAt: daysAgo(60), leftAt: daysAgo(daysInStage) },
      { dealId: id, stageId: "offer", enteredAt: daysAgo(daysInStage), leftAt: null },
    ],
    changes: [],
    isHistoryComplete: true,
    contactCount: 1,
    touches: [aTouch({ at: daysAgo(5) })],
    followUps: [],
    fields: emptyDealFields,
    contest: null,
    episode: null,
    ...change,
  };
}

/** A deal that has stopped: 40 days in its stage (20 at most are usual), no contact for 30. */
export function aStalledDeal(change: FactsChange = {}): DealFacts {
  return aDeal({ daysInStage: 40, touches: [aTouch({ at: daysAgo(30) })], ...change });
}

/** An outbound call by the deal's rep, held 5 days ago unless said otherwise. */
export function aTouch(change: Partial<DealTouch> = {}): DealTouch {
  const at = change.at ?? daysAgo(5);
  return {
    kind: "call",
    repId: "r1",
    at,
    direction: "outbound",
    result: "done",
    isConnected: null,
    source: "rep",
    createdAt: Math.min(at, now),
    isInferred: false,
    ...change,
  };
}

export function aFollowUp(text: string, writtenAt: Moment, change: Partial<FollowUp> = {}): FollowUp {
  return { id: `note:${writtenAt}`, dealId: "d1", repId: "r1", writtenAt, channel: "note", text, ...change };
}

export function aReading(text: string, writtenAt: Moment): FollowUpReading {
  const classification = classifyMarked({ text });
  return { followUpId: `note:${writtenAt}`, repId: "r1", writtenAt, classification, quote: text };
}
