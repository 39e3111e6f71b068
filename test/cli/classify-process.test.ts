import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "@jest/globals";
import { jsonLines, runNorma } from "../night/norma-process.ts";

const dataDir = mkdtempSync(join(tmpdir(), "norma-classify-"));
const row = `${JSON.stringify({ id: 1, text: "I will call Anna tomorrow", written_on: "2026-03-17" })}\n`;
const cli = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe("the command classify", () => {
  it("ends with 0 when all rows were answered, 1 when one was bad, 2 when it was called wrongly", async () => {
    const good = await runNorma(["classify"], { dataDir, input: row });
    expect([good.code, good.stderr, jsonLines(good).length]).toEqual([0, "", 1]);
    // It opens no store, and so leaves nothing behind.
    expect(readdirSync(dataDir)).toEqual([]);
    const bad = await runNorma(["classify"], { dataDir, input: `${row}oops\n${row}` });
    expect([bad.code, bad.stderr, jsonLines(bad).length]).toEqual([
      1,
      expect.stringContaining("line 2: is not JSON"),
      2,
    ]);
    for (const args of [
      ["classify", "--fast"],
      ["classify", "notes.jsonl"],
      ["classify", "--tenant", "t_none"],
    ]) {
      const wrong = await runNorma(args, { dataDir, input: row });
      expect([args, wrong.code, wrong.stdout]).toEqual([args, 2, ""]);
      expect(wrong.stderr).not.toBe("");
    }
  }, 240_000);

  it("ends quietly when the reader of its answers goes away", async () => {
    const child = spawn(process.execPath, [cli, "classify"], { stdio: ["pipe", "pipe", "pipe"] });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.stdin.on("error", () => undefined).write(row.repeat(5_000));
    await once(child.stdout, "data");
    child.stdout.destroy();
    child.stdin.end(row.repeat(20_000));
    const [code] = (await once(child, "close")) as [number | null];
    expect([code, stderr]).toEqual([0, ""]);
  }, 240_000);
});
