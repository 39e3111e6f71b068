import type { StallRisk } from "../../domain/stall.ts";
import type { RiskModel, RiskPart } from "../../domain/stall-model.ts";
import { toChance } from "./fit-risk.ts";

/** What a risk is read from: two clocks against what is usual, and what else is known. */
export interface RiskFacts {
  readonly stageId: string;
  readonly stageDays: number;
  readonly usualStageDays: number;
  readonly silenceDays: number;
  readonly usualSilenceDays: number;
  readonly pushes: number;
}

/** Doublings over (or halvings under) the usual; beyond these a clock says nothing more. */
const [fewestDoublings, mostDoublings] = [-2, 3];
/** So many days more or less mean nothing, so that stages that are usually left within the hour do not explode. */
const slack = 3;
const mostPushes = 3;

/** The learned parts' values: doublings of stage age and of silence over the usual, and pushes. */
export function toLearnedInputs(facts: RiskFacts): [stageAge: number, silence: number, pushes: number] {
  return [
    doublings(facts.stageDays, facts.usualStageDays),
    doublings(facts.silenceDays, facts.usualSilenceDays),
    Math.min(facts.pushes, mostPushes),
  ];
}

/** The chance not to be won, explained by its parts. `present` are the parts that merely are so or not. */
export function assessRisk(
  facts: RiskFacts,
  present: ReadonlySet<RiskPart>,
  { base, weights, stages, sample }: RiskModel,
): StallRisk {
  const [stageAge, silence, pushes] = toLearnedInputs(facts);
  const logOddsOf: [RiskPart, number][] = [
    ["stage", stages[facts.stageId] ?? 0],
    ["stage-age", weights["stage-age"] * stageAge],
    ["silence", weights.silence * silence],
    ["close-date-pushed", weights["close-date-pushed"] * pushes],
    ...presentParts.map((part): [RiskPart, number] => [part, present.has(part) ? weights[part] : 0]),
  ];
  const parts = logOddsOf
    .map(([part, logOdds]) => ({ part, logOdds: roundTo3(logOdds) }))
    .filter(({ logOdds }) => logOdds !== 0)
    .toSorted((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds));
  const logOdds = parts.reduce((sum, part) => sum + part.logOdds, base);
  return { chance: roundTo3(toChance(logOdds)), parts, basis: sample === 0 ? "guess" : "learned" };
}

const presentParts = ["close-date-past", "no-next-step", "single-threaded", "booked"] as const;

function doublings(days: number, usualDays: number): number {
  return Math.min(mostDoublings, Math.max(fewestDoublings, Math.log2((days + slack) / (usualDays + slack))));
}

function roundTo3(value: number): number {
  return Math.round(value * 1000) / 1000;
}
