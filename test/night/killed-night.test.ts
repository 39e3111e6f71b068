import type { ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { RequestSeen } from "../../src/crm/sandbox/options.ts";
import type { Sandbox } from "../../src/crm/sandbox/start-sandbox.ts";
import { startSandbox } from "../../src/crm/sandbox/start-sandbox.ts";
import { findFreePort } from "../support/free-port.ts";
import { lastJson, runNorma } from "./norma-process.ts";

/*
 * A night is killed with SIGKILL and run again; the CRM must end up as after an undisturbed night, with no task twice.
 * Every case starts from a copy of one data folder in which the account is connected but no night has run.
 */
const folder = mkdtempSync(join(tmpdir(), "norma-killed-"));
const connected = join(folder, "connected");
const firstNight = "2026-10-14T04:00:10Z";
const secondNight = "2026-10-15T04:00:10Z";

interface Hooks {
  onRequest?: (request: RequestSeen) => void | Promise<void>;
  onAnswer?: (request: RequestSeen) => void | Promise<void>;
}

let port = 0;
let undisturbed: ReturnType<Sandbox["snapshot"]>;

beforeAll(async () => {
  port = await findFreePort();
  await withCrm({}, async (crm) => {
    const connect = ["connect", "hubspot", "--token-env", "T", "--base-url", crm.url];
    const run = await runNorma(connect, { dataDir: connected, env: { T: crm.portals[0]?.token ?? "" } });
    expect(run).toMatchObject({ code: 0 });
  });
  undisturbed = await withCrm({}, async (crm) => {
    await expectNight(copyOf("undisturbed"), firstNight);
    return crm.snapshot();
  });
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("an undisturbed night flags deals and makes tasks, so that there is something to lose", () => {
  expect(Object.keys(undisturbed.deals).length).toBeGreaterThan(3);
  expect(undisturbed.tasks.length).toBeGreaterThan(3);
});

describe("a night that is killed and run again leaves the CRM as an undisturbed one", () => {
  it.each(["pull", "learn", "analyse", "write-back", "digest"])(
    "when %s has begun",
    async (step) => {
      await withCrm({}, async (crm) => {
        const dataDir = copyOf(`at-${step}`);
        const killed = await runNorma(sync(firstNight), {
          dataDir,
          onLine: (line, child) => {
            if (line.includes(`${step}: `)) child.kill("SIGKILL");
          },
        });
        expect(killed.signal).toBe("SIGKILL");
        await expectNight(dataDir, firstNight);
        expect(crm.snapshot()).toEqual(undisturbed);
      });
    },
    120_000,
  );

  it.each([
    { when: "in the middle of reading", hook: "onAnswer", isIt: nth(12, ({ kind }) => kind === "search") },
    { when: "before properties arrive", hook: "onRequest", isIt: nth(1, isDealUpdate) },
    { when: "after properties arrived, before the answer", hook: "onAnswer", isIt: nth(1, isDealUpdate) },
    { when: "before tasks arrive", hook: "onRequest", isIt: nth(1, isTaskCreate) },
    { when: "after tasks arrived, before the answer", hook: "onAnswer", isIt: nth(1, isTaskCreate) },
  ] as const)(
    "$when",
    async ({ hook, isIt }) => {
      let child: ChildProcess | null = null;
      const kill = (request: RequestSeen) => {
        if (child !== null && isIt(request)) child.kill("SIGKILL");
      };
      await withCrm({ [hook]: kill }, async (crm) => {
        const dataDir = copyOf(hook);
        const killed = await runNorma(sync(firstNight), { dataDir, onStart: (started) => (child = started) });
        expect(killed.signal).toBe("SIGKILL");
        child = null;
        await expectNight(dataDir, firstNight);
        expect(crm.snapshot()).toEqual(undisturbed);
      });
    },
    120_000,
  );

  it("also when it is killed again while it looks for lost tasks", async () => {
    let child: ChildProcess | null = null;
    let isIt = nth(1, isTaskCreate);
    await withCrm({ onAnswer: (request) => void (isIt(request) && child?.kill("SIGKILL")) }, async (crm) => {
      const dataDir = copyOf("twice");
      const onStart = (started: ChildProcess) => (child = started);
      expect((await runNorma(sync(firstNight), { dataDir, onStart })).signal).toBe("SIGKILL");
      isIt = nth(1, ({ path }) => path.includes("/deals/tasks/batch/read"));
      expect((await runNorma(sync(firstNight), { dataDir, onStart })).signal).toBe("SIGKILL");
      isIt = () => false;
      await expectNight(dataDir, firstNight);
      expect(crm.snapshot()).toEqual(undisturbed);
    });
  }, 120_000);
});

it("tasks of deals that moved are closed once, also when the night is killed while closing", async () => {
  let child: ChildProcess | null = null;
  const isIt = nth(1, ({ path }) => path.endsWith("/tasks/batch/update"));
  await withCrm({ onAnswer: (request) => void (isIt(request) && child?.kill("SIGKILL")) }, async (crm) => {
    const dataDir = copyOf("closing");
    await expectNight(dataDir, firstNight);
    const flagged = crm.snapshot().tasks.flatMap(({ dealIds }) => dealIds);
    crm.advance(23 * 3_600_000);
    for (const dealId of flagged) crm.addCall(dealId, { text: "Spoke with the buyer.", isAnswered: true });
    const onStart = (started: ChildProcess) => (child = started);
    expect((await runNorma(sync(secondNight), { dataDir, onStart })).signal).toBe("SIGKILL");
    await expectNight(dataDir, secondNight);
    const { tasks, deals } = crm.snapshot();
    const ofMoved = tasks.filter(({ dealIds }) => dealIds.some((id) => flagged.includes(id)));
    expect(ofMoved).toHaveLength(flagged.length);
    expect(new Set(ofMoved.map(({ status }) => status))).toEqual(new Set(["COMPLETED"]));
    for (const dealId of flagged) expect(deals[dealId]).toEqual({ norma_flag: "moving" });
  });
}, 120_000);

async function withCrm<T>(hooks: Hooks, act: (crm: Sandbox) => Promise<T>): Promise<T> {
  const crm = await startSandbox({ port, limits: null, ...hooks });
  try {
    return await act(crm);
  } finally {
    await crm.close();
  }
}

function copyOf(name: string): string {
  const dataDir = mkdtempSync(join(folder, `${name}-`));
  cpSync(connected, dataDir, { recursive: true });
  return dataDir;
}

function sync(asOf: string): string[] {
  return ["sync", "--json", "--as-of", asOf];
}

async function expectNight(dataDir: string, asOf: string): Promise<void> {
  const run = await runNorma(sync(asOf), { dataDir });
  expect(run.stderr).not.toMatch(/failed|Error/);
  expect(run.code).toBe(0);
  expect(lastJson(run)).toHaveProperty("written");
}

/** True for the n-th request that `matches`. */
function nth(n: number, matches: (request: RequestSeen) => boolean): (request: RequestSeen) => boolean {
  let seen = 0;
  return (request) => matches(request) && ++seen === n;
}

function isDealUpdate({ path }: RequestSeen): boolean {
  return path.endsWith("/deals/batch/update");
}

function isTaskCreate({ path }: RequestSeen): boolean {
  return path.endsWith("/tasks/batch/create");
}
