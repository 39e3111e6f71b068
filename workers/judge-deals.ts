import { type AnalysisContext, analyseDeal } from "../src/analysis/analyse-deals.ts";
import type { Classify } from "../src/analysis/follow-up-reader.ts";
import type { Learned } from "../src/analysis/stalls/learned.ts";
import type { DealFacts } from "../src/domain/deal-facts.ts";
import type { DealFinding } from "../src/domain/finding.ts";
import type { Classification } from "../src/domain/follow-up.ts";
import type { Question } from "../src/judge/judge.ts";
import { textKey } from "../src/store/corrections.ts";
import { addCounts } from "../src/store/runs.ts";
import type { Step } from "./night.ts";

/**
 * Judges deals; texts of stalled deals that the engine abstained from are put to the judge, and those deals are judged once
 * more with its answers. Deals that move cost no question. Not inside a transaction: the judge may be far away.
 */
export async function judgeDeals(
  step: Step,
  facts: readonly DealFacts[],
  { learned, analysis }: { learned: Learned; analysis: AnalysisContext },
): Promise<readonly DealFinding[]> {
  const abstained = new Map<string, Question & { readonly dealId: string }>();
  const classify = noteAbstained(analysis.classify, abstained);
  const findings = facts.map((deal) => analyseDeal(deal, learned, { ...analysis, classify }));
  const stalled = new Set(findings.filter(({ kind }) => kind === "stalled").map(({ dealId }) => dealId));
  const questions = [...abstained].filter(([, { dealId }]) => stalled.has(dealId));
  const answers = await askJudge(step, new Map(questions));
  if (answers.size === 0) return findings;
  const asked = new Set(questions.map(([, { dealId }]) => dealId));
  const answered = { ...analysis, classify: withAnswers(analysis.classify, answers) };
  return facts.map((deal, index) => {
    const before = findings[index];
    return before === undefined || asked.has(deal.deal.id) ? analyseDeal(deal, learned, answered) : before;
  });
}

function noteAbstained(
  classify: Classify,
  abstained: Map<string, Question & { readonly dealId: string }>,
): Classify {
  return (given) => {
    const embedded = classify(given);
    const { text, writtenOn, channel, dealId = "", followUpId = "" } = given;
    if (embedded.isAbstained)
      abstained.set(textKey(dealId, followUpId), { dealId, input: { text, writtenOn, channel }, embedded });
    return embedded;
  };
}

/** What the judge changed, by text; nothing when there is no judge. */
async function askJudge(
  { deps, tenant, run, signal, inTenant }: Step,
  questions: ReadonlyMap<string, Question>,
): Promise<ReadonlyMap<string, Classification>> {
  const asked = [...questions.values()];
  if (asked.length === 0) return new Map();
  const { classifications, counts } = await deps.judge.read(asked, { tenantId: tenant.id, signal });
  signal.throwIfAborted();
  const happened = Object.entries(counts).filter(([, count]) => count > 0);
  if (happened.length > 0) {
    await inTenant((db) => addCounts(db, run.id, { judge: Object.fromEntries(happened) }));
  }
  const answers = [...questions.keys()].flatMap((key, index) => {
    const answer = classifications[index];
    return answer === undefined || answer === asked[index]?.embedded ? [] : [[key, answer] as const];
  });
  return new Map(answers);
}

function withAnswers(classify: Classify, answers: ReadonlyMap<string, Classification>): Classify {
  return (given) => answers.get(textKey(given.dealId ?? "", given.followUpId ?? "")) ?? classify(given);
}
