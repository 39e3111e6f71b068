import { openJobs } from "../../../src/queue/open-jobs.ts";

// A process of its own, to be killed: it takes the night's first job and never ends it.
const [dataDir = ""] = process.argv.slice(2);
const jobs = await openJobs({ redisUrl: null, databaseUrl: null, dataDir });
await jobs.enqueueNight({ tenantId: "t_1", runId: "r1" });
await jobs.startWorkers({
  pull: () => {
    process.stdout.write("running\n");
    return new Promise(() => setInterval(() => undefined, 1_000));
  },
});
