import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import type { Sandbox } from "../../src/crm/sandbox/sandbox.ts";
import { startSandbox } from "../../src/crm/sandbox/start-sandbox.ts";
import { putFreshStores } from "../support/fresh-stores.ts";
import { hubspot, salesforce } from "./crm-under-night.ts";
import { lastJson, runNorma } from "./norma-process.ts";

const folder = mkdtempSync(join(tmpdir(), "norma-paused-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const refusals = [
  {
    under: hubspot,
    refuse: (crm: Sandbox) => crm.faults.add({ do: "error", status: 401, times: null }),
    accept: (crm: Sandbox) => crm.faults.clear(),
    sentence: /no longer accepts Norma's token/,
  },
  {
    under: salesforce,
    refuse: (crm: Sandbox) => crm.setOrg({ isAppApproved: false }),
    accept: (crm: Sandbox) => crm.setOrg({ isAppApproved: true }),
    sentence: /Norma was uninstalled, its consent was withdrawn/,
  },
];

describe.each(refusals)("on $under.kind", ({ under, refuse, accept, sentence }) => {
  it("an account that refuses us is paused, and a night that succeeds wakes it, in the zone it tells by then", async () => {
    const crm = await startSandbox(under.options);
    const dataDir = join(folder, under.kind);
    await putFreshStores(dataDir);
    const norma = (...args: string[]) => runNorma(args, { dataDir });
    const sync = ["sync", "--json", "--as-of", "2026-10-14T04:00:10Z"];
    try {
      expect(await under.connect(crm, dataDir)).toMatchObject({ code: 0 });
      refuse(crm);
      const refused = await norma(...sync);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toMatch(sentence);
      expect(lastJson(await norma("tenants"))).toMatchObject({ status: "paused" });

      accept(crm);
      crm.setAccount({ timeZone: "America/New_York" });
      expect(await norma(...sync)).toMatchObject({ code: 0 });
      const woken = { status: "active", timeZone: "America/New_York" };
      expect(lastJson(await norma("tenants"))).toMatchObject(woken);
    } finally {
      await crm.close();
    }
  }, 300_000);
});
