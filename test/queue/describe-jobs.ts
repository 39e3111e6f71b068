import { afterEach, describe, expect, it } from "@jest/globals";
import { AppError } from "../../src/domain/errors.ts";
import type { Jobs, JobsSettings } from "../../src/queue/open-jobs.ts";
import { openJobs } from "../../src/queue/open-jobs.ts";
import type { JobName } from "../../src/queue/steps.ts";
import type { NightProgress } from "../../src/queue/wait-for-night.ts";
import type { Handlers } from "../../src/queue/workers.ts";

/** Quick retries, so that a test can see a job give up. */
const quickRetries = { attempts: 3, backoff: { baseMs: 50, maxMs: 200 } };

let tenants = 0;
/** Every test has tenants of its own: the suite's tests share one server. */
function aTenant(): string {
  tenants += 1;
  return `t_${tenants}${Math.random().toString(36).slice(2, 8)}`;
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Handlers of a whole night that only note what runs, with `overrides` for the steps a test is about. */
function nightHandlers(jobs: Jobs, seen: string[], overrides: Handlers = {}): Handlers {
  const note = async ({ data }: { data: { tenantId: string; shard?: number } }, step: JobName) => {
    seen.push(data.shard === undefined ? step : `${step} ${data.shard}`);
  };
  return {
    pull: (context) => note(context, "pull"),
    learn: async (context) => {
      await note(context, "learn");
      await jobs.enqueueShards(context.data, 3);
    },
    analyse: (context) => note(context, "analyse"),
    "write-back": (context) => note(context, "write-back"),
    digest: (context) => note(context, "digest"),
    ...overrides,
  };
}

/** What every queue must do, whatever it lives in. */
export function describeJobs(name: string, readSettings: () => Omit<JobsSettings, "retries" | "log">): void {
  describe(name, () => {
    const opened: Jobs[] = [];
    const open = async () => {
      const jobs = await openJobs({ ...readSettings(), retries: quickRetries });
      opened.push(jobs);
      return jobs;
    };
    afterEach(async () => {
      for (const jobs of opened.splice(0)) await jobs.close({ graceMs: 100 });
    });

    it("runs a night's steps in order, and write-back only after all shards of analyse", async () => {
      const jobs = await open();
      const seen: string[] = [];
      await jobs.startWorkers(nightHandlers(jobs, seen));
      const night = await jobs.enqueueNight({ tenantId: aTenant(), runId: "r1", attempt: 1 });
      expect(await jobs.waitForNight(night)).toEqual({ kind: "done" });
      expect(seen.slice(0, 2)).toEqual(["pull", "learn"]);
      expect(seen.slice(2, 5).toSorted()).toEqual(["analyse 0", "analyse 1", "analyse 2"]);
      expect(seen.slice(5)).toEqual(["write-back", "digest"]);
    });

    it("enqueues the same attempt once, another attempt anew, and joins the latest when none is named", async () => {
      const jobs = await open();
      const seen: string[] = [];
      const ref = { tenantId: aTenant(), runId: "r1" };
      const again = await Promise.all([1, 1, 1].map((attempt) => jobs.enqueueNight({ ...ref, attempt })));
      expect(again.map(({ attempt }) => attempt)).toEqual([1, 1, 1]);
      await jobs.startWorkers(nightHandlers(jobs, seen));
      await jobs.waitForNight(ref);
      await jobs.enqueueNight({ ...ref, attempt: 1 });
      expect(await jobs.enqueueNight(ref)).toEqual({ ...ref, attempt: 1 });
      expect(await jobs.waitForNight(ref)).toEqual({ kind: "done" });
      expect(seen.filter((step) => step === "pull")).toHaveLength(1);
      await jobs.enqueueNight({ ...ref, attempt: 2 });
      expect(await jobs.waitForNight({ ...ref, attempt: 2 })).toEqual({ kind: "done" });
      expect(seen.filter((step) => step === "pull")).toHaveLength(2);
    });

    it("does not run shards twice when learn is run again", async () => {
      const jobs = await open();
      const seen: string[] = [];
      let learned = 0;
      await jobs.startWorkers(
        nightHandlers(jobs, seen, {
          learn: async ({ data }) => {
            learned += 1;
            await jobs.enqueueShards(data, 3);
            if (learned > 1) return;
            // By now some shards have begun or even ended.
            await delay(100);
            throw new AppError("crm-busy");
          },
        }),
      );
      const night = await jobs.enqueueNight({ tenantId: aTenant(), runId: "r1" });
      expect(await jobs.waitForNight(night)).toEqual({ kind: "done" });
      expect(learned).toBe(2);
      expect(seen.toSorted()).toEqual([
        "analyse 0",
        "analyse 1",
        "analyse 2",
        "digest",
        "pull",
        "write-back",
      ]);
    });

    it("tries a retryable failure again, each time later, and not before the CRM allows", async () => {
      const jobs = await open();
      const tries: { attempt: number; at: number }[] = [];
      await jobs.startWorkers(
        nightHandlers(jobs, [], {
          pull: async ({ attempt }) => {
            tries.push({ attempt, at: Date.now() });
            if (attempt === 1) throw new AppError("crm-unreachable");
            if (attempt === 2) throw new AppError("crm-busy", { retryAfterMs: 600 });
          },
        }),
      );
      const night = await jobs.enqueueNight({ tenantId: aTenant(), runId: "r1" });
      expect(await jobs.waitForNight(night)).toEqual({ kind: "done" });
      expect(tries.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
      const [first = 0, second = 0, third = 0] = tries.map(({ at }) => at);
      expect(second - first).toBeGreaterThanOrEqual(25);
      expect(second - first).toBeLessThan(500);
      expect(third - second).toBeGreaterThanOrEqual(600);
    });

    it("does not try again what cannot succeed, and ends the night with its reason", async () => {
      const jobs = await open();
      let tries = 0;
      await jobs.startWorkers(
        nightHandlers(jobs, [], {
          pull: async () => {
            tries += 1;
            throw new AppError("token-rejected", { details: { account: "Acme" } });
          },
        }),
      );
      const night = await jobs.enqueueNight({ tenantId: aTenant(), runId: "r1" });
      const startedAt = Date.now();
      expect(await jobs.waitForNight(night)).toEqual({
        kind: "failed",
        step: "pull",
        code: "token-rejected",
        sentence: "Acme no longer accepts Norma's token. Connect the account again (norma connect).",
      });
      expect(Date.now() - startedAt).toBeLessThan(2_000);
      expect(tries).toBe(1);
    });

    it("ends the night with the reason of a failed shard, and runs no later step", async () => {
      const jobs = await open();
      const seen: string[] = [];
      await jobs.startWorkers(
        nightHandlers(jobs, seen, {
          analyse: async ({ data }) => {
            if (data.shard === 1) throw new Error("Authorization: Bearer abcdef123456 was odd");
          },
        }),
      );
      const night = await jobs.enqueueNight({ tenantId: aTenant(), runId: "r1" });
      const end = await jobs.waitForNight(night);
      expect(end).toMatchObject({ kind: "failed", step: "analyse", code: "bug-found" });
      expect(JSON.stringify(end)).not.toContain("abcdef123456");
      await delay(300);
      expect(seen).toEqual(["pull", "learn"]);
    });

    it("lists what died with its reason, and lets it be tried again", async () => {
      const jobs = await open();
      const tenantId = aTenant();
      let isBroken = true;
      const startedAt = Date.now();
      await jobs.startWorkers(
        nightHandlers(jobs, [], {
          learn: async () => {
            if (isBroken)
              throw new AppError("crm-timeout", { details: { baseUrl: "x", act: "y", seconds: 1 } });
          },
        }),
      );
      const night = await jobs.enqueueNight({ tenantId, runId: "r1" });
      await jobs.waitForNight(night);
      const readDead = async () => (await jobs.listDead()).filter((job) => job.tenantId === tenantId);
      const [dead, ...more] = await readDead();
      expect(more).toEqual([]);
      expect(dead).toMatchObject({ step: "learn", tenantId, runId: "r1", code: "crm-timeout", attempts: 3 });
      expect(dead?.sentence).toContain("did not answer within 1 s");
      expect(dead?.at).toBeGreaterThanOrEqual(startedAt);

      isBroken = false;
      await jobs.retryDead(dead?.id ?? "");
      expect(await jobs.waitForNight({ tenantId, runId: "r1" })).toEqual({ kind: "done" });
      expect(await readDead()).toEqual([]);
      await expect(jobs.retryDead(dead?.id ?? "")).rejects.toMatchObject({ code: "input-invalid" });
    });

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
      // A second night on readers that are open from its start: nothing of it may be missed.
      heard.length = 0;
      const later = await jobs.enqueueNight({ tenantId: aTenant(), runId: "r2" });
      await jobs.waitForNight(later, { onProgress });
      expect(
        heard
          .filter(({ step }) => step === "analyse")
          .map(({ shard }) => String(shard))
          .toSorted(),
      ).toEqual(["0", "1", "2"]);
      expect(heard).toContainEqual({
        step: "pull",
        shard: null,
        progress: { label: "deals", done: 20, total: 20 },
      });
    });

    it("stops waiting when it is told to, and the night goes on", async () => {
      const jobs = await open();
      const night = await jobs.enqueueNight({ tenantId: aTenant(), runId: "r1" });
      const waiting = jobs.waitForNight(night, { signal: AbortSignal.timeout(200) });
      await expect(waiting).rejects.toMatchObject({ code: "interrupted" });
      await jobs.startWorkers(nightHandlers(jobs, []));
      expect(await jobs.waitForNight(night)).toEqual({ kind: "done" });
    });

    it("wakes each of six workers within 100 ms, also when all have just been started", async () => {
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
      expect(Math.max(...waits)).toBeLessThan(100);
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
      opened.splice(opened.indexOf(first), 1);
      expect(Date.now() - startedAt).toBeLessThan(2_000);
      const second = await open();
      const tries: number[] = [];
      await second.startWorkers(
        nightHandlers(second, [], { pull: async ({ attempt }) => void tries.push(attempt) }),
      );
      expect(await second.waitForNight(night)).toEqual({ kind: "done" });
      expect(tries).toEqual([1]);
    });
  });
}
