import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "@jest/globals";
import { describeJobs } from "./describe-jobs.ts";

const dataDir = mkdtempSync(join(tmpdir(), "norma-queue-"));
afterAll(() => rmSync(dataDir, { recursive: true }));

describeJobs("jobs in an embedded Postgres", { redisUrl: null, databaseUrl: null, dataDir });
