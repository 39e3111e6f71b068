import { expect, it } from "@jest/globals";
import { AppError } from "../../src/domain/errors.ts";
import type { Jobs } from "../../src/queue/open-jobs.ts";
import { aTenant, delay, nightHandlers } from "./night-handlers.ts";

/** How a night goes through the queue, and how it fails. */
export function describeNights(open: () => Promise<Jobs>): void {
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
    expect(seen.toSorted()).toEqual(["analyse 0", "analyse 1", "analyse 2", "digest", "pull", "write-back"]);
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
    // Workers that were not woken would look after five seconds.
    expect(second - first).toBeLessThan(4_500);
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
    expect(await jobs.waitForNight(night)).toEqual({
      kind: "failed",
      step: "pull",
      code: "token-rejected",
      sentence: "Acme no longer accepts Norma's token. Connect the account again (norma connect).",
    });
    expect(tries).toBe(1);
    // At once, before the steps after it have failed in their turn.
    const again = await jobs.enqueueNight({ tenantId: night.tenantId, runId: "r1" });
    expect(again.attempt).toBe(2);
    expect(await jobs.waitForNight(again)).toMatchObject({ kind: "failed", step: "pull" });
  });

  it("knows no night that was not enqueued", async () => {
    const jobs = await open();
    await expect(jobs.waitForNight({ tenantId: aTenant(), runId: "r1" })).rejects.toThrow("not in the queue");
    await expect(jobs.enqueueShards({ tenantId: aTenant(), runId: "r1", attempt: 2 }, 3)).rejects.toThrow(
      "not in the queue",
    );
    await expect(jobs.enqueueNight({ tenantId: "a:b", runId: "r1" })).rejects.toThrow("colons");
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
}
