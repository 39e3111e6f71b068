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
import { loadOpenEpisodes } from "../../src/store/episodes.ts";
import { loadFindings } from "../../src/store/findings.ts";
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

it("a task that was seen once and is gone without a trace is not made again, and a deal that is shown no more is left as it is", async () => {
  const before = crm.snapshot(calm);
  expect(before.tasks.length).toBeGreaterThan(10);
  haveTasksVanished = true;
  const open = portalOf(calm)
    .listDeals()
    .filter(({ isOpen }) => isOpen);
  const keptBack = open.filter((_, index) => index % 3 === 0).map(({ id }) => id);
  expect(keptBack.filter((id) => id in before.deals).length).toBeGreaterThan(3);
  crm.setVisible(keptBack, false, calm);
  const tenant = await connectPortal(norma, crm, { portal: portalOf(calm) });
  const { run } = await runWholeNight(norma, tenant, crm.now() + msPerMinute);
  crm.setVisible(keptBack, true, calm);
  expect(crm.snapshot(calm).tasks).toEqual(before.tasks);
  const after = crm.snapshot(calm).deals;
  expect(keptBack.map((id) => after[id])).toEqual(keptBack.map((id) => before.deals[id]));

  expect(run.counts.found).toMatchObject({ vanished: keptBack.length });
  const findings = await norma.store.inTenant(tenant.id, (db) => loadFindings(db, run.id));
  const ofKeptBack = findings.filter((one) => "dealId" in one && keptBack.includes(one.dealId));
  expect(new Set(ofKeptBack.map(({ kind }) => kind))).toEqual(new Set(["vanished"]));
  expect(ofKeptBack).toHaveLength(keptBack.length);
  const [told, ...others] = findings.filter(({ kind }) => kind === "vanished-deals");
  expect(told).toMatchObject({ vanished: keptBack.length, known: open.length });
  expect(others).toEqual([]);
  const owners = new Set(open.filter(({ id }) => keptBack.includes(id)).map(({ ownerId }) => ownerId));
  const judged = findings.flatMap((one) => (one.kind === "norm" ? one.judgement.repId : []));
  expect(judged.filter((repId) => owners.has(repId))).toEqual([]);
  const episodes = await norma.store.inTenant(tenant.id, loadOpenEpisodes);
  const flagged = keptBack.filter((id) => id in before.deals);
  expect(flagged.filter((id) => !episodes.some(({ dealId }) => dealId === id))).toEqual([]);
}, 240_000);
