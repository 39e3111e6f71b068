import { afterEach, describe } from "@jest/globals";
import { type Jobs, type JobsSettings, openJobs } from "../../src/queue/open-jobs.ts";
import { describeNights } from "./describe-nights.ts";
import { describeWorkers } from "./describe-workers.ts";
import { quickRetries } from "./night-handlers.ts";

/** What every queue must do, whatever it lives in. A test that closes its queue itself may. */
export function describeJobs(name: string, settings: Omit<JobsSettings, "retries" | "log">): void {
  describe(name, () => {
    const opened: Jobs[] = [];
    const open = async () => {
      const jobs = await openJobs({ ...settings, retries: quickRetries });
      opened.push(jobs);
      return jobs;
    };
    afterEach(async () => {
      for (const jobs of opened.splice(0)) await jobs.close({ graceMs: 100 });
    });
    describeNights(open);
    describeWorkers(open);
  });
}
