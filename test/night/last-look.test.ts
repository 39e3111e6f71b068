import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { readEnv } from "../../config/env.ts";
import { openRuntime, type Runtime } from "../../src/cli/runtime.ts";
import type { Crm } from "../../src/crm/port.ts";
import type { SandboxPortal } from "../../src/crm/sandbox/sandbox.ts";
import { type Sandbox, startSandbox } from "../../src/crm/sandbox/start-sandbox.ts";
import { msPerMinute } from "../../src/domain/time.ts";
import { startNightWorkers } from "../../workers/start-workers.ts";
import { putFreshStores } from "../support/fresh-stores.ts";
import { connectPortal, runWholeNight } from "./norma-in-process.ts";
import { fastPacing } from "./norma-process.ts";

const folder = mkdtempSync(join(tmpdir(), "norma-look-"));
await putFreshStores(folder);
/** Both hold the same company; the search of the second shows nothing of the last ten minutes. */
const calm = 51_000_001;
const lagging = 51_000_002;
/** Then tasks are gone without a trace, as after the CRM has emptied its bin. */
let haveTasksVanished = false;
let crm: Sandbox;
let norma: Runtime;

beforeAll(async () => {
  crm = await startSandbox({
    limits: null,
    portals: [{ portalId: calm }, { portalId: lagging, indexLagMs: 10 * msPerMinute }],
  });
  const env = readEnv({ NORMA_DATA_DIR: folder, NORMA_LOG_LEVEL: "silent", ...fastPacing });
  norma = await openRuntime(env, { isWaitedFor: true });
  const openCrm: typeof norma.deps.openCrm = async (tenant, now) =>
    withVanished(await norma.deps.openCrm(tenant, now));
  await startNightWorkers({ ...norma.deps, openCrm });
}, 240_000);

afterAll(async () => {
  await norma.close();
  await crm.close();
  rmSync(folder, { recursive: true, force: true });
});

function withVanished(real: Crm): Crm {
  const readTaskStates: Crm["readTaskStates"] = async (taskIds) => {
    const states = await real.readTaskStates(taskIds);
    return haveTasksVanished ? new Map(taskIds.map((id) => [id, "missing"])) : states;
  };
  return { ...real, readTaskStates };
}

function portalOf(portalId: number): SandboxPortal {
  const portal = crm.portals.find((one) => one.portalId === portalId);
  if (portal === undefined) throw new Error(`the simulator has no portal ${portalId}`);
  return portal;
}

it("no deal is flagged that moved a moment ago, though the search does not show it yet", async () => {
  const asOf = crm.now();
  const undisturbed = await connectPortal(norma, crm, { portal: portalOf(calm) });
  await runWholeNight(norma, undisturbed, asOf);
  const flagged = Object.keys(crm.snapshot(calm).deals);
  expect(flagged.length).toBeGreaterThan(10);

  const deals = portalOf(lagging).listDeals();
  for (const id of flagged) {
    const own = deals.find((deal) => deal.id === id);
    const other = deals.find(
      (deal) => deal.isOpen && deal.pipelineId === own?.pipelineId && deal.stageId !== own.stageId,
    );
    crm.moveDeal(id, other?.stageId ?? "", lagging);
  }
  const tenant = await connectPortal(norma, crm, { portal: portalOf(lagging) });
  await runWholeNight(norma, tenant, asOf);
  const shown = crm.snapshot(lagging);
  expect(flagged.filter((id) => id in shown.deals)).toEqual([]);
  expect(shown.tasks.flatMap(({ dealIds }) => dealIds).filter((id) => flagged.includes(id))).toEqual([]);
}, 240_000);

it("a task that was seen once and is gone without a trace is not made again", async () => {
  const before = crm.snapshot(calm).tasks;
  expect(before.length).toBeGreaterThan(10);
  haveTasksVanished = true;
  const tenant = await connectPortal(norma, crm, { portal: portalOf(calm) });
  await runWholeNight(norma, tenant, crm.now() + msPerMinute);
  expect(crm.snapshot(calm).tasks).toEqual(before);
}, 240_000);
