import type { ActivityRecord, DealRecord } from "../../src/crm/port.ts";
import type { Activity } from "../../src/domain/activity.ts";
import type { Deal, DealHistory, StageSpell } from "../../src/domain/deal.ts";
import type { Episode } from "../../src/domain/finding.ts";
import { emptyDealFields } from "../../src/domain/flag.ts";
import type { Tenant } from "../../src/domain/tenant.ts";
import { type Moment, msPerDay } from "../../src/domain/time.ts";

/** The moment that counts as now in the tests of the store. */
export const now: Moment = Date.parse("2026-03-20T12:00:00.123Z");

export function daysAgo(days: number): Moment {
  return now - days * msPerDay;
}

export function aTenant(given: Partial<Tenant> = {}): Tenant {
  return {
    id: "t_a",
    crm: "hubspot",
    accountId: "4711",
    name: "Acme",
    timeZone: "Europe/Warsaw",
    language: "pl",
    currency: "PLN",
    baseUrl: "https://api.hubapi.com",
    status: "active",
    connectedAt: daysAgo(100),
    ...given,
  };
}

export function aDeal(given: Partial<Deal> = {}): Deal {
  return {
    id: "1",
    name: "Deal",
    pipelineId: "sales",
    stageId: "offer",
    outcome: "open",
    ownerId: "anna",
    amount: 1_000.5,
    currency: "EUR",
    createdAt: daysAgo(60),
    closeDate: "2026-04-30",
    nextStep: null,
    modifiedAt: daysAgo(5),
    ...given,
  };
}

export function aDealRecord(given: Partial<Deal> = {}, others: Partial<DealRecord> = {}): DealRecord {
  const plain = { fields: emptyDealFields, contest: null, description: null, mergedIds: [] };
  return { deal: aDeal(given), ...plain, ...others };
}

export function aSpell(given: Partial<StageSpell> = {}): StageSpell {
  return { dealId: "1", stageId: "offer", enteredAt: daysAgo(10), leftAt: null, ...given };
}

export function aHistory(given: Partial<DealHistory> = {}): DealHistory {
  return { dealId: "1", spells: [], changes: [], isComplete: true, ...given };
}

function anActivity(given: Partial<Activity> = {}): Activity {
  return {
    id: "call:1",
    kind: "call",
    repId: "anna",
    otherRepIds: [],
    at: daysAgo(3),
    direction: "outbound",
    result: "done",
    isConnected: true,
    outcome: null,
    durationMs: 60_000,
    source: "rep",
    createdAt: daysAgo(3),
    modifiedAt: daysAgo(3),
    ...given,
  };
}

export function anActivityRecord(
  given: Partial<Activity> = {},
  others: Partial<ActivityRecord> = {},
): ActivityRecord {
  return { activity: anActivity(given), dealIds: ["1"], contactIds: [], text: null, ...others };
}

export function anEpisode(given: Partial<Episode> = {}): Episode {
  return {
    id: "e1",
    dealId: "1",
    rule: "stage-age",
    since: "2026-03-01",
    usualDays: 12.5,
    state: "flagged",
    openedOn: "2026-03-02",
    flaggedOn: "2026-03-03",
    ...given,
  };
}
