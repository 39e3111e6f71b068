import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { product } from "../../config/product.ts";
import type { Runtime } from "../../src/cli/runtime.ts";
import type { PlantedTruth } from "../../src/crm/sandbox/company/planted.ts";
import { type Sandbox, startSandbox } from "../../src/crm/sandbox/start-sandbox.ts";
import type { DealFinding, Episode, NormFinding, StalledDeal } from "../../src/domain/finding.ts";
import { loadOpenEpisodes } from "../../src/store/episodes.ts";
import { loadFindings } from "../../src/store/findings.ts";
import { putFreshStores } from "../support/fresh-stores.ts";
import { connectPortal, openNorma, runWholeNight } from "./norma-in-process.ts";

/*
 * One night on the demo's company, held against everything that was put into that company on purpose. What hinges on
 * fine reading of a text (vague or excuse, which reason) belongs to the tests of the follow-up reader.
 */
type DealTruth = Extract<PlantedTruth, { on: "deal" }>;
type RepTruth = Extract<PlantedTruth, { on: "rep" }>;

const folder = mkdtempSync(join(tmpdir(), "norma-planted-"));
await putFreshStores(folder);
let crm: Sandbox;
let norma: Runtime;
let truths: readonly PlantedTruth[];
let deals: readonly DealFinding[];
let norms: readonly NormFinding[];
let episodes: readonly Episode[];
let shown: ReturnType<Sandbox["snapshot"]>;

beforeAll(async () => {
  crm = await startSandbox({ limits: null });
  const [portal] = crm.portals;
  if (portal === undefined) throw new Error("the simulator has no portal");
  truths = portal.planted;
  norma = await openNorma(folder);
  const tenant = await connectPortal(norma, crm, { portal });
  const { run } = await runWholeNight(norma, tenant, crm.now());
  const findings = await norma.store.inTenant(tenant.id, (db) => loadFindings(db, run.id));
  deals = findings.filter((finding): finding is DealFinding => "dealId" in finding);
  norms = findings.filter((finding): finding is NormFinding => finding.kind === "norm");
  episodes = await norma.store.inTenant(tenant.id, loadOpenEpisodes);
  shown = crm.snapshot();
}, 240_000);

afterAll(async () => {
  await norma.close();
  await crm.close();
  rmSync(folder, { recursive: true, force: true });
});

function dealTruths(matches: (truth: DealTruth) => boolean): DealTruth[] {
  return truths.filter((truth): truth is DealTruth => truth.on === "deal" && matches(truth));
}

function repTruths(kind: RepTruth["kind"]): RepTruth[] {
  return truths.filter((truth): truth is RepTruth => truth.on === "rep" && truth.kind === kind);
}

function stallOf(dealId: string): StalledDeal | undefined {
  return deals.find(
    (finding): finding is StalledDeal => finding.kind === "stalled" && finding.dealId === dealId,
  );
}

function statusesOf({ repId }: RepTruth): string[] {
  return norms.flatMap(({ judgement }) => (judgement.repId === repId ? judgement.status : []));
}

describe("deals that must not be held against anybody", () => {
  it.each([
    "moving",
    "new",
    "booked-meeting",
    "inferred-link",
    "no-answer-only",
    "no-creation-date",
    "no-owner",
    "inactive-owner",
  ] as const)("are left alone: %s", (kind) => {
    const planted = dealTruths((truth) => truth.kind === kind);
    expect(planted.length).toBeGreaterThan(0);
    expect(planted.filter(({ dealId }) => stallOf(dealId) !== undefined)).toEqual([]);
    expect(planted.filter(({ dealId }) => dealId in shown.deals)).toEqual([]);
    const ids = planted.map(({ dealId }) => dealId);
    expect(shown.tasks.filter(({ dealIds }) => dealIds.some((id) => ids.includes(id)))).toEqual([]);
  });

  it.each([
    ["new", "new"],
    ["no-creation-date", "unknown-age"],
    ["no-owner", "no-owner"],
    ["inactive-owner", "inactive-owner"],
  ] as const)("and the reason is told: %s", (kind, because) => {
    for (const { dealId } of dealTruths((truth) => truth.kind === kind)) {
      expect(deals).toContainEqual({ kind: "not-judged", dealId, because });
    }
  });
});

