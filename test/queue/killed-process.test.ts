import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "@jest/globals";
import { openJobs } from "../../src/queue/open-jobs.ts";

const dataDir = mkdtempSync(join(tmpdir(), "norma-killed-"));
afterAll(() => rmSync(dataDir, { recursive: true }));

/** Lets a process take the night's first job and kills it in the middle. */
async function killWhileRunning(): Promise<void> {
  const script = join(import.meta.dirname, "processes", "hang-in-pull.ts");
  const child = spawn(process.execPath, [script, dataDir], { stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(child, "exit");
  const heard = await Promise.race([once(child.stdout, "data"), exit]);
  expect(String(heard[0])).toBe("running\n");
  child.kill("SIGKILL");
  await exit;
}

it("runs the job of a killed process again soon after opening and not when its lock runs out, however often that happens", async () => {
  // More often than the one stall that BullMQ forgives by itself.
  for (let kills = 0; kills < 3; kills += 1) await killWhileRunning();
  const openedAt = Date.now();
  const jobs = await openJobs({ redisUrl: null, databaseUrl: null, dataDir });
  const { promise: rerunAt, resolve } = Promise.withResolvers<number>();
  await jobs.startWorkers({
    pull: async () => resolve(Date.now()),
    learn: async () => undefined,
    "write-back": async () => undefined,
    digest: async () => undefined,
  });
  expect((await rerunAt) - openedAt).toBeLessThan(30_000);
  expect(await jobs.waitForNight({ tenantId: "t_1", runId: "r1" })).toEqual({ kind: "done" });
  expect(await jobs.listDead()).toEqual([]);
  await jobs.close();
}, 240_000);
