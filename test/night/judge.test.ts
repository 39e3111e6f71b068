import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Sandbox, startSandbox } from "../../src/crm/sandbox/start-sandbox.ts";
import type { StalledDeal } from "../../src/domain/finding.ts";
import type { Tenant } from "../../src/domain/tenant.ts";
import { loadFindings } from "../../src/store/findings.ts";
import type { Run } from "../../src/store/runs.ts";
import { type FakeJudge, startFakeJudge } from "../judge/fake-judge.ts";
import { putFreshStores } from "../support/fresh-stores.ts";
import { connectPortal, openNorma, runWholeNight } from "./norma-in-process.ts";
import { jsonLines, type NormaRun, runNorma } from "./norma-process.ts";

/*
 * Nights on the demo's company with a judge beside the engine, which takes whatever it is shown for an excuse. One deal
 * without a word gets one in a language that the engine does not read.
 */
const greek = "Ο πελάτης λέει ότι είναι πολύ ακριβό";
const folder = mkdtempSync(join(tmpdir(), "norma-judge-"));
await putFreshStores(folder);
const key = "sk-night-secret";
let crm: Sandbox;
let fake: FakeJudge;
let variables: Record<string, string>;
let tenant: Tenant;
let greekId = "";

beforeAll(async () => {
  crm = await startSandbox({ limits: null });
  fake = await startFakeJudge();
  variables = {
    NORMA_JUDGE: "ollama",
    NORMA_JUDGE_URL: fake.baseUrl("ollama"),
    NORMA_JUDGE_MODEL: "m-1",
    NORMA_JUDGE_KEY: key,
    NORMA_JUDGE_INPUT_PRICE: "0",
    NORMA_JUDGE_OUTPUT_PRICE: "0",
  };
  believeExcuses();
});

afterAll(async () => {
  await fake.close();
  await crm.close();
  rmSync(folder, { recursive: true, force: true });
});

function believeExcuses(): void {
  fake.reply = ({ note }) => {
    const clause = { quote: note, tag: "reason", reason: "market", step_kind: null, time_text: null };
    return { answer: { clauses: [clause], label: "excuse", confidence: 0.9 } };
  };
}

interface Night {
  readonly run: Run;
  readonly stalled: readonly StalledDeal[];
  /** The deal with the Greek next step. */
  readonly greek: StalledDeal | undefined;
}

async function runNight(own: Record<string, string>): Promise<Night> {
  fake.asked.splice(0);
  const norma = await openNorma(folder, { variables: own });
  try {
    const [portal] = crm.portals;
    if (portal === undefined) throw new Error("the simulator has no portal");
    tenant = await connectPortal(norma, crm, { portal });
    const { run } = await runWholeNight(norma, tenant, crm.now());
    const findings = await norma.store.inTenant(tenant.id, (db) => loadFindings(db, run.id));
    const stalled = findings.filter((finding): finding is StalledDeal => finding.kind === "stalled");
    return { run, stalled, greek: stalled.find(({ dealId }) => dealId === greekId) };
  } finally {
    await norma.close();
  }
}

async function norma(args: readonly string[], own: Record<string, string>): Promise<NormaRun> {
  return await runNorma(args, { dataDir: folder, env: own });
}

describe("a night", () => {
  it("asks nobody while no judge is set up", async () => {
    const { stalled } = await runNight({});
    greekId = stalled.find(({ flag }) => flag === "silent")?.dealId ?? "";
    crm.edit({ do: "set-values", type: "deals", id: greekId, values: { hs_next_step: greek } });
    const { run, greek: found } = await runNight({});
    expect(found).toMatchObject({
      flag: "silent",
      reading: { quote: greek, classification: { isAbstained: true } },
    });
    expect([fake.asked, run.counts.judge]).toEqual([[], {}]);
  }, 240_000);

  it("goes on without a judge that fails, and marks what it would have been asked", async () => {
    fake.reply = () => ({ status: 500 });
    const { run, greek: found } = await runNight(variables);
    expect(found).toMatchObject({ flag: "silent", reading: { classification: { isDegraded: true } } });
    expect(run.counts.judge["failed"]).toBeGreaterThan(0);
    believeExcuses();
  }, 240_000);

  it("takes the judge's word about texts of stalled deals that the engine abstained from", async () => {
    const { run, greek: found } = await runNight(variables);
    expect(found).toMatchObject({
      flag: "excuse",
      fields: { reason: "market", reasonOwner: "market" },
      reading: { quote: greek, classification: { source: "judge" } },
    });
    expect(fake.asked.map(({ note }) => note)).toContain(greek);
    expect(run.counts.judge["answered"]).toBe(fake.asked.length);
  }, 240_000);

  it("asks nothing twice", async () => {
    const { run, greek: found } = await runNight(variables);
    expect([found?.flag, fake.asked]).toEqual(["excuse", []]);
    expect(run.counts.judge["cached"]).toBeGreaterThan(0);
  }, 240_000);
});

describe("on the command line", () => {
  it("doctor asks the judge a question with a known answer, and says what is wrong", async () => {
    fake.reply = ({ note }) => {
      const [reason = "", step = ""] = note.split(". ");
      const clauses = [
        { quote: reason, tag: "reason", reason: "price", step_kind: null, time_text: null },
        { quote: step, tag: "step", reason: null, step_kind: "proposal", time_text: "on Friday" },
      ];
      return { answer: { clauses, label: "solution", confidence: 1 } };
    };
    const good = await norma(["doctor"], variables);
    expect(good.stdout).toMatch(
      /ok {4}judge: m-1 at http.* answers in \d+ ms, 1000 tokens a note; at most 200000/,
    );
    fake.reply = () => ({ status: 401 });
    const bad = await norma(["doctor"], variables);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toMatch(/FAIL {2}judge: m-1 at http.*status 401; nights go on without it/);
    const off = await norma(["doctor"], {});
    expect(off.stdout).toContain("judge: none is set up; texts stay on this machine");
    for (const { stdout, stderr } of [good, bad, off]) expect(stdout + stderr).not.toContain(key);
  }, 240_000);

  it("classify asks only when told to, and says whose each answer is", async () => {
    believeExcuses();
    fake.asked.splice(0);
    const rows = ["I will call Anna tomorrow", "Der Preis ist zu hoch"].map((text, id) => ({
      id,
      text,
      lang: id === 0 ? "en" : "de",
      written_on: "2026-03-17",
    }));
    const input = rows.map((row) => JSON.stringify(row)).join("\n");
    const silent = await runNorma(["classify"], { dataDir: folder, env: variables, input });
    expect([jsonLines(silent).length, fake.asked.length]).toEqual([2, 0]);
    const asked = await runNorma(["classify", "--judge", "--tenant", tenant.id], {
      dataDir: folder,
      env: variables,
      input,
    });
    expect(jsonLines(asked)).toEqual([
      expect.objectContaining({ id: 0, verdict: "solution", source: "embedded", degraded: false }),
      expect.objectContaining({ id: 1, lang: "other", verdict: "excuse", reason: "market", source: "judge" }),
    ]);
    expect(fake.asked).toHaveLength(1);
    const refused = await runNorma(["classify", "--judge"], { dataDir: folder, env: {}, input });
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("No judge is set up")]);
  }, 240_000);
});