describe("deals that stopped", () => {
  it("are all found by the rule that was planted, flagged or waiting behind the cap", () => {
    const planted = dealTruths(({ rule }) => rule !== null);
    expect(planted.length).toBeGreaterThan(20);
    const found = planted.map(({ dealId }) => [dealId, stallOf(dealId)?.stall.rule]);
    expect(found).toEqual(planted.map(({ dealId, rule }) => [dealId, rule]));
    const open = new Map(episodes.map((episode) => [episode.dealId, episode]));
    expect(planted.filter(({ dealId, rule }) => open.get(dealId)?.rule !== rule)).toEqual([]);
  });

  it("are flagged silent where nothing was written, whatever machines went on sending", () => {
    const planted = dealTruths(({ flag }) => flag === "silent");
    expect(planted.length).toBeGreaterThan(4);
    const found = planted.map(({ dealId }) => [dealId, stallOf(dealId)?.flag]);
    expect(found).toEqual(planted.map(({ dealId }) => [dealId, "silent"]));
  });

  it("are flagged for a promise not kept where its date passed, and for none that is still open", () => {
    const broken = dealTruths(({ flag }) => flag === "broken");
    const found = broken.filter(({ dealId }) => stallOf(dealId)?.flag === "broken");
    expect(broken.length - found.length).toBeLessThanOrEqual(1);
    const others = dealTruths(({ rule, flag }) => rule !== null && flag !== "broken");
    expect(others.filter(({ dealId }) => stallOf(dealId)?.flag === "broken")).toEqual([]);
  });

  it("carry the planted flag in most cases, and never praise for an excuse", () => {
    const planted = dealTruths(({ rule }) => rule !== null);
    const agreeing = planted.filter(({ dealId, flag }) => stallOf(dealId)?.flag === flag);
    expect(agreeing.length / planted.length).toBeGreaterThan(0.7);
    const excuses = planted.filter(({ flag }) => flag === "excuse" || flag === "vague");
    expect(excuses.filter(({ dealId }) => stallOf(dealId)?.flag === "solution")).toEqual([]);
  });

  it("show in the CRM exactly what was found, and those behind the cap show nothing", () => {
    const flagged = new Set(episodes.filter(({ state }) => state === "flagged").map(({ dealId }) => dealId));
    expect(new Set(Object.keys(shown.deals))).toEqual(flagged);
    for (const [dealId, fields] of Object.entries(shown.deals)) {
      const { stall, flag } = stallOf(dealId) ?? {};
      expect(fields).toMatchObject({
        norma_flag: flag,
        norma_stall_rule: stall?.rule,
        norma_stalled_since: stall?.since,
      });
    }
  });
});

describe("tasks", () => {
  it("are one for each flagged deal whose answer is wanted, and no more than the cap for each rep", () => {
    const counts = new Map<string, number>();
    for (const { ownerId } of shown.tasks) counts.set(ownerId, (counts.get(ownerId) ?? 0) + 1);
    expect(counts.size).toBeGreaterThan(3);
    expect(Math.max(...counts.values())).toBe(product.flags.maxNewPerRepAndNight);
    const dealIds = shown.tasks.flatMap((task) => task.dealIds);
    expect(new Set(dealIds).size).toBe(shown.tasks.length);
    expect(dealIds.filter((dealId) => stallOf(dealId) === undefined)).toEqual([]);
  });

  it("are never made for somebody who left", () => {
    const left = repTruths("deactivated").map(({ repId }) => repId);
    expect(left).toHaveLength(1);
    expect(shown.tasks.filter(({ ownerId }) => left.includes(ownerId))).toEqual([]);
  });
});

describe("norms", () => {
  it("show the rep who slackened below the usual", () => {
    for (const truth of repTruths("below-norm")) expect(statusesOf(truth)).toContain("below");
  });

  it.each(["absent", "ordinary", "deactivated", "selling-manager"] as const)(
    "show nobody else below: %s",
    (kind) => {
      const reps = repTruths(kind);
      expect(reps.length).toBeGreaterThan(0);
      for (const truth of reps) expect(statusesOf(truth)).not.toContain("below");
    },
  );

  it("call the rep who is away absent, not idle", () => {
    for (const truth of repTruths("absent")) expect(new Set(statusesOf(truth))).toEqual(new Set(["absent"]));
  });

  it("leave the deals of the rep who is away alone", () => {
    const away = repTruths("absent").map(({ repId }) => repId);
    expect(deals.filter((finding) => finding.kind === "stalled" && away.includes(finding.repId))).toEqual([]);
    expect(deals.some((finding) => finding.kind === "not-judged" && finding.because === "absent-owner")).toBe(
      true,
    );
  });
});
