import type { Pipeline, StageSpell } from "../../domain/deal.ts";
import { type Moment, startOfDay } from "../../domain/time.ts";
import type { DealRecord } from "../import/to-deal.ts";
import type { Export } from "./export.ts";

/**
 * How a deal went through its stages. A file that tells when deals entered their stages gives real spells. Any other gives
 * one spell from creation to the end: then the length of whole deals is compared, which both won and open deals have.
 */
export interface Course {
  readonly pipelineId: string;
  /** The stage it is in for the analysis; that of the whole deal when stages are unknown. */
  readonly stageId: string;
  readonly spells: readonly StageSpell[];
  /** Null while it is open, or when the file does not say when it closed. */
  readonly endedAt: Moment | null;
}

/** Stands for all open stages together. */
const wholeDeal = "whole deal";

export interface CourseOptions extends Pick<Export, "hasStageDates"> {
  readonly timeZone: string;
  readonly now: Moment;
}

export function toCourse(deal: DealRecord, { hasStageDates, timeZone, now }: CourseOptions): Course {
  const endedAt = findEnd(deal, { timeZone, now });
  const pipelineId = deal.pipeline;
  if (!hasStageDates) {
    const stageId = deal.outcome === "open" ? wholeDeal : deal.outcome;
    const { id: dealId, createdAt: enteredAt } = deal;
    const isKnown =
      deal.outcome === "open" || (endedAt !== null && enteredAt !== null && endedAt >= enteredAt);
    const spells =
      enteredAt === null || !isKnown ? [] : [{ dealId, stageId: wholeDeal, enteredAt, leftAt: endedAt }];
    return { pipelineId, stageId, spells, endedAt };
  }
  const spells = deal.entered.map(({ stage, at }, index): StageSpell => {
    const next = deal.entered[index + 1]?.at ?? endedAt;
    return {
      dealId: deal.id,
      stageId: stage,
      enteredAt: at,
      leftAt: next === null ? null : Math.max(at, next),
    };
  });
  return { pipelineId, stageId: deal.stage, spells, endedAt };
}

/**
 * When a closed deal ended. A close date to come is the plan from before it was closed (Salesforce leaves it so on lost
 * deals): then the entry into its last stage counts, else the end is not known.
 */
function findEnd(
  { outcome, closeDate, stage, entered }: DealRecord,
  { timeZone, now }: Pick<CourseOptions, "timeZone" | "now">,
): Moment | null {
  if (outcome === "open") return null;
  const at = closeDate === null ? null : startOfDay(closeDate, timeZone);
  if (at !== null && at <= now) return at;
  return entered.findLast((entry) => entry.stage === stage && entry.at <= now)?.at ?? null;
}

/** The pipelines of the file; their stages in the order in which deals usually enter them. */
export function toPipelines(
  deals: readonly DealRecord[],
  { hasStageDates }: Pick<Export, "hasStageDates">,
): Pipeline[] {
  return [...Map.groupBy(deals, ({ pipeline }) => pipeline)].map(([id, own]) => ({
    id,
    label: id,
    stages: hasStageDates
      ? findStages(own)
      : [{ id: wholeDeal, label: wholeDeal, position: 0, outcome: "open" }],
  }));
}

function findStages(deals: readonly DealRecord[]): Pipeline["stages"] {
  const outcomes = new Map(deals.map(({ stage, outcome }) => [stage, outcome]));
  const places = new Map<string, number[]>();
  for (const { entered } of deals)
    for (const [place, { stage }] of entered.entries())
      places.set(stage, [...(places.get(stage) ?? []).slice(-999), place]);
  const meanPlace = (stage: string) => {
    const all = places.get(stage) ?? [];
    return all.length === 0 ? Infinity : all.reduce((sum, place) => sum + place, 0) / all.length;
  };
  const names = [...new Set([...outcomes.keys(), ...places.keys()])];
  return names
    .toSorted((a, b) => meanPlace(a) - meanPlace(b) || (a < b ? -1 : 1))
    .map((name, position) => ({ id: name, label: name, position, outcome: outcomes.get(name) ?? "open" }));
}
