import { type Contest, type DealFields, flags } from "../domain/flag.ts";
import { parties, reasonCodes } from "../domain/follow-up.ts";
import { stallRules } from "../domain/stall.ts";
import type { CivilDate } from "../domain/time.ts";

type Field = keyof DealFields | "contest";

/** How a CRM's record gives the value of one of Norma's fields; null when it is empty or not there. */
export interface FieldReader {
  readonly text: (field: Field) => string | null;
  readonly number: (field: Field) => number | null;
  readonly date: (field: Field) => CivilDate | null;
}

/**
 * What Norma's fields hold in the CRM now. Values that are not ours (people can edit a field) count as empty, so the
 * next difference repairs them.
 */
export function readDealFields({ text, number, date }: FieldReader): DealFields {
  return {
    flag: oneOf(text("flag"), flags),
    stalledSince: date("stalledSince"),
    usualDays: number("usualDays"),
    stallRule: oneOf(text("stallRule"), stallRules),
    reason: oneOf(text("reason"), reasonCodes),
    reasonOwner: oneOf(text("reasonOwner"), parties),
    evidence: text("evidence"),
    promiseDue: date("promiseDue"),
    repeats: number("repeats"),
    contradiction: text("contradiction"),
    ask: text("ask"),
  };
}

/** What people answered on the deal. */
export function readContest({ text }: FieldReader): Contest {
  return oneOf(text("contest"), ["agree", "contest"]);
}

function oneOf<T extends string>(text: string | null, allowed: readonly T[]): T | null {
  return allowed.find((value) => value === text) ?? null;
}
