import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { toVolume } from "../src/cli/night-report.ts";
import { computeCallFloor } from "../src/crm/call-floor.ts";
import type { CrmKind } from "../src/domain/tenant.ts";
import { msPerDay } from "../src/domain/time.ts";

/** One night of a big account, measured from outside the process that ran it. */
export interface NightBenchLine {
  readonly night: string;
  readonly deals: number;
  readonly activities: number;
  readonly calls: number;
  readonly floor: number;
  readonly ratio: number;
  readonly share429: number;
  readonly seconds: number;
  readonly peakMb: number | null;
  readonly callsByKind: Readonly<Record<string, number>>;
  readonly floorByKind: Readonly<Record<string, number>>;
}

/** Bars: at most 1.25 times the fewest calls, under 1 % of answers 429, a night within 120 s at 150 ms latency. */
export const nightBars = { ratio: 1.25, share429: 0.01, seconds: 120 } as const;

const latencyMs = 150;
const startAt = Date.parse("2026-10-14T04:00:00Z");

const counts = z.record(z.string(), z.number());
const summarySchema = z.object({
  pulled: counts,
  written: counts,
  calls: counts,
  volume: counts,
  unmeasured: counts,
  seconds: z.number(),
});
const sandboxSchema = z.object({
  url: z.string(),
  token: z.string().optional(),
  clientId: z.string().optional(),
  username: z.string().optional(),
});
type SandboxFacts = z.infer<typeof sandboxSchema>;

/**
 * The 500-rep company: first the backfill without limits (not measured as a night), then, with the vendor's limits enforced
 * and every answer taking 150 ms, the night after one full working day, and a quiet night right after it.
 */
export async function benchNight(crm: CrmKind): Promise<NightBenchLine[]> {
  const folder = mkdtempSync(join(tmpdir(), "norma-bench-"));
  const journal = join(folder, "crm.jsonl");
  try {
    const account = ["--crm", crm, "--size", "large", "--journal", journal, "--key", join(folder, "key.pem")];
    const first = await startSandbox([...account, "--no-limits"]);
    const port = new URL(first.url).port;
    const dataDir = join(folder, "data");
    const unpaced = { NORMA_HUBSPOT_SEARCHES_PER_SECOND: "1000", NORMA_HUBSPOT_CALLS_PER_SECOND: "1000" };
    await runNorma(toConnect(crm, first, join(folder, "key.pem")), {
      dataDir,
      env: { TOKEN: first.token ?? "" },
    });
    const backfill = await runNight("backfill, no limits", { crm, dataDir, asOf: startAt, env: unpaced });
    await stop(first.child);

    const second = await startSandbox([...account, "--latency", `${latencyMs}`, "--port", port]);
    await fetch(`${second.url}/sandbox/advance-day`, { method: "POST" });
    await fetch(`${second.url}/sandbox/advance`, {
      method: "POST",
      body: JSON.stringify({ ms: msPerDay }),
      headers: json,
    });
    const asOf = startAt + msPerDay;
    const busy = await runNight("after a full working day", { crm, dataDir, asOf, env: {} });
    const quiet = await runNight("right after, nothing changed", {
      crm,
      dataDir,
      asOf: asOf + 1_000,
      env: {},
    });
    await stop(second.child);
    return [backfill, busy, quiet];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const json = { "content-type": "application/json" };

function toConnect(crm: CrmKind, sandbox: SandboxFacts, keyFile: string): readonly string[] {
  if (crm === "hubspot") return ["connect", "hubspot", "--token-env", "TOKEN", "--base-url", sandbox.url];
  const { clientId = "", username = "" } = sandbox;
  const own = ["--jwt-key", keyFile, "--client-id", clientId, "--username", username];
  return ["connect", "salesforce", ...own, "--login-url", sandbox.url];
}

interface NightOptions {
  readonly crm: CrmKind;
  readonly dataDir: string;
  readonly asOf: number;
  readonly env: Readonly<Record<string, string>>;
}

async function runNight(night: string, { crm, dataDir, asOf, env }: NightOptions): Promise<NightBenchLine> {
  const args = ["sync", "--json", "--as-of", new Date(asOf).toISOString()];
  const { stdout, peakMb } = await runNorma(args, { dataDir, env });
  const summary = summarySchema.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
  const { "answered-429": answered429 = 0, ...callsByKind } = summary.calls;
  const floorByKind = computeCallFloor(crm, toVolume(summary));
  const calls = sum(callsByKind);
  const floor = sum(floorByKind);
  return {
    night,
    deals: summary.pulled["deals"] ?? 0,
    activities: summary.pulled["activities"] ?? 0,
    calls,
    floor,
    ratio: calls / floor,
    share429: answered429 / calls,
    seconds: summary.seconds,
    peakMb,
    callsByKind,
    floorByKind,
  };
}

async function startSandbox(args: readonly string[]): Promise<SandboxFacts & { child: ChildProcess }> {
  const main = fileURLToPath(new URL("../src/crm/sandbox/main.ts", import.meta.url));
  const child = spawn(process.execPath, ["--max-old-space-size=6000", main, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    return { ...sandboxSchema.parse(JSON.parse(line)), child };
  }
  throw new Error("the sandbox did not start");
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill("SIGTERM");
  if (child.exitCode === null) await once(child, "exit");
}

async function runNorma(
  args: readonly string[],
  { dataDir, env }: Pick<NightOptions, "dataDir" | "env">,
): Promise<{ stdout: string; peakMb: number | null }> {
  const cli = fileURLToPath(new URL("../src/cli.ts", import.meta.url));
  const child = spawn(process.execPath, [cli, ...args], {
    // The search path is all that is passed on: a benchmark must not depend on what else is set.
    env: { NORMA_DATA_DIR: dataDir, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  let peakMb: number | null = null;
  const watch = setInterval(() => {
    peakMb = readPeakMb(child.pid) ?? peakMb;
  }, 500);
  const [code] = await once(child, "close");
  clearInterval(watch);
  if (code !== 0) throw new Error(`norma ${args.join(" ")} ended with ${code}`);
  return { stdout, peakMb };
}

/** The most memory the process ever had resident; Linux only. */
function readPeakMb(pid: number | undefined): number | null {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1024);
  } catch {
    return null;
  }
}

function sum(numbers: Readonly<Record<string, number>>): number {
  return Object.values(numbers).reduce((total, number) => total + number, 0);
}
