import type { StallHistory } from "../../analysis/stalls/learn-stalls.ts";
import { isBuyerFacing } from "../../domain/activity.ts";
import type { DealFacts, DealTouch } from "../../domain/deal-facts.ts";
import { emptyDealFields } from "../../domain/flag.ts";
import type { FollowUp } from "../../domain/follow-up.ts";
import type { Moment } from "../../domain/time.ts";
import { toRepId } from "../import/rep-id.ts";
import type { DealRecord } from "../import/to-deal.ts";
import type { Export } from "./export.ts";
import { type Course, toCourse, toPipelines } from "./to-spells.ts";
import { toFollowUp, toTouch } from "./to-touches.ts";

/** The export in the analysis' terms. */
export interface CompanyFacts {
  /** Open deals, in order of their ids. */
  readonly open: readonly DealFacts[];
  readonly history: StallHistory;
  /** From when on activities are on record; null when none is linked to a deal. */
  readonly recordedFrom: Moment | null;
}

export interface FactOptions {
  readonly now: Moment;
  readonly timeZone: string;
  /** Of one text, in UTF-16 units. */
  readonly maxTextLength: number;
}

/** Open deals as facts to judge, ended ones as a past to learn from. The order of the rows does not matter. */
export function toCompanyFacts(found: Export, options: FactOptions): CompanyFacts {
  const { now, timeZone } = options;
  const courseOptions = { hasStageDates: found.hasStageDates, timeZone, now };
  const linked = linkActivities(found, options);
  const deals = found.deals.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const courses = deals.map((deal) => ({
    deal,
    course: toCourse(deal, courseOptions),
    linked: linked.get(deal.id) ?? nothing,
  }));
  const recordedFrom = found.hasLinks ? firstOf(found.activities.map(({ at }) => at)) : null;
  const isOpen = ({ deal }: DealCourseOf) => deal.outcome === "open";
  return {
    open: courses.filter(isOpen).map((one) => toFacts(one, now)),
    recordedFrom,
    history: {
      stays: courses.flatMap(toStays),
      ended: courses.flatMap(toEnded),
      open: courses
        .filter(isOpen)
        .flatMap(({ deal, course }) =>
          deal.createdAt === null ? [] : [{ pipelineId: course.pipelineId, createdAt: deal.createdAt }],
        ),
      pipelines: toPipelines(deals, courseOptions),
      now,
      recordedFrom,
    },
  };
}

interface Linked {
  readonly touches: DealTouch[];
  readonly followUps: FollowUp[];
}

const nothing: Linked = { touches: [], followUps: [] };

interface DealCourseOf {
  readonly deal: DealRecord;
  readonly course: Course;
  readonly linked: Linked;
}

function linkActivities(
  { activities, deals }: Export,
  { now, maxTextLength }: FactOptions,
): Map<string, Linked> {
  const openIds = new Set(deals.filter(({ outcome }) => outcome === "open").map(({ id }) => id));
  const linked = new Map<string, Linked>();
  for (const activity of activities.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))) {
    const touch = toTouch(activity, now);
    for (const dealId of activity.dealIds) {
      const own = linked.get(dealId) ?? { touches: [], followUps: [] };
      linked.set(dealId, own);
      own.touches.push(touch);
      // Only what was written about an open deal is ever read.
      const followUp = openIds.has(dealId)
        ? toFollowUp(activity, { dealId, now, maxLength: maxTextLength })
        : null;
      if (followUp !== null) own.followUps.push(followUp);
    }
  }
  return linked;
}

function toFacts({ deal, course, linked }: DealCourseOf, now: Moment): DealFacts {
  const { id, name, outcome, amount, currency, createdAt, closeDate, nextStep, contactCount } = deal;
  const step =
    nextStep !== null && nextStep.updatedAt !== null
      ? toNextStep(deal, nextStep.text, nextStep.updatedAt)
      : [];
  const ownerId = toRepId(deal.owner) || null;
  const { pipelineId, stageId, spells } = course;
  return {
    deal: {
      id,
      name,
      pipelineId,
      stageId,
      outcome,
      ownerId,
      amount,
      currency,
      createdAt,
      closeDate,
      nextStep,
      modifiedAt: now,
    },
    spells,
    changes: [],
    isHistoryComplete: true,
    contactCount,
    touches: linked.touches,
    followUps: [...linked.followUps, ...step].toSorted((a, b) => a.writtenAt - b.writtenAt),
    fields: emptyDealFields,
    contest: null,
    episode: null,
  };
}

// Words without a date cannot be read: “call on Friday” means nothing without knowing of which week.
function toNextStep({ id, owner }: DealRecord, text: string, writtenAt: Moment): FollowUp[] {
  return [
    {
      id: `next-step:${id}`,
      dealId: id,
      repId: toRepId(owner) || null,
      writtenAt,
      channel: "next_step",
      text,
    },
  ];
}

function toStays({ deal, course }: DealCourseOf) {
  return course.spells.map(({ stageId, enteredAt, leftAt }, index) => ({
    pipelineId: course.pipelineId,
    stageId,
    enteredAt,
    leftAt,
    wentOn: leftAt !== null && (index < course.spells.length - 1 || deal.outcome === "won"),
  }));
}

function toEnded({ deal, course, linked }: DealCourseOf) {
  const { id: dealId, createdAt, amount, contactCount, outcome } = deal;
  const { endedAt, pipelineId } = course;
  if (createdAt === null || endedAt === null || endedAt < createdAt) return [];
  const contacts = linked.touches.filter(
    (touch) => touch.source === "rep" && isBuyerFacing(touch) && touch.at <= endedAt,
  );
  return [
    {
      dealId,
      pipelineId,
      repId: toRepId(deal.owner) || null,
      amount,
      createdAt,
      endedAt,
      isWon: outcome === "won",
      spells: course.spells.filter(({ enteredAt, leftAt }) => leftAt !== null && enteredAt < endedAt),
      contactsAt: contacts.map(({ at }) => at),
      proposalsAt: contacts.filter(({ kind }) => kind === "proposal").map(({ at }) => at),
      closeDates: [],
      contactCount,
    },
  ];
}

function firstOf(moments: readonly Moment[]): Moment | null {
  return moments.reduce<Moment | null>((first, at) => (first === null || at < first ? at : first), null);
}
