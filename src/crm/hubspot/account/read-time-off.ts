import { z } from "zod";
import { isAppError } from "../../../domain/errors.ts";
import type { Rep, TimeOff } from "../../../domain/people.ts";
import type { Portal } from "../portal.ts";
import { listAll } from "../reading/list-objects.ts";
import { type HubSpotRecord, textOf } from "../records.ts";
import { isRefusal } from "./read-account.ts";

/** HubSpot keeps the ranges as JSON in a text. */
const rangesSchema = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue("no JSON");
      return z.NEVER;
    }
  })
  .pipe(z.array(z.object({ startTimestamp: z.coerce.number(), endTimestamp: z.coerce.number() })));

/** Ends of ranges that a Date can hold; others are typing errors. */
const latestMoment = 8.64e15;

/**
 * When people set themselves out of office in HubSpot's user settings. A page of users is one call; none where the token may not read
 * users, or the portal does not keep the setting.
 */
export async function readTimeOff(portal: Portal, reps: readonly Rep[]): Promise<readonly TimeOff[]> {
  const idOfUser = new Map(
    reps.flatMap(({ id, userId }) => (userId === null ? [] : [[userId, id] as const])),
  );
  const entries: TimeOff[] = [];
  try {
    const query = { type: "users", properties: ["hs_internal_user_id", "hs_out_of_office_hours"] };
    const place = { modifiedSince: 0, startAfter: null, act: "reading who is out of office" };
    for await (const { records } of listAll(portal, { ...query, ...place })) {
      for (const record of records) {
        const repId = idOfUser.get(textOf(record, "hs_internal_user_id") ?? "");
        if (repId !== undefined) entries.push(...toRanges(record).map((range) => ({ repId, ...range })));
      }
    }
    return entries;
  } catch (error) {
    if (isAppError(error) && isRefusal(error)) return [];
    throw error;
  }
}

function toRanges(record: HubSpotRecord): { from: number; to: number }[] {
  const ranges = rangesSchema.safeParse(textOf(record, "hs_out_of_office_hours")).data ?? [];
  return ranges
    .map(({ startTimestamp, endTimestamp }) => ({ from: startTimestamp, to: endTimestamp }))
    .filter(({ from, to }) => from > 0 && from < to && to <= latestMoment);
}
