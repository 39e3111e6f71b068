import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "@jest/globals";
import { lockDataDir } from "../../src/store/lock-data-dir.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "norma-lock-"));
  folders.push(folder);
  return folder;
}

/** A process that takes the lock and then waits to be killed. */
async function startHolder(dataDir: string) {
  const module = new URL("../../src/store/lock-data-dir.ts", import.meta.url).href;
  const script = `import { lockDataDir } from ${JSON.stringify(module)};
    try { await lockDataDir(${JSON.stringify(dataDir)}); console.log("held"); } catch (error) { console.log(error.code); }
    setInterval(() => undefined, 1_000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [answer] = await once(child.stdout, "data");
  const end = async () => {
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  };
  return { answer: String(answer).trim(), pid: child.pid, end };
}

it("lets one process in, and the next when it is given back", async () => {
  const dataDir = makeFolder();
  const unlock = await lockDataDir(dataDir);
  await expect(lockDataDir(dataDir)).rejects.toMatchObject({
    code: "store-locked",
    details: { pid: process.pid },
  });
  await unlock();
  expect(readdirSync(dataDir)).toEqual([]);
  await (await lockDataDir(dataDir))();
});

it("keeps out while another process lives, and takes over when it was killed", async () => {
  const dataDir = makeFolder();
  const holder = await startHolder(dataDir);
  expect(holder.answer).toBe("held");
  await expect(lockDataDir(dataDir)).rejects.toMatchObject({
    code: "store-locked",
    details: { pid: holder.pid },
  });
  await holder.end();
  const unlock = await lockDataDir(dataDir);
  await unlock();
});

it("lets exactly one in when several take over a dead process's lock at once", async () => {
  const dataDir = makeFolder();
  const dead = await startHolder(dataDir);
  await dead.end();
  const holders = await Promise.all(Array.from({ length: 4 }, () => startHolder(dataDir)));
  const answers = holders.map(({ answer }) => answer).toSorted();
  for (const holder of holders) await holder.end();
  expect(answers).toEqual(["held", "store-locked", "store-locked", "store-locked"]);
});

(existsSync("/proc/self/stat") ? it : it.skip)(
  "tells a dead holder from a later process with its number",
  async () => {
    const dataDir = makeFolder();
    writeFileSync(join(dataDir, "norma.lock"), JSON.stringify({ pid: process.pid, startedAt: "1" }));
    await (await lockDataDir(dataDir))();
  },
);

it.each(["", "{", '{"pid":"x"}', "null"])("takes over a lock file that holds %j", async (content) => {
  const dataDir = makeFolder();
  writeFileSync(join(dataDir, "norma.lock"), content);
  await (await lockDataDir(dataDir))();
});
