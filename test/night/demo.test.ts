import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "@jest/globals";
import { type NormaRun, runNorma } from "./norma-process.ts";

/* The demo as a person would meet it, in the order in which a person would: each goes on from the data of the one before. */
const dataDir = mkdtempSync(join(tmpdir(), "norma-demo-"));

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

it("Ctrl-C in the middle ends it soon with a sentence; another demo meanwhile is told to wait and destroys nothing", async () => {
  let stoppedAt = Infinity;
  const others: Promise<NormaRun>[] = [];
  const interruptAfterAnother = async (child: ChildProcess) => {
    const other = await runNorma(["demo"], { dataDir });
    stoppedAt = performance.now();
    child.kill("SIGINT");
    return other;
  };
  const stopped = await runNorma(["demo"], {
    dataDir,
    onLine: (line, child) => {
      if (others.length === 0 && line.includes("pull: activities")) others.push(interruptAfterAnother(child));
    },
  });
  expect(await Promise.all(others)).toEqual([
    expect.objectContaining({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(
        /^The data folder .* is in use by another Norma process \(process \d+\)\. .*\n$/,
      ),
    }),
  ]);
  // Jobs that do not end are left after fifteen seconds.
  expect(performance.now() - stoppedAt).toBeLessThan(14_000);
  expect(stopped).toMatchObject({ code: 1, signal: null, stdout: "" });
  const sentence = "Interrupted. What is done is kept; run the same command again to go on.";
  expect(stopped.stderr.trimEnd().split("\n").at(-1)).toBe(sentence);
  expect(existsSync(join(dataDir, "demo", "crm.jsonl"))).toBe(true);
}, 300_000);

it("goes on from there, in a pipe with plain lines", async () => {
  const lines: string[] = [];
  const again = await runNorma(["demo", "--keep"], { dataDir, onLine: (line) => lines.push(line) });
  expect(again.code).toBe(0);
  expect(again.stderr).not.toContain("pull: deals");
  expect(again.stdout + again.stderr).not.toMatch(/\r|\n {4}at /);
  expect(again.stdout + again.stderr).not.toContain(String.fromCharCode(27));
  expect(lines[0]).toMatch(/a made-up company in a simulated HubSpot at http:\/\/127\.0\.0\.1/);
  for (const step of ["learn", "analyse", "write-back", "digest"]) {
    expect(lines.some((line) => line.startsWith(`${step}: `))).toBe(true);
  }
  expect(again.stdout).toMatch(/What each rep did, against the rep's own usual band/);
  expect(again.stdout).toMatch(/Stalled deals flagged in the CRM \(\d+\)/);
  expect(again.stdout).toMatch(/[1-9]\d* properties on \d+ deals, [1-9]\d* tasks, 0 tasks closed\./);
  expect(again.stdout).toMatch(/Calls to the CRM +│ made +│ fewest possible/);
}, 300_000);

it("the next night on the same data writes nothing and says so", async () => {
  const kept = await runNorma(["demo", "--keep"], { dataDir });
  expect(kept.code).toBe(0);
  expect(kept.stdout).toContain(
    "Nothing: 0 properties, 0 tasks. The CRM already shows what the night found.",
  );
  expect(kept.stdout).toMatch(/Stalled deals flagged in the CRM \([1-9]\d*\)/);
}, 300_000);

it("runs on a simulated Salesforce too, whose next night writes nothing either", async () => {
  const first = await runNorma(["demo", "--crm", "salesforce"], { dataDir });
  expect(first).toMatchObject({ code: 0 });
  expect(first.stderr).toMatch(/a made-up company in a simulated Salesforce at http:\/\/127\.0\.0\.1/);
  expect(first.stdout).toMatch(/[1-9]\d* properties on \d+ deals, [1-9]\d* tasks, 0 tasks closed\./);

  const kept = await runNorma(["demo", "--crm", "salesforce", "--keep"], { dataDir });
  expect(kept).toMatchObject({ code: 0 });
  expect(kept.stdout).toContain("Nothing: 0 properties, 0 tasks.");
}, 300_000);
