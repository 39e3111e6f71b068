import { expect, it } from "@jest/globals";
import { AppError } from "../../src/domain/errors.ts";
import { computeNextNight } from "../../src/queue/next-night.ts";
import type { Jobs } from "../../src/queue/open-jobs.ts";
import type { JobName } from "../../src/queue/steps.ts";
import type { NightProgress } from "../../src/queue/wait-for-night.ts";
import { aTenant, delay, nightHandlers } from "./night-handlers.ts";

/** How workers share the jobs, wake, tell and end. */
export function describeWorkers(open: () => Promise<Jobs>): void {
  it("works on several tenants at once", async () => {
    const jobs = await open();
    const [slow, quick] = [aTenant(), aTenant()];
    const { promise: quickIsDone, resolve: tellQuickIsDone } = Promise.withResolvers<void>();
    await jobs.startWorkers(
      nightHandlers(jobs, [], {
        pull: async ({ data }) => {
          if (data.tenantId === slow) await quickIsDone;
        },
      }),
    );
    const slowNight = await jobs.enqueueNight({ tenantId: slow, runId: "r1" });
    const quickNight = await jobs.enqueueNight({ tenantId: quick, runId: "r1" });
    expect(await jobs.waitForNight(quickNight)).toEqual({ kind: "done" });
    tellQuickIsDone();
    expect(await jobs.waitForNight(slowNight)).toEqual({ kind: "done" });
  });

  it("passes progress of the night's steps and shards on, and only of that night", async () => {
    const jobs = await open();
    const heard: NightProgress[] = [];
    await jobs.startWorkers(
      nightHandlers(jobs, [], {
        pull: async ({ report }) => {
          await report({ label: "deals", done: 10, total: 20 });
          await report({ label: "deals", done: 20, total: 20 });
        },
        analyse: async ({ report, data }) => await report({ label: "part", done: data.shard, total: null }),
      }),
    );
    const night = await jobs.enqueueNight({ tenantId: aTenant(), runId: "r1" });
    const other = await jobs.enqueueNight({ tenantId: aTenant(), runId: "r1" });
    const onProgress = (progress: NightProgress) => heard.push(progress);
    await Promise.all([jobs.waitForNight(night, { onProgress }), jobs.waitForNight(other)]);
    const shards = heard.filter(({ step }) => step === "analyse").map(({ shard }) => String(shard));
    expect([...new Set(shards)].toSorted()).toEqual(["0", "1", "2"]);
    expect(heard).toContainEqual({
      step: "pull",
      shard: null,
      progress: { label: "deals", done: 20, total: 20 },
    });
  });

  it("tells a late listener how far each step has come", async () => {
    const jobs = await open();
    const { promise: mayEnd, resolve: letEnd } = Promise.withResolvers<void>();
    const { promise: reported, resolve: tellReported } = Promise.withResolvers<void>();
    await jobs.startWorkers(
      nightHandlers(jobs, [], {
        pull: async ({ report }) => await report({ label: "deals", done: 20, total: 20 }),
        analyse: async ({ report, data }) => {
          await report({ label: "part", done: data.shard, total: null });
          tellReported();
          await mayEnd;
        },
      }),
    );
    const night = await jobs.enqueueNight({ tenantId: aTenant(), runId: "r1" });
    await reported;
    const heard: NightProgress[] = [];
    await jobs.waitForNight(night, {
      onProgress: (progress) => {
        heard.push(progress);
        letEnd();
      },
    });
    expect(heard).toContainEqual({
      step: "pull",
      shard: null,
      progress: { label: "deals", done: 20, total: 20 },
    });
    expect(heard).toContainEqual(expect.objectContaining({ step: "analyse" }));
  });

  it("stops waiting when it is told to, and the night goes on", async () => {
    const jobs = await open();
    const night = await jobs.enqueueNight({ tenantId: aTenant(), runId: "r1" });
    const waiting = jobs.waitForNight(night, { signal: AbortSignal.timeout(200) });
    await expect(waiting).rejects.toMatchObject({ code: "interrupted" });
    await jobs.startWorkers(nightHandlers(jobs, []));
    expect(await jobs.waitForNight(night)).toEqual({ kind: "done" });
  });

  it("wakes each of six workers before they would look by themselves, also when all have just been started", async () => {
    const jobs = await open();
    const tenantId = aTenant();
    const heardAt = new Map<string, number>();
    const hear = async ({ data }: { data: { runId?: string } }, step: JobName) => {
      heardAt.set(`${data.runId} ${step}`, performance.now());
    };
    await jobs.startWorkers({
      pull: (context) => hear(context, "pull"),
      learn: async (context) => {
        await hear(context, "learn");
        await jobs.enqueueShards(context.data, 1);
      },
      analyse: (context) => hear(context, "analyse"),
      "write-back": (context) => hear(context, "write-back"),
      digest: (context) => hear(context, "digest"),
      sweep: async () => undefined,
    });
    const waits: number[] = [];
    for (const runId of ["first", "second", "third", "fourth"]) {
      const enqueuedAt = performance.now();
      const night = await jobs.enqueueNight({ tenantId, runId });
      await jobs.waitForNight(night);
      const times = ["pull", "learn", "analyse", "write-back", "digest"].map(
        (step) => heardAt.get(`${runId} ${step}`) ?? Infinity,
      );
      const before = [enqueuedAt, ...times];
      waits.push(...times.map((at, index) => at - (before[index] ?? 0)));
      // The workers go back to listening, at different moments.
      await delay(30 * waits.length);
    }
    // A busy machine may hold up some; workers that hear nothing wait up to five seconds, each time.
    expect(waits.filter((ms) => ms < 1_000).length).toBeGreaterThanOrEqual(waits.length * 0.8);
  });

  it("misses no job that is added while the workers begin to listen", async () => {
    const jobs = await open();
    const nights = ["r1", "r2", "r3", "r4"].map((runId) => ({ tenantId: aTenant(), runId }));
    const begun = new Set<string>();
    const { promise: allHaveBegun, resolve: tellAllHaveBegun } = Promise.withResolvers<void>();
    const startedAt = Date.now();
    const starting = jobs.startWorkers(
      nightHandlers(jobs, [], {
        pull: async ({ data }) => {
          if (begun.add(data.runId).size === nights.length) tellAllHaveBegun();
        },
      }),
    );
    for (const night of nights) await jobs.enqueueNight(night);
    await starting;
    await allHaveBegun;
    // Idle workers look by themselves every five seconds: a missed job would wait that long.
    expect(Date.now() - startedAt).toBeLessThan(4_500);
    for (const night of nights) expect(await jobs.waitForNight(night)).toEqual({ kind: "done" });
  });

  it("schedules a tenant's night at its own hour, once, until it is unscheduled", async () => {
    const jobs = await open();
    const tenantId = aTenant();
    const schedule = { tenantId, hour: 2, timeZone: "Asia/Kolkata" };
    await jobs.scheduleNight({ ...schedule, hour: 5 });
    await jobs.scheduleNight(schedule);
    await jobs.scheduleNight(schedule);
    const before = await jobs.pingJobs();
    expect(await jobs.loadNextNight(tenantId)).toBe(computeNextNight(schedule, Date.now()));
    await jobs.unscheduleNight(tenantId);
    expect(await jobs.loadNextNight(tenantId)).toBeNull();
    const after = await jobs.pingJobs();
    expect(before.isReachable && after.isReachable && before.waiting - after.waiting).toBe(1);
  });

  it("tells how it is", async () => {
    const jobs = await open();
    const before = await jobs.pingJobs();
    const night = await jobs.enqueueNight({ tenantId: aTenant(), runId: "r1" });
    const after = await jobs.pingJobs();
    if (!before.isReachable || !after.isReachable) throw new Error("the queue is not reachable");
    expect(after.backend).toBe(before.backend);
    expect(after.waiting - before.waiting).toBe(4);
    expect(after.active).toBe(0);
    await jobs.startWorkers(nightHandlers(jobs, []));
    await jobs.waitForNight(night);
  });

  it("gives an interrupted job back without counting a try, and ends", async () => {
    const first = await open();
    const tenantId = aTenant();
    const { promise: isRunning, resolve: tellIsRunning } = Promise.withResolvers<void>();
    await first.startWorkers({
      pull: ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(new AppError("interrupted")));
          tellIsRunning();
        }),
    });
    const night = await first.enqueueNight({ tenantId, runId: "r1" });
    await isRunning;
    const startedAt = Date.now();
    await first.close({ graceMs: 100 });

    // Handlers that do not end are left after five seconds.
    expect(Date.now() - startedAt).toBeLessThan(4_500);
    const second = await open();
    const tries: number[] = [];
    await second.startWorkers(
      nightHandlers(second, [], {
        pull: async ({ attempt, data }) => {
          if (data.tenantId === tenantId) tries.push(attempt);
        },
      }),
    );
    expect(await second.waitForNight(night)).toEqual({ kind: "done" });
    expect(tries).toEqual([1]);
  });
}
