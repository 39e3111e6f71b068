import { product } from "../../config/product.ts";
import type { PlanInput, StoredDeal, WritePlan } from "../../src/analysis/write-plan.ts";
import type { Episode, StalledDeal } from "../../src/domain/finding.ts";
import { emptyDealFields } from "../../src/domain/flag.ts";
import { phrasesOf, today } from "./builders.ts";

export type Flag = StalledDeal["flag"];

export function aStall(dealId: string, change: Partial<StalledDeal> = {}): StalledDeal {
  const flag: Flag = change.flag ?? "silent";
  const risk = { chance: 0.5, parts: [], basis: "guess" } as const;
  const usual = { since: "2026-10-01", days: 13, usualDays: 9, rule: "silence", signs: [] } as const;
  const stall = { dealId, ...usual, risk };
  return {
    kind: "stalled",
    dealId,
    repId: "r1",
    amount: 100,
    stall,
    flag,
    reading: null,
    fields: {
      ...emptyDealFields,
      flag,
      stalledSince: stall.since,
      stallRule: stall.rule,
      usualDays: 9,
      ask: "What next?",
    },
    ...change,
  };
}

export function aStored(id: string, change: Partial<StoredDeal> = {}): StoredDeal {
  return {
    id,
    name: `Deal ${id}`,
    outcome: "open",
    ownerId: "r1",
    isGone: false,
    fields: emptyDealFields,
    contest: null,
    ...change,
  };
}

export function anEpisode(dealId: string, state: Episode["state"] = "flagged"): Episode {
  const flaggedOn = state === "flagged" ? "2026-10-10" : null;
  return {
    id: `e-${dealId}`,
    dealId,
    rule: "silence",
    since: "2026-10-01",
    usualDays: 9,
    state,
    openedOn: "2026-10-09",
    flaggedOn,
  };
}

export function anInput(change: Partial<PlanInput> = {}, deals: StoredDeal[] = []): PlanInput {
  const ids = change.findings?.map(({ dealId }) => dealId) ?? [];
  const all = new Map(ids.map((id) => [id, aStored(id)]));
  for (const deal of deals) all.set(deal.id, deal);
  return {
    findings: [],
    deals: all,
    openEpisodes: [],
    openTasks: [],
    plannedTaskKeys: new Set(),
    repeatableTasks: new Map(),
    endedTasks: [],
    flaggedToday: new Map(),
    repNames: new Map([["r1", "Anna Nowak"]]),
    today,
    settings: product.flags,
    phrases: phrasesOf.en,
    ...change,
  };
}

export const nothing: WritePlan = { fieldUpdates: [], tasks: [], closings: [], episodes: [], listed: [] };
export const shown = {
  ...emptyDealFields,
  flag: "silent",
  stalledSince: "2026-10-01",
  ask: "What next?",
} as const;
export const task = { key: "task-e-d1", dealId: "d1", taskId: "77", episodeId: "e-d1", ownerId: "r1" };
