import { afterAll, expect, it } from "@jest/globals";
import { openJobs } from "../../src/queue/open-jobs.ts";
import { startPostgresServer } from "../support/postgres-server.ts";
import { describeJobs } from "./describe-jobs.ts";
import { describeProcesses } from "./describe-processes.ts";

const server = await startPostgresServer();

if (server.kind === "missing") {
  it.skip(`jobs on a Postgres server: ${server.reason}`, () => undefined);
} else {
  const settings = { redisUrl: null, databaseUrl: server.url, dataDir: null };
  afterAll(() => server.stop());
  describeProcesses(settings);
  describeJobs("jobs on a Postgres server", settings);

  it("says that the server is away without telling the password", async () => {
    const opening = openJobs({ ...settings, databaseUrl: "postgres://owner:sesame@127.0.0.1:1/postgres" });
    const error: unknown = await opening.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "queue-unavailable" });
    expect(String(error)).toContain("127.0.0.1:1");
    expect(String(error)).not.toContain("sesame");
  });
}
