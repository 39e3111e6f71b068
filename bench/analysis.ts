import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { product } from "../config/product.ts";
import { type AnalysisContext, analyseDeals } from "../src/analysis/analyse-deals.ts";
import { classifyFollowUp } from "../src/analysis/follow-ups/classify-follow-up.ts";
import { learnNorms } from "../src/analysis/norms/learn-norms.ts";
import { toRepHistories } from "../src/analysis/norms/rep-history.ts";
import { phrasesSchema } from "../src/analysis/phrases.ts";
import { planWrites } from "../src/analysis/plan-writes.ts";
import type { DealCourse } from "../src/analysis/stalls/deal-course.ts";
import { learnStalls } from "../src/analysis/stalls/learn-stalls.ts";
import { type Learned, toLearned } from "../src/analysis/stalls/learned.ts";
import type { StageStay } from "../src/analysis/stalls/usual-stays.ts";
import type { StoredDeal } from "../src/analysis/write-plan.ts";
import { isBuyerFacing } from "../src/domain/activity.ts";
import type { DealFacts } from "../src/domain/deal-facts.ts";
import type { DealFinding } from "../src/domain/finding.ts";
import type { DayCount, Metric } from "../src/domain/norm.ts";
import { type Moment, msPerDay, toCivilDate } from "../src/domain/time.ts";
import { benchNow, benchPipelines, dealsPerRep, makeUpDeal, touchesPerDeal } from "./made-up-deals.ts";

const fullDealCount = 100_000;
const shares = [0.1, 0.3, 1] as const;
const dealsPerShard = product.night.dealsPerShard;
const timeZone = "Europe/Warsaw";

/**
 * Left to itself, V8 lets garbage pile up as long as the machine has memory, and the peak says more about the machine than
 * about the need. Under this limit a need above it ends the process instead.
 */
const heapLimitMb = 320;

/** Bars: the whole account analysed in under 60 s of one core and under 512 MB, and cost that grows linearly. */
export const analysisBars = { seconds: 60, peakMb: 512 } as const;

const lineSchema = z.object({
  deals: z.number(),
  activities: z.number(),
  reps: z.number(),
  stalled: z.number(),
  tasks: z.number(),
  seconds: z.object({
    makeUp: z.number(),
    learn: z.number(),
    analyse: z.number(),
    plan: z.number(),
    total: z.number(),
  }),
  peakMb: z.number(),
});

export type AnalysisBenchLine = z.infer<typeof lineSchema>;

/**
 * Learns, analyses and plans 1,000,000 activities on 100,000 deals, at 10 %, 30 % and 100 % of the size, each in a fresh
 * process so that no size profits from another's memory or warm code. Prints a line per size and returns them.
 */
export function benchAnalysis(): AnalysisBenchLine[] {
  return shares.map((share) => {
    const args = [`--max-old-space-size=${heapLimitMb}`, fileURLToPath(import.meta.url), `${share}`];
    const output = execFileSync(process.execPath, args, {
      encoding: "utf8",
    });
    const line = lineSchema.parse(JSON.parse(output));
    const { deals, activities, seconds, peakMb } = line;
    process.stdout.write(
      `analysis of ${activities} activities on ${deals} deals: ${seconds.total} s (learn ${seconds.learn}, analyse ${seconds.analyse}, plan ${seconds.plan}; making up the data took ${seconds.makeUp} s more), peak ${peakMb} MB under a heap limit of ${heapLimitMb} MB\n`,
    );
    return line;
  });
}

