import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Sandbox, startSandbox } from "../../src/crm/sandbox/start-sandbox.ts";
import type { Correction } from "../../src/domain/correction.ts";
import type { StalledDeal } from "../../src/domain/finding.ts";
import type { Tenant } from "../../src/domain/tenant.ts";
import { loadCorrections, loadShown } from "../../src/store/corrections.ts";
import { putFreshStores } from "../support/fresh-stores.ts";
import { connectPortal, openNorma, runWholeNight } from "./norma-in-process.ts";
import { jsonLines, lastJson, type NormaRun, runNorma } from "./norma-process.ts";

/* Nights on the demo's company between which people say what they think of the flags. */
const folder = mkdtempSync(join(tmpdir(), "norma-corrections-"));
await putFreshStores(folder);
let crm: Sandbox;
let tenant: Tenant;
let shown: ReadonlyMap<string, StalledDeal>;
let contested: string;
let corrected: string;

beforeAll(async () => {
  crm = await startSandbox({ limits: null });
  shown = (await runNight()).shown;
  const byText = [...shown.values()].filter(
    ({ flag, reading }) => flag === "excuse" && reading?.classification.verdict === flag,
  );
  [contested = "", corrected = ""] = byText.map(({ dealId }) => dealId);
}, 240_000);

afterAll(async () => {
  await crm.close();
  rmSync(folder, { recursive: true, force: true });
});

interface AfterNight {
  readonly shown: ReadonlyMap<string, StalledDeal>;
  readonly corrections: readonly Correction[];
}

async function runNight(): Promise<AfterNight> {
  const norma = await openNorma(folder);
  try {
    const [portal] = crm.portals;
    if (portal === undefined) throw new Error("the simulator has no portal");
    tenant = await connectPortal(norma, crm, { portal });
    await runWholeNight(norma, tenant, crm.now());
    return await norma.store.inTenant(tenant.id, async (db) => ({
      shown: new Map((await loadShown(db, null)).map(({ dealId, finding }) => [dealId, finding])),
      corrections: await loadCorrections(db),
    }));
  } finally {
    await norma.close();
  }
}

function contest(dealId: string, value: string): void {
  crm.edit({ do: "set-values", type: "deals", id: dealId, values: { norma_contest: value } });
}

async function norma(...args: readonly string[]): Promise<NormaRun> {
  return await runNorma([...args, "--tenant", tenant.id], { dataDir: folder });
}

describe("what people say about flags", () => {
  it("is there to be said something about", () => {
    expect([contested, corrected].filter((dealId) => dealId !== "")).toHaveLength(2);
  });

  it("is refused when it makes no sense, with a sentence that says why", async () => {
    const unknown = await norma("correct", "--deal", "no-such-deal", "--verdict", "vague");
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining("Nothing that a rep wrote")]);
    const odd = await norma("correct", "--deal", corrected, "--verdict", "log", "--reason", "price");
    expect([odd.code, odd.stderr]).toEqual([2, expect.stringContaining("states no reason")]);
    const wrong = await norma("correct", "--deal", corrected, "--verdict", "lie");
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("solution, vague, excuse, log")]);
    const missing = await norma("corrections", "--forget", "nothing");
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining("no correction nothing")]);
  }, 240_000);

  it("is read from the next night on as the manager said, and the rest stays as it is; no text is kept", async () => {
    const said = await norma("correct", "--deal", corrected, "--verdict", "solution");
    expect(lastJson(said)).toMatchObject({
      deal: corrected,
      shown: "excuse",
      verdict: "solution",
      by_managers: 1,
      missing: 29,
    });
    contest(contested, "contest");
    const after = await runNight();
    expect(after.shown.get(corrected)).toMatchObject({
      flag: "solution",
      reading: { classification: { verdict: "solution", source: "correction" } },
    });
    const others = [...shown.values()].filter(({ dealId }) => dealId !== corrected);
    expect(others.map(({ dealId }) => after.shown.get(dealId)?.flag)).toEqual(others.map(({ flag }) => flag));
    const quote = shown.get(corrected)?.reading?.quote ?? "";
    expect(quote.length).toBeGreaterThan(5);
    expect(JSON.stringify(after.corrections)).not.toContain(quote);
    expect(after.corrections).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ dealId: contested, origin: "contest", verdict: null, shown: "excuse" }),
        expect.objectContaining({
          dealId: corrected,
          origin: "manager",
          verdict: "solution",
          shown: "excuse",
        }),
      ]),
    );
  }, 240_000);

  it("is one example, however many nights the field keeps its value, and none once it is emptied", async () => {
    const { corrections } = await runNight();
    expect(corrections).toHaveLength(2);
    contest(contested, "agree");
    const agreed = (await runNight()).corrections.find(({ origin }) => origin === "contest");
    expect(agreed).toMatchObject({ verdict: "excuse", shown: "excuse" });
    contest(contested, "");
    expect((await runNight()).corrections.map(({ origin }) => origin)).toEqual(["manager"]);
  }, 240_000);

  it("can be switched off, and taken back", async () => {
    const off = await norma("corrections", "--off");
    expect(lastJson(off)).toMatchObject({ on: false, adjusted: false, corrections: 1 });
    expect((await runNight()).shown.get(corrected)?.flag).toBe("excuse");
    const [line] = jsonLines(off);
    const forgotten = await norma("corrections", "--on", "--forget", String(line?.["id"]));
    expect(lastJson(forgotten)).toMatchObject({ on: true, corrections: 0 });
  }, 240_000);
});
