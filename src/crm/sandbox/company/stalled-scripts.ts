import type { Flag } from "../../../domain/flag.ts";
import type { StallRule } from "../../../domain/stall.ts";
import { demoRoles as who } from "./cast.ts";
import type { DealScript } from "./plant-deal.ts";

/** A deal that stopped, and what its last follow-up amounts to. */
export interface StalledScript {
  readonly rule: StallRule;
  readonly flag: Exclude<Flag, "moving">;
  readonly script: DealScript;
}

type Body = Omit<DealScript, "memberId">;

/** Far longer in the stage than deals that go on, though people still talk. */
const tooLong: Body = {
  stage: 2,
  stageDaysAgo: 75,
  contactDaysAgo: [50, 43, 36, 27, 20, 13],
  closeInDays: 30,
};
/** No contact for nearly four weeks, in a stage where that time is not yet long. */
const quiet: Body = { stage: 2, stageDaysAgo: 27, contactDaysAgo: [48, 40, 34, 27], closeInDays: 35 };
const overdue: Body = { stage: 2, stageDaysAgo: 19, contactDaysAgo: [30, 24, 17, 12, 7], closeInDays: -9 };
const pushed: Body = {
  stage: 2,
  stageDaysAgo: 24,
  contactDaysAgo: [36, 30, 22, 14],
  closeInDays: 21,
  pushedDaysAgo: [33, 21, 9],
};
/** Nothing planned and nothing written, shortly before the silence itself is too long. */
const aimless: Body = {
  stage: 2,
  stageDaysAgo: 19,
  contactDaysAgo: [40, 33, 26, 16],
  closeInDays: 28,
  hasNextStep: false,
};

const solution = { daysAgo: 5, verdict: "solution", dueInDays: 5 } as const;
const broken = { daysAgo: 12, verdict: "solution", reason: null, dueInDays: -7 } as const;
const vague = { daysAgo: 5, verdict: "vague" } as const;
const excuse = { daysAgo: 5, verdict: "excuse" } as const;

const row = (rule: StallRule, flag: StalledScript["flag"], script: DealScript): StalledScript => ({
  rule,
  flag,
  script,
});

/** Every rule with every flag it can meet; reasons and languages are spread over them. */
export const stalledScripts: readonly StalledScript[] = [
  row("stage-age", "solution", {
    ...tooLong,
    memberId: who.steady,
    followUp: { ...solution, reason: "decision_maker" },
  }),
  row("stage-age", "vague", {
    ...tooLong,
    memberId: who.strong,
    followUp: { ...vague, reason: "budget" },
    amount: 86_000,
  }),
  row("stage-age", "excuse", {
    ...tooLong,
    memberId: who.priceProblem,
    firmKind: "Foods",
    followUp: { ...excuse, reason: "price" },
    amount: 142_000,
  }),
  row("stage-age", "silent", { ...tooLong, memberId: who.english, amount: 64_500 }),
  row("stage-age", "broken", {
    ...tooLong,
    memberId: who.belowNorm,
    contactDaysAgo: [50, 43, 36, 27, 20],
    followUp: broken,
  }),
  row("stage-age", "excuse", {
    ...tooLong,
    memberId: who.sellingManager,
    followUp: { ...excuse, reason: "internal" },
    amount: 118_000,
  }),
  row("silence", "vague", {
    ...quiet,
    memberId: who.english,
    followUp: { ...vague, reason: "no_response", channel: "description" },
  }),
  row("silence", "excuse", {
    ...quiet,
    memberId: who.steady,
    followUp: { ...excuse, reason: "no_response" },
    amount: 73_500,
  }),
  row("silence", "excuse", {
    ...quiet,
    memberId: who.priceProblem,
    followUp: { ...excuse, reason: "competitor", isQuoting: true },
  }),
  row("silence", "silent", { ...quiet, memberId: who.strong }),
  row("silence", "silent", { ...quiet, memberId: who.strong, amount: 91_000 }),
  row("silence", "broken", { ...quiet, memberId: who.english, followUp: broken, amount: 55_000 }),
  row("close-date-past", "solution", {
    ...overdue,
    memberId: who.english,
    followUp: { ...solution, reason: "terms" },
  }),
  row("close-date-past", "vague", {
    ...overdue,
    memberId: who.priceProblem,
    followUp: { ...vague, reason: "timing" },
  }),
  row("close-date-past", "excuse", {
    ...overdue,
    memberId: who.strong,
    followUp: { ...excuse, reason: "decision_maker", isQuoting: true },
    amount: 104_000,
  }),
  row("close-date-past", "silent", { ...overdue, memberId: who.belowNorm }),
  row("close-date-past", "broken", {
    ...overdue,
    contactDaysAgo: [30, 24, 17, 12],
    memberId: who.steady,
    followUp: broken,
    amount: 49_000,
  }),
  row("close-date-pushed", "solution", {
    ...pushed,
    memberId: who.strong,
    followUp: { ...solution, reason: "price" },
  }),
  row("close-date-pushed", "vague", {
    ...pushed,
    memberId: who.belowNorm,
    description: "120 maszyn w dwóch halach, zapytanie z targów.",
    followUp: { ...vague, reason: "competitor", channel: "journal" },
  }),
  row("close-date-pushed", "excuse", {
    ...pushed,
    memberId: who.english,
    followUp: { ...excuse, reason: "timing" },
    amount: 128_000,
  }),
  row("close-date-pushed", "silent", { ...pushed, memberId: who.steady }),
  row("close-date-pushed", "excuse", {
    ...pushed,
    memberId: who.priceProblem,
    firmKind: "Foods",
    followUp: { ...excuse, reason: "price" },
    amount: 97_000,
  }),
  row("no-next-step", "silent", { ...aimless, memberId: who.priceProblem }),
  row("no-next-step", "broken", {
    ...aimless,
    memberId: who.strong,
    followUp: { ...broken, daysAgo: 16, dueInDays: -10 },
  }),
];
