import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { silentLog } from "../../src/domain/log.ts";
import { msPerHour, toCivilDate } from "../../src/domain/time.ts";
import { openEmbeddedBackend } from "../../src/queue/embedded-backend.ts";
import { defaultRetrySettings } from "../../src/queue/job-options.ts";
import { computeNextNight } from "../../src/queue/next-night.ts";
import { closeQueues, openQueues, type QueueDeps } from "../../src/queue/queues.ts";
import { loadNextNight, scheduleNight, unscheduleNight } from "../../src/queue/schedule.ts";
import { startWorkers } from "../../src/queue/workers.ts";

/** The nights that a schedule starts from `from` on. */
function listNights(schedule: { hour: number; timeZone: string }, from: string, count: number): string[] {
  const nights: string[] = [];
  let at = Date.parse(from);
  for (let index = 0; index < count; index += 1) {
    at = computeNextNight(schedule, at);
    nights.push(new Date(at).toISOString());
  }
  return nights;
}

describe("when nights start", () => {
  it("keeps the hour on the tenant's clock when summer time begins", () => {
    expect(listNights({ hour: 4, timeZone: "Europe/Warsaw" }, "2026-03-27T12:00:00Z", 3)).toEqual([
      "2026-03-28T03:00:00.000Z",
      "2026-03-29T02:00:00.000Z",
      "2026-03-30T02:00:00.000Z",
    ]);
  });

  it("keeps the hour on the tenant's clock when summer time ends", () => {
    expect(listNights({ hour: 4, timeZone: "America/New_York" }, "2026-10-31T12:00:00Z", 2)).toEqual([
      "2026-11-01T09:00:00.000Z",
      "2026-11-02T09:00:00.000Z",
    ]);
  });

  it.each([
    ["Europe/Warsaw", 2],
    ["America/New_York", 2],
    ["America/New_York", 1],
    ["Asia/Kolkata", 0],
    ["Australia/Lord_Howe", 2],
    ["Africa/Cairo", 0],
    ["America/Santiago", 0],
  ])(
    "starts one night every civil day of a year in %s at %i, also when that hour is skipped or comes twice",
    (timeZone, hour) => {
      const nights = listNights({ hour, timeZone }, "2026-01-01T12:00:00Z", 365).map((at) => Date.parse(at));
      const dates = new Set(nights.map((at) => toCivilDate(at, timeZone)));
      expect(dates.size).toBe(365);
      const gaps = nights.slice(1).map((at, index) => at - (nights[index] ?? 0));
      expect(Math.max(...gaps)).toBeLessThanOrEqual(26 * msPerHour);
    },
  );
});

describe("the scheduler", () => {
  let deps: QueueDeps;
  beforeAll(async () => {
    deps = openQueues(await openEmbeddedBackend(null), { retries: defaultRetrySettings, log: silentLog });
  });
  afterAll(async () => {
    await closeQueues(deps);
    await deps.backend.close();
  });

  it("makes a sweep of the tenant when the hour comes, and plans the next one", async () => {
    const { promise: swept, resolve } = Promise.withResolvers<unknown>();
    const workers = await startWorkers(deps, { sweep: async ({ data }) => resolve(data) }, {});
    await scheduleNight(deps, { tenantId: "t_1", hour: 2, timeZone: "Europe/Warsaw" });
    const [planned] = await deps.queues.sweep.getDelayed();
    await planned?.promote();
    expect(await swept).toEqual({ tenantId: "t_1" });
    await workers.close(1_000);
    const [next] = await deps.queues.sweep.getDelayed();
    expect(next?.data).toEqual({ tenantId: "t_1" });
    expect(next?.id).not.toBe(planned?.id);
    await unscheduleNight(deps, "t_1");
    expect(await deps.queues.sweep.getDelayed()).toEqual([]);
    expect(await loadNextNight(deps, "t_1")).toBeNull();
  });
});
