import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { type Client, closeAll, objects, openClient } from "./client.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-"));
});
afterEach(async () => {
  await closeAll();
  await rm(folder, { recursive: true });
});

const read = {
  properties: ["dealname", "dealstage", "hs_lastmodifieddate"],
  propertiesWithHistory: ["dealstage"],
};

/** Everything a client can see of the deals, and what was written. */
async function look({ sandbox, post }: Client): Promise<unknown> {
  const inputs = sandbox.portals[0]
    ?.listDeals()
    .map(({ id }) => ({ id }))
    .slice(0, 40);
  const { body } = await post(`${objects}/deals/batch/read`, { ...read, inputs });
  return [body["results"], body["errors"], sandbox.snapshot()];
}

async function act({ sandbox, post, send }: Client): Promise<void> {
  const [first, second, third] = sandbox.portals[0]?.listDeals().map(({ id }) => id) ?? [];
  await post("/crm/properties/2026-09/deals/groups", { name: "norma", label: "Norma" });
  const property = { name: "norma_ask", label: "Ask", type: "string", fieldType: "text", groupName: "norma" };
  await post("/crm/properties/2026-09/deals", property);
  await send("PATCH", `${objects}/deals/${first}`, { properties: { norma_ask: "When?" } });
  await post(`${objects}/tasks`, {
    properties: { hs_timestamp: "2026-10-16T22:00:00Z", hs_task_subject: "Ask" },
    associations: [
      { to: { id: first }, types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: 216 }] },
    ],
  });
  sandbox.moveDeal(second ?? "", "closedwon");
  sandbox.addNote(first ?? "", "Sending the offer by Friday");
  sandbox.advanceDay();
  sandbox.archiveDeal(third ?? "");
}

describe("the journal", () => {
  it("brings back the same state on the next start, later in time", async () => {
    const journalFile = join(folder, "crm.jsonl");
    const first = await openClient({ journalFile });
    await act(first);
    const before = await look(first);
    const lastNow = first.sandbox.now();
    await first.sandbox.close();
    const second = await openClient({ journalFile });
    expect(await look(second)).toEqual(before);
    expect(second.sandbox.now()).toBeGreaterThanOrEqual(lastNow - 5_000);
    await second.sandbox.close();
    const fresh = await openClient({ journalFile, isJournalReset: true });
    expect(fresh.sandbox.snapshot()).toMatchObject({ deals: {}, tasks: [] });
  });

  it("is refused for another company", async () => {
    const journalFile = join(folder, "crm.jsonl");
    await (await openClient({ journalFile })).sandbox.close();
    await expect(openClient({ journalFile, seed: 2 })).rejects.toThrow("another company");
  });

  it("keeps what was answered before a kill -9", async () => {
    const journal = join(folder, "crm.jsonl");
    const child = startChild(journal);
    const { url, token } = await firstLine(child);
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const properties = { hs_timestamp: "2026-10-16T22:00:00Z", hs_task_subject: "Survives" };
    const body = JSON.stringify({ properties });
    const answer = await fetch(`${url}${objects}/tasks`, { method: "POST", headers, body });
    expect(answer.status).toBe(201);
    child.kill("SIGKILL");
    await once(child, "exit");
    const { sandbox } = await openClient({ journalFile: journal, size: "demo" });
    expect(sandbox.snapshot().tasks).toMatchObject([{ subject: "Survives" }]);
  });
});

function startChild(journal: string) {
  const main = fileURLToPath(new URL("../../../src/crm/sandbox/main.ts", import.meta.url));
  return spawn(process.execPath, [main, "--journal", journal], { stdio: ["ignore", "pipe", "inherit"] });
}

async function firstLine(child: ReturnType<typeof startChild>): Promise<{ url: string; token: string }> {
  for await (const chunk of child.stdout) return JSON.parse(String(chunk));
  throw new Error("the sandbox printed nothing");
}
