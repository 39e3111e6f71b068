import type { Moment } from "../domain/time.ts";
import { toJobOptions } from "./job-options.ts";
import { toNightPattern } from "./next-night.ts";
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
    { pattern: toNightPattern(hour), tz: timeZone },
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

function toSchedulerId(tenantId: string): string {
  return `night-${tenantId}`;
}
