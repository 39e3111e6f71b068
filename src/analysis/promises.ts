import type { ActivityKind } from "../domain/activity.ts";
import type { DealFacts, DealTouch } from "../domain/deal-facts.ts";
import type { FollowUpReading } from "../domain/finding.ts";
import type { StepKind } from "../domain/follow-up.ts";
import { type CivilDate, toCivilDate } from "../domain/time.ts";
import type { StallContext } from "./stalls/stall-context.ts";
import { isByPeople } from "./stalls/touches.ts";
import { addWorkingDays } from "./working-days.ts";

/** A concrete step with its due date, held against what happened. */
export interface DealPromise {
  readonly reading: FollowUpReading;
  readonly due: CivilDate;
  readonly state: "open" | "kept" | "broken";
}

/**
 * The promise in a text, null when it names no step with a date. It is kept by a fitting activity after the writing, and
 * broken when its date has passed by more than one working day with nothing to show until now: a step done late was done.
 * While the kind of step cannot be read from this account, a promise stays open rather than being called broken.
 */
export function judgePromise(
  reading: FollowUpReading,
  facts: DealFacts,
  context: Pick<StallContext, "now" | "timeZone" | "unmeasuredKinds">,
): DealPromise | null {
  const { step, due, stepKind, isAbstained } = reading.classification;
  if (isAbstained || step !== "concrete" || due === null) return null;
  const { now, timeZone, unmeasuredKinds } = context;
  // A step dated before it was written is a misread date, not a promise.
  if (due < toCivilDate(reading.writtenAt, timeZone)) return null;
  const promised = stepKind ?? "other";
  if (facts.touches.some((touch) => keeps(touch, { reading, promised, now })))
    return { reading, due, state: "kept" };
  const isMeasured = !kindsThatKeep[promised].some((kind) => unmeasuredKinds.has(kind));
  const isOver = toCivilDate(now, timeZone) > addWorkingDays(due, 1);
  return { reading, due, state: isOver && isMeasured ? "broken" : "open" };
}

/** What shows that a step was done. An offer goes out by mail, a demo may be held on the telephone. */
const kindsThatKeep: Readonly<Record<StepKind, readonly ActivityKind[]>> = {
  call: ["call", "meeting", "message"],
  meeting: ["meeting", "call"],
  demo: ["meeting", "call"],
  visit: ["meeting", "call"],
  proposal: ["proposal", "email"],
  email: ["email", "message", "proposal"],
  internal: ["call", "meeting", "email", "message", "proposal", "note", "task"],
  other: ["call", "meeting", "email", "message", "proposal", "note", "task"],
};

/** Steps that colleagues may do in the rep's place, and that the guide counts as the rep's own. */
const sharedSteps: ReadonlySet<StepKind> = new Set<StepKind>([
  "meeting",
  "demo",
  "visit",
  "internal",
  "other",
]);

interface Promised {
  readonly reading: FollowUpReading;
  readonly promised: StepKind;
  readonly now: number;
}

// An attempt keeps a promised call: whether the buyer picks up is not the rep's doing. The call that a note was written
// about comes before the note, so only what happened after the writing counts.
function keeps(touch: DealTouch, { reading, promised, now }: Promised): boolean {
  const isAfter = touch.at > reading.writtenAt && touch.at <= now;
  if (!isAfter || !isByPeople(touch, now) || !isOurAct(touch)) return false;
  if (!kindsThatKeep[promised].includes(touch.kind)) return false;
  return sharedSteps.has(promised) || reading.repId === null || touch.repId === reading.repId;
}

// A call or meeting takes two, whoever began it; a mail from the buyer is the buyer's act.
function isOurAct({ kind, direction, result }: DealTouch): boolean {
  if (kind === "task") return result === "done";
  if (kind === "call" || kind === "meeting") return result !== "failed";
  return result !== "failed" && direction !== "inbound";
}
