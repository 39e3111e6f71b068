import { readFileSync } from "node:fs";
import { product } from "../../config/product.ts";
import { type AnalysisContext, analyseDeal } from "../../src/analysis/analyse-deals.ts";
import { classifyFollowUp } from "../../src/analysis/follow-ups/classify-follow-up.ts";
import { phrasesSchema } from "../../src/analysis/phrases.ts";
import { planWrites } from "../../src/analysis/plan-writes.ts";
import { toLearned } from "../../src/analysis/stalls/learned.ts";
import { emptyDealFields } from "../../src/domain/flag.ts";
import { toCivilDate } from "../../src/domain/time.ts";
import { goldenNow, portfolio } from "./portfolio.ts";

export const goldenFile = new URL("./findings.json", import.meta.url);

/** The findings on the portfolio and what a night would write, as the text of the golden file. */
export function judgePortfolio(): string {
  const phrases = phrasesSchema.parse(
    JSON.parse(readFileSync(new URL("../../config/locales/en.json", import.meta.url), "utf8")),
  );
  const context: AnalysisContext = {
    settings: product.stalls,
    now: goldenNow,
    timeZone: "Europe/Warsaw",
    activeRepIds: new Set(["anna", "unrecorded"]),
    recordedRepIds: new Set(["anna"]),
    absentRepIds: new Set(),
    recordedKinds: new Set(["call", "meeting", "email", "proposal"]),
    unmeasuredKinds: new Set(),
    activitiesSince: null,
    classify: classifyFollowUp,
    phrases,
    maxEvidenceLength: product.flags.maxEvidenceLength,
    repNames: new Map([["anna", "Anna Nowak"]]),
  };
  const judged = portfolio.map(({ title, facts }) => ({
    title,
    finding: analyseDeal(facts, learned, context),
  }));
  const plan = planWrites({
    findings: judged.map(({ finding }) => finding),
    deals: new Map(
      portfolio.map(({ facts }) => [
        facts.deal.id,
        { ...facts.deal, isGone: false, fields: emptyDealFields, contest: null },
      ]),
    ),
    openEpisodes: portfolio.flatMap(({ facts }) => facts.episode ?? []),
    openTasks: [],
    plannedTaskKeys: new Set(),
    repeatableTasks: new Map(),
    endedTasks: [],
    flaggedToday: new Map(),
    repNames: context.repNames,
    today: toCivilDate(goldenNow, context.timeZone),
    settings: product.flags,
    phrases,
  });
  return `${JSON.stringify({ judged, plan }, null, 2)}\n`;
}

const offer = { pipelineId: "sales", stageId: "offer" } as const;
const learned = toLearned({
  clocks: [
    {
      ...offer,
      usualDays: 12,
      limitDays: 34,
      quietLimitDays: 34,
      triedLimitDays: null,
      sample: 48,
      within: 45,
      basis: "stage",
    },
  ],
  silences: [{ ...offer, usualDays: 9, limitDays: 24, sample: 26, within: 26, basis: "pipeline" }],
  habits: [],
});