function measure(share: number): AnalysisBenchLine {
  const deals = Math.round(fullDealCount * share);
  const clock = createClock();
  const learned = learnAll(deals, clock);
  const { findings, stored } = analyseAll({ deals, learned }, clock);
  const plan = clock.time("plan", () => planAll(findings, stored));
  return {
    deals,
    activities: deals * touchesPerDeal,
    reps: repIdsOf(deals).length,
    stalled: findings.filter(({ kind }) => kind === "stalled").length,
    tasks: plan.tasks.length,
    seconds: clock.seconds(),
    // maxRSS is in kilobytes.
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

function learnAll(deals: number, clock: Clock): Learned {
  const stays: StageStay[] = [];
  const ended: DealCourse[] = [];
  const open: { pipelineId: string; createdAt: Moment }[] = [];
  // The deals of a rep lie side by side, so counts pass through one rep at a time as the store would send them.
  function* countAll(): Generator<DayCount> {
    for (const shard of makeUpShards(deals, clock)) {
      for (const facts of shard) {
        stays.push(...toStays(facts));
        const { pipelineId, createdAt, outcome } = facts.deal;
        // As many as a night loads; which of them are the latest does not matter to the cost.
        if (outcome === "open") open.push({ pipelineId, createdAt: createdAt ?? 0 });
        else if (ended.length < product.stalls.maxLearnedDeals) ended.push(toCourse(facts));
      }
      yield* countTouches(shard);
    }
  }
  return clock.time("learn", () => {
    const today = toCivilDate(benchNow, timeZone);
    const histories = toRepHistories(countAll(), new Map(), new Set(repIdsOf(deals)));
    learnNorms(histories, product.norms, { today });
    const history = { stays, ended, open, pipelines: benchPipelines, now: benchNow, recordedFrom: null };
    return toLearned(learnStalls(history, product.stalls));
  });
}

/** Counts of the days that a night reads, as the store's query gives them. */
function countTouches(shard: readonly DealFacts[]): Iterable<DayCount> {
  const from = benchNow - product.pull.activityBackfillDays * msPerDay;
  const counts = new Map<string, DayCount>();
  for (const { kind, repId, at } of shard.flatMap(({ touches }) => touches)) {
    if (repId === null || at < from) continue;
    const date = toCivilDate(at, timeZone);
    for (const metric of metricsOf.get(kind) ?? []) {
      const key = `${repId} ${metric} ${date}`;
      counts.set(key, { repId, metric, date, count: (counts.get(key)?.count ?? 0) + 1 });
    }
  }
  return counts.values();
}

function toCourse({ deal, spells, touches, contactCount }: DealFacts): DealCourse {
  const { id: dealId, pipelineId, ownerId: repId, amount, outcome } = deal;
  const contacts = touches.filter(isBuyerFacing);
  return {
    dealId,
    pipelineId,
    repId,
    amount,
    createdAt: deal.createdAt ?? 0,
    endedAt: deal.modifiedAt,
    isWon: outcome === "won",
    spells,
    contactsAt: contacts.map(({ at }) => at),
    proposalsAt: contacts.flatMap(({ kind, at }) => (kind === "proposal" ? [at] : [])),
    closeDates: [],
    contactCount,
  };
}

/** Talks and new contacts as often as they can be: what they cost is their days, not their number. */
const metricsOf = new Map<string, readonly Metric[]>([
  ["call", ["calls", "connected-calls"]],
  ["meeting", ["meetings"]],
  ["proposal", ["proposals"]],
  ["email", ["emails", "new-contacts"]],
]);

function toStays({ deal: { pipelineId }, spells }: DealFacts): StageStay[] {
  return spells.map(({ stageId, enteredAt, leftAt }) => ({
    pipelineId,
    stageId,
    enteredAt,
    leftAt,
    wentOn: leftAt !== null,
  }));
}

function analyseAll({ deals, learned }: { deals: number; learned: Learned }, clock: Clock) {
  const context = benchContext(deals);
  const findings: DealFinding[] = [];
  const stored = new Map<string, StoredDeal>();
  for (const shard of makeUpShards(deals, clock)) {
    clock.time("analyse", () => findings.push(...analyseDeals(shard, learned, context)));
    for (const { deal, fields, contest } of shard) {
      const { id, name, outcome, ownerId } = deal;
      stored.set(id, { id, name, outcome, ownerId, isGone: false, fields, contest });
    }
  }
  return { findings, stored };
}

function planAll(findings: readonly DealFinding[], deals: ReadonlyMap<string, StoredDeal>) {
  return planWrites({
    findings,
    deals,
    openEpisodes: [],
    openTasks: [],
    plannedTaskKeys: new Set(),
    repeatableTasks: new Map(),
    endedTasks: [],
    flaggedToday: new Map(),
    repNames: new Map(),
    today: toCivilDate(benchNow, timeZone),
    settings: product.flags,
    phrases: readPhrases(),
  });
}

function benchContext(deals: number): AnalysisContext {
  const repIds = new Set(repIdsOf(deals));
  return {
    settings: product.stalls,
    now: benchNow,
    timeZone,
    activeRepIds: repIds,
    recordedRepIds: repIds,
    absentRepIds: new Set(),
    recordedKinds: new Set(["call", "meeting", "email", "proposal", "note"]),
    unmeasuredKinds: new Set(),
    activitiesSince: null,
    classify: classifyFollowUp,
    phrases: readPhrases(),
    maxEvidenceLength: product.flags.maxEvidenceLength,
    repNames: new Map(repIds.values().map((id) => [id, `Rep ${id}`])),
  };
}

function readPhrases() {
  return phrasesSchema.parse(
    JSON.parse(readFileSync(new URL("../config/locales/en.json", import.meta.url), "utf8")),
  );
}

function repIdsOf(deals: number): string[] {
  return Array.from({ length: Math.ceil(deals / dealsPerRep) }, (_, n) => `r${n}`);
}

function* makeUpShards(deals: number, clock: Clock): Generator<DealFacts[]> {
  for (let from = 0; from < deals; from += dealsPerShard)
    yield clock.time("makeUp", () =>
      Array.from({ length: Math.min(dealsPerShard, deals - from) }, (_, n) => makeUpDeal(from + n)),
    );
}

type Phase = "makeUp" | "learn" | "analyse" | "plan";
type Clock = ReturnType<typeof createClock>;

/** Adds up time per phase; a phase inside another is taken off the outer one. */
function createClock() {
  const ms: Record<Phase, number> = { makeUp: 0, learn: 0, analyse: 0, plan: 0 };
  const toSeconds = (value: number) => Math.round(value / 10) / 100;
  let inner = 0;
  return {
    time<T>(phase: Phase, act: () => T): T {
      const [started, innerBefore] = [performance.now(), inner];
      inner = 0;
      const result = act();
      const passed = performance.now() - started;
      ms[phase] += passed - inner;
      inner = innerBefore + passed;
      return result;
    },
    seconds() {
      const { makeUp, learn, analyse, plan } = ms;
      return {
        makeUp: toSeconds(makeUp),
        learn: toSeconds(learn),
        analyse: toSeconds(analyse),
        plan: toSeconds(plan),
        total: toSeconds(learn + analyse + plan),
      };
    },
  };
}

const [, file, share] = process.argv;
if (file === fileURLToPath(import.meta.url) && share !== undefined)
  process.stdout.write(JSON.stringify(measure(Number(share))));
