import { defaultRepeatStrategy } from "bullmq";
import { AppError } from "../domain/errors.ts";
import type { Moment } from "../domain/time.ts";
import { toJobOptions } from "./job-options.ts";
import type { QueueDeps } from "./queues.ts";
import { payloads } from "./steps.ts";

export interface NightSchedule {
  readonly tenantId: string;
  /** 0 to 23, on the clock of `timeZone`. */
  readonly hour: number;
  /** IANA name. */
  readonly timeZone: string;
}

/** A `sweep` of the tenant every day at its hour, until unscheduled. Scheduling again replaces the hour and zone. */
export async function scheduleNight(
  { queues, retries }: QueueDeps,
  { tenantId, hour, timeZone }: NightSchedule,
): Promise<void> {
  await queues.sweep.upsertJobScheduler(
    toSchedulerId(tenantId),
    { pattern: toPattern(hour), tz: timeZone },
    { name: "sweep", data: payloads.sweep.parse({ tenantId }), opts: toJobOptions(retries) },
  );
}

export async function unscheduleNight({ queues }: QueueDeps, tenantId: string): Promise<void> {
  await queues.sweep.removeJobScheduler(toSchedulerId(tenantId));
}

/** When the tenant's next sweep is due; null when none is scheduled. */
export async function loadNextNight({ queues }: QueueDeps, tenantId: string): Promise<Moment | null> {
  const scheduler = await queues.sweep.getJobScheduler(toSchedulerId(tenantId));
  return scheduler?.next ?? null;
}

/** The first moment after `after` at which the schedule starts a night: once a civil day, whatever the clocks do. */
export function computeNextNight(schedule: Omit<NightSchedule, "tenantId">, after: Moment): Moment {
  const options = { pattern: toPattern(schedule.hour), tz: schedule.timeZone };
  const next = defaultRepeatStrategy(after, options);
  if (next === undefined) throw new AppError("bug-found", { details: { problem: "no next night" } });
  return next;
}

function toPattern(hour: number): string {
  return `0 ${hour} * * *`;
}

function toSchedulerId(tenantId: string): string {
  return `night-${tenantId}`;
}
