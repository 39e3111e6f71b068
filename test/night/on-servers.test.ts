import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { SandboxPortal } from "../../src/crm/sandbox/sandbox.ts";
import { type Sandbox, startSandbox } from "../../src/crm/sandbox/start-sandbox.ts";
import { putFreshStores } from "../support/fresh-stores.ts";
import { startPostgresServer } from "../support/postgres-server.ts";
import { startRedisServer } from "../support/redis-server.ts";
import type { TestServer } from "../support/test-server.ts";
import { connectPortal, openNorma, runWholeNight } from "./norma-in-process.ts";
import { lastJson, type NormaRun, runNorma } from "./norma-process.ts";

/*
 * The same company three times: its night embedded, on a Postgres and a Redis server, and there again with several
 * processes at work. What the CRM shows in the end must not tell which was which.
 */
const servers: readonly TestServer[] = [await startPostgresServer(), await startRedisServer()];
const missing = servers.flatMap((server) => (server.kind === "missing" ? [server.reason] : []));
if (missing.length > 0) console.warn(`A night on servers is not tested: ${missing.join("; ")}.`);

const folder = mkdtempSync(join(tmpdir(), "norma-servers-"));
const [postgres, redis] = servers;
const env = {
  DATABASE_URL: postgres?.kind === "running" ? postgres.url : "",
  REDIS_URL: redis?.kind === "running" ? redis.url : "",
};
const night = "2026-10-14T04:00:30Z";
let crm: Sandbox;
let embedded: ReturnType<Sandbox["snapshot"]>;

beforeAll(async () => {
  crm = await startSandbox({ limits: null, portals: [1, 2, 3].map((portalId) => ({ portalId })) });
  if (missing.length > 0) return;
  const dataDir = join(folder, "embedded");
  await putFreshStores(dataDir);
  const norma = await openNorma(dataDir);
  try {
    const tenant = await connectPortal(norma, crm, { portal: portalOf(1) });
    await runWholeNight(norma, tenant, Date.parse(night));
  } finally {
    await norma.close();
  }
  embedded = crm.snapshot(1);
}, 240_000);

afterAll(async () => {
  await crm.close();
  for (const server of servers) if (server.kind === "running") await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe(`a night on a Postgres and a Redis server${missing.map((reason) => `, left out: ${reason}`).join("")}`, () => {
  const onServers = missing.length === 0 ? it : it.skip;

  onServers(
    "leaves the CRM as an embedded one does",
    async () => {
      expect(embedded.tasks.length).toBeGreaterThan(10);
      const tenant = await connect(2);
      expectDone(await norma("sync", "--json", "--tenant", tenant, "--as-of", night));
      expect(crm.snapshot(2)).toEqual(embedded);
    },
    60_000,
  );

  onServers(
    "writes nothing twice with two workers and two commands at once",
    async () => {
      const tenant = await connect(3);
      const workers = [startWorker(), startWorker()];
      await Promise.all(workers.map(({ isReady }) => isReady));
      const sync = ["sync", "--json", "--tenant", tenant, "--as-of", night];
      const runs = await Promise.all([norma(...sync), norma(...sync)]);
      for (const run of runs) expectDone(run);
      expect(crm.snapshot(3)).toEqual(embedded);
      const writes = crm.requests.latest().filter(({ portalId, path }) => {
        return portalId === 3 && /\/(deals\/batch\/update|tasks\/batch\/create)$/.test(path);
      });
      expect(writes).toHaveLength(2);
      for (const { child } of workers) child().kill("SIGTERM");
      for (const run of await Promise.all(workers.map(({ end }) => end))) {
        expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining("Stopping") });
      }
    },
    120_000,
  );
});

function portalOf(portalId: number): SandboxPortal {
  const portal = crm.portals.find((one) => one.portalId === portalId);
  if (portal === undefined) throw new Error(`the simulator has no portal ${portalId}`);
  return portal;
}

function norma(...args: string[]): Promise<NormaRun> {
  return runNorma(args, { dataDir: join(folder, "servers"), env });
}

async function connect(portalId: number): Promise<string> {
  const run = await runNorma(["connect", "hubspot", "--token-env", "T", "--base-url", crm.url], {
    dataDir: join(folder, "servers"),
    env: { ...env, T: portalOf(portalId).token },
  });
  expect(run).toMatchObject({ code: 0 });
  return String(lastJson(run)["tenant"]);
}

function expectDone(run: NormaRun): void {
  expect(run).toMatchObject({ code: 0, stderr: expect.not.stringMatching(/failed|Error/) });
  expect(lastJson(run)).toMatchObject({ written: { tasks: embedded.tasks.length } });
}

/** A worker process; `isReady` once it takes jobs. */
function startWorker(): { isReady: Promise<void>; end: Promise<NormaRun>; child: () => ChildProcess } {
  const ready = Promise.withResolvers<void>();
  const started: ChildProcess[] = [];
  const end = runNorma(["worker"], {
    dataDir: join(folder, "servers"),
    env,
    onStart: (child) => started.push(child),
    onLine: (line) => {
      if (line.startsWith("Working for")) ready.resolve();
    },
  });
  const child = () => {
    const [first] = started;
    if (first === undefined) throw new Error("the worker was not started");
    return first;
  };
  return { isReady: ready.promise, end, child };
}
