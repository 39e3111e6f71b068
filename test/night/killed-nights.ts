import type { ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { RequestSeen } from "../../src/crm/sandbox/options.ts";
import type { Sandbox } from "../../src/crm/sandbox/start-sandbox.ts";
import { startSandbox } from "../../src/crm/sandbox/start-sandbox.ts";
import { findFreePort } from "../support/free-port.ts";
import { putFreshStores } from "../support/fresh-stores.ts";
import type { CrmUnderNight, Shown } from "./crm-under-night.ts";
import { lastJson, runNorma } from "./norma-process.ts";

/** When the line is printed, or the request that `isIt` names arrives or was carried out, the process is killed. */
type Kill =
  | { readonly when: string; readonly line: RegExp }
  | {
      readonly when: string;
      readonly hook: "onRequest" | "onAnswer";
      readonly isIt: (request: RequestSeen) => boolean;
      /** Which of the requests that match; default: the first. */
      readonly nth?: number;
    };

type Hooks = { readonly [hook in "onRequest" | "onAnswer"]?: (request: RequestSeen) => void };

const firstNight = "2026-10-14T04:00:10Z";
const secondNight = "2026-10-15T04:00:10Z";
/** As long as a case may take on a machine that is busy with other work. */
const caseMs = 300_000;

/**
 * A night is killed with SIGKILL and run again, up to the next moment at which it is killed, in the order of a night; the CRM
 * must end up as after an undisturbed night, with no task twice. Both nights start from a copy of one data folder in which the
 * account is connected but no night has run.
 */
export function describeKilledNights(under: CrmUnderNight, kills: readonly Kill[]): void {
  const folder = mkdtempSync(join(tmpdir(), `norma-killed-${under.kind}-`));
  const connected = join(folder, "connected");
  let port = 0;
  let undisturbed: Shown;

  async function withCrm<T>(hooks: Hooks, act: (crm: Sandbox) => Promise<T>): Promise<T> {
    const crm = await startSandbox({ ...under.options, port, ...hooks });
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

  beforeAll(async () => {
    port = await findFreePort();
    await putFreshStores(connected);
    await withCrm({}, async (crm) => {
      expect(await under.connect(crm, connected)).toMatchObject({ code: 0 });
    });
    undisturbed = await withCrm({}, async (crm) => {
      await expectNight(copyOf("undisturbed"), firstNight);
      return under.look(crm);
    });
  }, caseMs);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("an undisturbed night flags deals and makes tasks, so that there is something to lose", () => {
    expect(Object.keys(undisturbed.deals).length).toBeGreaterThan(3);
    expect(undisturbed.tasks.length).toBeGreaterThan(3);
  });

  it(
    `a night that is killed ${kills.map(({ when }) => when).join(", ")} leaves the CRM as an undisturbed one`,
    async () => {
      const trap = createTrap();
      await withCrm(trap.hooks, async (crm) => {
        const dataDir = copyOf("killed");
        for (const kill of kills) await trap.expectKilled(kill, { dataDir, asOf: firstNight });
        await expectNight(dataDir, firstNight);
        expect(under.look(crm)).toEqual(undisturbed);
      });
    },
    caseMs,
  );

  it(
    "tasks of deals that moved are closed once, also when the night is killed while closing",
    async () => {
      const trap = createTrap();
      await withCrm(trap.hooks, async (crm) => {
        const dataDir = copyOf("closing");
        await expectNight(dataDir, firstNight);
        const flagged = under.look(crm).tasks.flatMap(({ dealIds }) => dealIds);
        crm.advance(23 * 3_600_000);
        for (const dealId of flagged)
          crm.addCall(dealId, { text: "Spoke with the buyer.", isAnswered: true });
        const closing: Kill = { when: "while closing", hook: "onAnswer", isIt: under.isTaskClose };
        await trap.expectKilled(closing, { dataDir, asOf: secondNight });
        await expectNight(dataDir, secondNight);
        const { tasks, deals } = under.look(crm);
        const ofMoved = tasks.filter(({ dealIds }) => dealIds.some((id) => flagged.includes(id)));
        expect(ofMoved).toHaveLength(flagged.length);
        expect(ofMoved.filter(({ isDone }) => !isDone)).toEqual([]);
        for (const dealId of flagged) expect(deals[dealId]).toEqual({ flag: "moving" });
      });
    },
    caseMs,
  );
}

interface Trap {
  readonly hooks: Hooks;
  /** Runs a night until it is killed. */
  readonly expectKilled: (
    kill: Kill,
    run: { readonly dataDir: string; readonly asOf: string },
  ) => Promise<void>;
}

function createTrap(): Trap {
  let child: ChildProcess | null = null;
  let awaited: Kill | null = null;
  let seen = 0;
  const see = (hook: keyof Hooks) => (request: RequestSeen) => {
    if (awaited === null || !("hook" in awaited) || awaited.hook !== hook || !awaited.isIt(request)) return;
    seen += 1;
    if (seen !== (awaited.nth ?? 1)) return;
    child?.kill("SIGKILL");
    // Else the simulator would carry out what it got just before the kill.
    if (hook === "onRequest") throw new Error("the request never arrived");
  };
  return {
    hooks: { onRequest: see("onRequest"), onAnswer: see("onAnswer") },
    expectKilled: async (kill, { dataDir, asOf }) => {
      awaited = kill;
      seen = 0;
      const killed = await runNorma(sync(asOf), {
        dataDir,
        onStart: (started) => (child = started),
        onLine: (line) => {
          if ("line" in kill && kill.line.test(line)) child?.kill("SIGKILL");
        },
      });
      awaited = null;
      // A night that is nearly over may end before the line was read here; a request is waited for.
      if ("line" in kill && killed.code === 0) return;
      expect({ when: kill.when, signal: killed.signal }).toEqual({ when: kill.when, signal: "SIGKILL" });
    },
  };
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
