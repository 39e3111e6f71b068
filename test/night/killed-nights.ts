import type { ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { RequestSeen } from "../../src/crm/sandbox/options.ts";
import type { Sandbox } from "../../src/crm/sandbox/start-sandbox.ts";
import { startSandbox } from "../../src/crm/sandbox/start-sandbox.ts";
import { findFreePort } from "../support/free-port.ts";
import type { CrmUnderNight, Shown } from "./crm-under-night.ts";
import { lastJson, runNorma } from "./norma-process.ts";

/** When the request that `isIt` names arrives or was carried out, the process is killed. */
interface Moment {
  readonly when: string;
  readonly hook: "onRequest" | "onAnswer";
  readonly isIt: (request: RequestSeen) => boolean;
  /** Which of the requests that match; default: the first. */
  readonly nth?: number;
}

interface Kills {
  /** Steps of a night at whose beginning it is killed. */
  readonly steps: readonly string[];
  readonly moments: readonly Moment[];
  /** Is it also killed while it looks for tasks whose answers were lost? */
  readonly isKilledTwice: boolean;
}

type Hooks = Partial<Record<Moment["hook"], (request: RequestSeen) => void>>;

const firstNight = "2026-10-14T04:00:10Z";
const secondNight = "2026-10-15T04:00:10Z";
/** As long as a case may take on a machine that is busy with other work. */
const caseMs = 300_000;

/**
 * A night is killed with SIGKILL and run again; the CRM must end up as after an undisturbed night, with no task twice.
 * Every case starts from a copy of one data folder in which the account is connected but no night has run.
 */
export function describeKilledNights(under: CrmUnderNight, { steps, moments, isKilledTwice }: Kills): void {
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

  describe("a night that is killed and run again leaves the CRM as an undisturbed one", () => {
    // An empty table is an error of it.each.
    for (const step of steps) {
      it(
        `when ${step} has begun`,
        async () => {
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
            expect(under.look(crm)).toEqual(undisturbed);
          });
        },
        caseMs,
      );
    }

    it.each(moments)(
      "$when",
      async (moment) => {
        const trap = setTrap(moment);
        await withCrm({ [moment.hook]: trap.see }, async (crm) => {
          const dataDir = copyOf(moment.hook);
          await trap.expectKilled(dataDir, firstNight);
          await expectNight(dataDir, firstNight);
          expect(under.look(crm)).toEqual(undisturbed);
        });
      },
      caseMs,
    );

    if (isKilledTwice)
      it(
        "also when it is killed again while it looks for lost tasks",
        async () => {
          const first = setTrap({ isIt: under.isTaskCreate });
          const second = setTrap({ isIt: under.isTaskSearch });
          const onAnswer = (request: RequestSeen) => {
            first.see(request);
            second.see(request);
          };
          await withCrm({ onAnswer }, async (crm) => {
            const dataDir = copyOf("twice");
            await first.expectKilled(dataDir, firstNight);
            await second.expectKilled(dataDir, firstNight);
            await expectNight(dataDir, firstNight);
            expect(under.look(crm)).toEqual(undisturbed);
          });
        },
        caseMs,
      );
  });

  it(
    "tasks of deals that moved are closed once, also when the night is killed while closing",
    async () => {
      const trap = setTrap({ isIt: under.isTaskClose });
      await withCrm({ onAnswer: trap.see }, async (crm) => {
        const dataDir = copyOf("closing");
        await expectNight(dataDir, firstNight);
        const flagged = under.look(crm).tasks.flatMap(({ dealIds }) => dealIds);
        crm.advance(23 * 3_600_000);
        for (const dealId of flagged)
          crm.addCall(dealId, { text: "Spoke with the buyer.", isAnswered: true });
        await trap.expectKilled(dataDir, secondNight);
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
  /** Kills the process that is in the trap when the awaited request is seen. */
  readonly see: (request: RequestSeen) => void;
  /** Runs a night in the trap until it is killed. */
  readonly expectKilled: (dataDir: string, asOf: string) => Promise<void>;
}

function setTrap({ isIt, nth = 1 }: Pick<Moment, "isIt" | "nth">): Trap {
  let child: ChildProcess | null = null;
  let seen = 0;
  return {
    see: (request) => {
      if (child !== null && isIt(request) && ++seen === nth) child.kill("SIGKILL");
    },
    expectKilled: async (dataDir, asOf) => {
      const killed = await runNorma(sync(asOf), { dataDir, onStart: (started) => (child = started) });
      child = null;
      expect(killed.signal).toBe("SIGKILL");
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
