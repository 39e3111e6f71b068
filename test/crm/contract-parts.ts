import { expect } from "@jest/globals";
import type { ActivityRecord } from "../../src/crm/port.ts";
import { msPerDay } from "../../src/domain/time.ts";
import type { CrmUnderTest } from "./contract.ts";

/** All of Norma's fields on a deal. */
export const writtenFields = {
  flag: "excuse",
  stalledSince: "2026-10-01",
  usualDays: 12,
  stallRule: "silence",
  reason: "price",
  reasonOwner: "manager",
  evidence: "„za drogo” — Anna, 1.10",
  promiseDue: "2026-10-20",
  repeats: 2,
  contradiction: "no proposal was sent",
  ask: "When?",
} as const;

/** Either the record says when its description changed, or the history what it said before: by a person, at that time. */
export async function expectDescriptionTold(
  { crm, now, describeDeal }: Pick<CrmUnderTest, "crm" | "now" | "describeDeal">,
  dealId: string,
): Promise<void> {
  const from = now() - msPerSecond;
  describeDeal(dealId, "<b>12.03:</b> they wait");
  const text = "12.03: they wait";
  const [found] = (await crm.readDealsById([dealId])).found;
  const [history] = await crm.readDealHistories([dealId]);
  expect(found?.description?.text).toBe(text);
  const { changed = null, author } = found?.description ?? {};
  const told = history?.descriptions?.at(-1) ?? { text, at: changed?.last, author };
  expect(told).toMatchObject({ text, author: { userId: expect.any(String), isProgram: false } });
  expect(told.at).toBeGreaterThanOrEqual(from);
}

/** Either what changed shows the activity as failed, or it is among those that are told as deleted. */
export async function expectDeletionTold(
  { crm, now }: Pick<CrmUnderTest, "crm" | "now">,
  activityId: string,
): Promise<void> {
  const told: string[] = [];
  for await (const { activityIds } of crm.readDeletedActivities(null)) told.push(...activityIds);
  for await (const { records } of crm.readActivities({ modifiedSince: now() - msPerDay, cursor: null })) {
    told.push(...records.flatMap(({ activity }) => (activity.result === "failed" ? activity.id : [])));
  }
  expect(told).toContain(activityId);
}

/** Salesforce tells whole seconds. */
const msPerSecond = 1_000;

function ofKind(records: readonly ActivityRecord[], kind: string): ActivityRecord[] {
  return records.filter(({ activity }) => activity.kind === kind);
}

/** Some calls reached somebody, some did not, and each says in small letters how it ended. */
export function expectCallsTold(records: readonly ActivityRecord[]): void {
  const calls = ofKind(records, "call").map(({ activity }) => activity);
  expect(new Set(calls.map(({ isConnected }) => isConnected))).toEqual(new Set([true, false]));
  expect(calls.filter(({ outcome }) => outcome === null || outcome !== outcome.toLowerCase())).toEqual([]);
}

/** Time off is there, tells who and when, and nothing else. */
export function expectTimeOffApart(records: readonly ActivityRecord[]): void {
  const away = ofKind(records, "absence");
  expect(away.length).toBeGreaterThan(0);
  for (const { activity, dealIds, contactIds, text } of away) {
    expect([dealIds, contactIds, text]).toEqual([[], [], null]);
    expect(activity.durationMs).toBeGreaterThanOrEqual(msPerDay);
    expect(activity.repId).not.toBeNull();
  }
}
