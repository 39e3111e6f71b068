import { expect, it } from "@jest/globals";
import { type JobsSettings, openJobs } from "../../src/queue/open-jobs.ts";
import { aTenant, delay, nightHandlers, quickRetries } from "./night-handlers.ts";

/** What holds of queues on a server, where several processes share the jobs. */
export function describeProcesses(settings: JobsSettings): void {
  it("opens twice at once; nights enqueued and awaited here run there, each job in one place only", async () => {
    const all = await Promise.all([1, 2, 3].map(() => openJobs({ ...settings, retries: quickRetries })));
    const [web, ...workers] = all;
    if (web === undefined) throw new Error("nothing was opened");
    const seen: string[] = [];
    const progress: unknown[] = [];
    const handlers = nightHandlers(web, seen, {
      pull: async ({ report }) => {
        seen.push("pull");
        await report({ done: 1 });
        await delay(20);
      },
    });
    for (const worker of workers) await worker.startWorkers(handlers);
    const nights = Array.from({ length: 5 }, () => ({ tenantId: aTenant(), runId: "r1" }));
    for (const night of nights) await web.enqueueNight(night);
    const onProgress = (heard: unknown) => progress.push(heard);
    const ends = await Promise.all(nights.map((night) => web.waitForNight(night, { onProgress })));
    expect(ends).toEqual(nights.map(() => ({ kind: "done" })));
    const counts = ["pull", "learn", "analyse 0", "analyse 1", "analyse 2", "write-back", "digest"].map(
      (step) => seen.filter((one) => one === step).length,
    );
    expect(counts).toEqual([5, 5, 5, 5, 5, 5, 5]);
    for (const jobs of all) await jobs.close();
  });
}
