import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readEnv } from "../../config/env.ts";
import { type AuditOptions, audit } from "../../src/cli/audit.ts";

const program = resolve(import.meta.dirname, "../../src/cli.ts");
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "norma-audit-cli-"));
  await writeFile(
    join(folder, "deals.csv"),
    "Etap;Nazwa;Właściciel;Kwota\nOferta;Acme;Jo;1 200,50 zł\n;Bolt;Jo;5\n",
  );
  await writeFile(join(folder, "unknown.csv"), "A,B\n1,2\n");
});
afterAll(() => rm(folder, { recursive: true }));

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(...options: readonly string[]): Promise<Ran> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [program, "audit", ...options],
      { cwd: folder },
      (_, stdout, stderr) => done({ code: child.exitCode, stdout, stderr }),
    );
  });
}

describe("norma audit", () => {
  it("writes the report, prints one JSON line of counts, and says in plain lines how the files were read", async () => {
    const { code, stdout, stderr } = await run(
      "--deals",
      "deals.csv",
      "--language",
      "pl",
      "--time-zone",
      "Europe/Warsaw",
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      report: join(folder, "norma-audit.html"),
      deals: { read: 1, open: 1, moving: 0, stalled: 0, flagged: 0 },
      notJudged: { "unknown-age": 1 },
      rejected: 1,
    });
    expect(stderr).toContain("read: deals.csv 2 of 2");
    expect(stderr).toMatch(/deals\.csv +│ owner +│ Właściciel +│ its name/);
    expect(stderr).toContain("deals.csv, line 3: brak etapu");
    expect(await readFile(join(folder, "norma-audit.html"), "utf8")).toContain('<html lang="pl">');
  });

  it("ends with 2 and one sentence when it is called wrongly", async () => {
    const { code, stdout, stderr } = await run("--deals", "deals.csv", "--out", "deals.csv");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^--out \S+deals\.csv would overwrite an export; name another file\.\n$/);
    expect(await readFile(join(folder, "deals.csv"), "utf8")).toMatch(/^Etap;/);
  });

  it.each([
    [{ deals: "none.csv" }, "none.csv cannot be read: there is no such file"],
    [{ deals: "unknown.csv" }, 'Say which one it is: --map "deal.id=COLUMN"'],
    [{ map: ["deal.owner=Nobody"] }, "names the column “Nobody”"],
    [{ language: "xx" }, "--language xx is none of en, pl, ru"],
    [{ asOf: "soon" }, "--as-of soon is neither a date"],
    [{ timeZone: "Mars" }, "--time-zone Mars is no time zone"],
    [{ out: "no/such/report.html" }, "there is no folder"],
    [{ out: "." }, "is a folder; name a file in it"],
  ])("refuses %j in a sentence", async (options: Partial<AuditOptions>, problem) => {
    const { deals = "deals.csv", out = "report.html" } = options;
    const call = audit(readEnv({}), { ...options, deals: join(folder, deals), out: join(folder, out) });
    await expect(call).rejects.toThrow(problem);
  });
});
