import { type ActivityKind, buyerFacingKinds } from "../../../domain/activity.ts";
import type { DealOutcome } from "../../../domain/deal.ts";
import type { DealFacts } from "../../../domain/deal-facts.ts";
import { emptyDealFields } from "../../../domain/flag.ts";
import { type Moment, msPerDay } from "../../../domain/time.ts";
import type { DealCourse } from "../deal-course.ts";
import type { StageStay } from "../usual-stays.ts";

/** One deal with all that a log holds about it. */
export interface LoggedDeal {
  readonly id: string;
  readonly repId: string | null;
  readonly amount: number | null;
  /** Null: of unknown age. */
  readonly createdAt: Moment | null;
  /** Null while it is open. */
  readonly endedAt: Moment | null;
  readonly outcome: DealOutcome;
  /** In order of time. */
  readonly events: readonly LoggedEvent[];
}

export interface LoggedEvent {
  readonly at: Moment;
  readonly kind: "stage" | ActivityKind;
  /** The stage that was entered; empty for other kinds. */
  readonly stage: string;
}

/** A log knows one pipeline. A deal is in the stage without a name until it enters another. */
export const loggedPipelineId = "log";
const firstStageId = "";

/** Whose deals they are when the log does not say. */
const unknownRepId = "";

/** What had happened by `now`; null when the deal was not created yet. Nothing later is in it, in any form. */
export function cutOff(deal: LoggedDeal, now: Moment): LoggedDeal | null {
  const { createdAt, endedAt } = deal;
  if (createdAt !== null && createdAt > now) return null;
  const events = deal.events.filter(({ at }) => at <= now);
  return endedAt !== null && endedAt <= now
    ? { ...deal, events }
    : { ...deal, events, endedAt: null, outcome: "open" };
}

interface Stay {
  readonly stageId: string;
  readonly enteredAt: Moment;
  readonly leftAt: Moment | null;
}

// What is logged at the end itself (the stage "lost") belongs to the end.
function listStays({ createdAt, endedAt, events }: LoggedDeal): Stay[] {
  if (createdAt === null) return [];
  const stays: Stay[] = [];
  let [stageId, enteredAt] = [firstStageId, createdAt];
  for (const { kind, at, stage } of events) {
    if (kind !== "stage" || stage === stageId || (endedAt !== null && at >= endedAt)) continue;
    if (at > enteredAt) stays.push({ stageId, enteredAt, leftAt: at });
    stageId = stage;
    enteredAt = Math.max(enteredAt, at);
  }
  if (endedAt === null || endedAt > enteredAt) stays.push({ stageId, enteredAt, leftAt: endedAt });
  return stays;
}

/** The deal as stage clocks see it. */
export function toStageStays(deal: LoggedDeal): StageStay[] {
  return listStays(deal).map(({ stageId, enteredAt, leftAt }) => ({
    pipelineId: loggedPipelineId,
    stageId,
    enteredAt,
    leftAt,
    wentOn: leftAt !== null && !isLossOf(deal, leftAt),
  }));
}

// A log often shows the step that loses a deal as a stage of its own, seconds or hours before its end.
function isLossOf({ outcome, endedAt }: LoggedDeal, leftAt: Moment): boolean {
  return outcome === "lost" && endedAt !== null && endedAt - leftAt < msPerDay;
}

/** An ended deal to learn from; null when it is open or of unknown age. */
export function toCourse(deal: LoggedDeal): DealCourse | null {
  const { id: dealId, repId, amount, createdAt, endedAt, outcome, events } = deal;
  if (createdAt === null || endedAt === null || outcome === "open") return null;
  const contacts = events.filter(({ kind, at }) => isContactKind(kind) && at <= endedAt);
  return {
    dealId,
    pipelineId: loggedPipelineId,
    repId: repId ?? unknownRepId,
    amount,
    createdAt,
    endedAt,
    isWon: outcome === "won",
    spells: listStays(deal),
    contactsAt: contacts.map(({ at }) => at),
    proposalsAt: contacts.flatMap(({ kind, at }) => (kind === "proposal" ? [at] : [])),
    closeDates: [],
    contactCount: 0,
  };
}

export function isContactKind(kind: LoggedEvent["kind"]): boolean {
  return kind !== "stage" && buyerFacingKinds.includes(kind);
}

/** An open deal to judge. */
export function toFacts(deal: LoggedDeal, now: Moment): DealFacts {
  const { id, repId, amount, createdAt, events } = deal;
  const stays = listStays(deal);
  return {
    deal: {
      id,
      name: id,
      pipelineId: loggedPipelineId,
      stageId: stays.at(-1)?.stageId ?? firstStageId,
      outcome: "open",
      ownerId: repId ?? unknownRepId,
      amount,
      currency: null,
      createdAt,
      closeDate: null,
      nextStep: null,
      modifiedAt: now,
    },
    spells: stays.map((stay) => ({ dealId: id, ...stay })),
    changes: [],
    isHistoryComplete: true,
    // A log does not name persons; that a silence counts from the deal's beginning does not hang on one.
    contactCount: 2,
    touches: events.flatMap(({ at, kind }) =>
      kind === "stage"
        ? []
        : {
            kind,
            repId: repId ?? unknownRepId,
            at,
            direction: "none",
            result: "done",
            isConnected: null,
            source: "rep",
            createdAt: at,
            isInferred: false,
          },
    ),
    followUps: [],
    fields: emptyDealFields,
    contest: null,
    episode: null,
  };
}
