import type { ActivityKind } from "../../../domain/activity.ts";
import type { NotJudged } from "../../../domain/finding.ts";
import type { StallModel } from "../../../domain/stall-model.ts";
import type { Moment } from "../../../domain/time.ts";
import type { StallSettings } from "../../settings.ts";
import type { DealCourse } from "../deal-course.ts";
import { type DealState, judgeStall } from "../detect-stall.ts";
import { learnStalls } from "../learn-stalls.ts";
import { toLearned } from "../learned.ts";
import type { StallContext } from "../stall-context.ts";
import type { StageStay } from "../usual-stays.ts";
import {
  cutOff,
  isContactKind,
  type LoggedDeal,
  loggedPipelineId,
  toCourse,
  toFacts,
  toStageStays,
} from "./logged-deal.ts";

export interface LookOptions {
  readonly now: Moment;
  readonly timeZone: string;
  readonly settings: StallSettings;
}

/** A log as it stood at one moment. */
export interface PastLog {
  readonly now: Moment;
  readonly open: readonly LoggedDeal[];
  readonly ended: readonly DealCourse[];
  readonly stays: readonly StageStay[];
  /** Whether any contact with a buyer is logged at all; without any, nothing is known about silence. */
  readonly hasContacts: boolean;
}

/** Everything the log held at `now`, and nothing else. */
export function lookBack(deals: Iterable<LoggedDeal>, now: Moment): PastLog {
  const open: LoggedDeal[] = [];
  const ended: DealCourse[] = [];
  const stays: StageStay[] = [];
  let hasContacts = false;
  for (const whole of deals) {
    const deal = cutOff(whole, now);
    if (deal === null) continue;
    hasContacts ||= deal.events.some(({ kind }) => isContactKind(kind));
    stays.push(...toStageStays(deal));
    const course = toCourse(deal);
    if (course !== null) ended.push(course);
    else if (deal.endedAt === null) open.push(deal);
  }
  return { now, open, ended, stays, hasContacts };
}

/** Learns from the log as it stood: what a night would have known. */
function learnFromLog({ now, open, ended, stays }: PastLog, settings: StallSettings): StallModel {
  const stageIds = [...new Set(stays.map(({ stageId }) => stageId))].toSorted();
  const stages = stageIds.map((id, position) => ({ id, label: id, position, outcome: "open" as const }));
  const openSince = open.flatMap(({ createdAt }) =>
    createdAt === null ? [] : { pipelineId: loggedPipelineId, createdAt },
  );
  const pipelines = [{ id: loggedPipelineId, label: loggedPipelineId, stages }];
  return learnStalls({ stays, ended, open: openSince, pipelines, now, recordedFrom: null }, settings);
}

/** What a night would have found about one open deal. */
export interface Looked {
  readonly dealId: string;
  readonly state: DealState | NotJudged;
}

/** Judges every open deal of a log as it stood at `options.now` by what could be learned by then. In order of the ids. */
export function judgeLog(past: PastLog, { now, timeZone, settings }: LookOptions): Looked[] {
  const learned = toLearned(learnFromLog(past, settings));
  const repIds = new Set(past.open.map(({ repId }) => repId ?? ""));
  // Of tasks a log says nothing, so neither does a missing one.
  const unmeasured: ActivityKind[] = past.hasContacts ? ["task"] : ["task", "call", "meeting", "email"];
  const context: StallContext = {
    settings,
    now,
    timeZone,
    activeRepIds: repIds,
    recordedRepIds: repIds,
    absentRepIds: new Set(),
    unmeasuredKinds: new Set(unmeasured),
    activitiesSince: null,
  };
  return past.open
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((deal) => {
      const findPromiseDue = () => null;
      return {
        dealId: deal.id,
        state: judgeStall(toFacts(deal, now), learned, { ...context, findPromiseDue }),
      };
    });
}
