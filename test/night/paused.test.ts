import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "@jest/globals";
import { startSandbox } from "../../src/crm/sandbox/start-sandbox.ts";
import { lastJson, runNorma } from "./norma-process.ts";

const folder = mkdtempSync(join(tmpdir(), "norma-paused-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("an account that refuses the token is paused, and a night that succeeds wakes it", async () => {
  const crm = await startSandbox({ limits: null });
  const norma = (...args: string[]) =>
    runNorma(args, { dataDir: join(folder, "data"), env: { T: crm.portals[0]?.token ?? "" } });
  const sync = ["sync", "--json", "--as-of", "2026-10-14T04:00:10Z"];
  try {
    await norma("connect", "hubspot", "--token-env", "T", "--base-url", crm.url);
    crm.faults.add({ do: "error", status: 401, times: null });
    const refused = await norma(...sync);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/no longer accepts Norma's token/);
    expect(lastJson(await norma("tenants"))).toMatchObject({ status: "paused" });

    crm.faults.clear();
    expect(await norma(...sync)).toMatchObject({ code: 0 });
    expect(lastJson(await norma("tenants"))).toMatchObject({ status: "active" });
  } finally {
    await crm.close();
  }
}, 120_000);
