import { afterEach, describe, expect, it } from "@jest/globals";
import type { Crm } from "../../../src/crm/port.ts";
import type { SandboxOptions } from "../../../src/crm/sandbox/options.ts";
import { type Sandbox, startSandbox } from "../../../src/crm/sandbox/start-sandbox.ts";
import type { Credentials } from "../../../src/domain/tenant.ts";
import { compare, pull, type Stored } from "../pull.ts";
import { openAdapter } from "./open-adapter.ts";
import { readTruth } from "./read-truth.ts";

const year = 365 * 86_400_000;
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A small company, so that a test reads some thousand records in a second. */
const size = { reps: 8, openDeals: 450, activitiesPerDay: 200, historyDays: 10 } as const;

async function start(
  options: SandboxOptions = {},
  more: Parameters<typeof openAdapter>[1] = {},
): Promise<{ sandbox: Sandbox; crm: Crm }> {
  const sandbox = await startSandbox({ limits: null, size, ...options });
  const token = sandbox.portals[0]?.token ?? "";
  const crm = openAdapter(sandbox.url, {
    credentials: { kind: "static", token },
    now: () => sandbox.now(),
    ...more,
  });
  ends.push(
    () => crm.close(),
    () => sandbox.close(),
  );
  return { sandbox, crm };
}

/** Two nights: one under the trouble, a quiet one after it that reads back over an overlap. */
async function twoNights(sandbox: Sandbox, crm: Crm) {
  const stored: Stored = new Map();
  const startedAt = sandbox.now();
  await pull(crm, stored, startedAt - year);
  const afterFirst = compare(stored, await readTruth(sandbox));
  await pull(crm, stored, startedAt - 60_000);
  return { afterFirst, afterSecond: compare(stored, await readTruth(sandbox)), stored };
}

describe("no record is lost or stale", () => {
  it.each([1, 10, 100])("when people edit %i records before every page", async (edits) => {
    const { sandbox, crm } = await start();
    sandbox.faults.add({ do: "edits", edits, on: ["search"], times: null });
    const { afterFirst, afterSecond, stored } = await twoNights(sandbox, crm);
    expect(afterFirst.lost).toEqual([]);
    expect(afterFirst.stale.length).toBeGreaterThan(0);
    expect(afterSecond).toEqual({ lost: [], stale: [] });
    expect(stored.size).toBeGreaterThan(1_500);
  });

  it("when pages are short or empty and still promise more", async () => {
    const { sandbox, crm } = await start();
    const on = ["search", "object-list"];
    sandbox.faults.add(
      { do: "short-page", rows: 0, on, times: null, chance: 0.3 },
      { do: "short-page", rows: 7, on, times: 60, chance: 0.5 },
    );
    const { afterFirst } = await twoNights(sandbox, crm);
    expect(afterFirst).toEqual({ lost: [], stale: [] });
  });

  it.each([true, false])("when ids compare as text: %s", async (idsCompareAsStrings) => {
    // Ids of 4 to 6 digits: as text, 100000 comes before 9999.
    const { sandbox, crm } = await start({ settings: { idsCompareAsStrings } });
    const { afterFirst } = await twoNights(sandbox, crm);
    expect(afterFirst).toEqual({ lost: [], stale: [] });
  });

  it("when the search index lags behind, as long as the overlap is longer", async () => {
    const { sandbox, crm } = await start({ settings: { indexLagMs: 600_000 } });
    const [deal] = sandbox.portals[0]?.listDeals() ?? [];
    const noteId = sandbox.addNote(deal?.id ?? "", "written a moment ago");
    const stored: Stored = new Map();
    const startedAt = sandbox.now();
    await pull(crm, stored, startedAt - year);
    expect(stored.has(`note:${noteId}`)).toBe(false);
    sandbox.advance(700_000);
    await pull(crm, stored, startedAt - 60_000);
    expect(compare(stored, await readTruth(sandbox))).toEqual({ lost: [], stale: [] });
  });

  it("when the server throttles, fails, cuts connections and sends half an answer", async () => {
    const { sandbox, crm } = await start({}, { maxAttempts: 8 });
    const often = { times: null, chance: 0.06 };
    sandbox.faults.add(
      { do: "busy", retryAfterSeconds: 0.02, ...often },
      { do: "error", status: 503, retryAfterSeconds: 0.02, ...often },
      { do: "error", status: 502, retryAfterSeconds: 0.02, ...often },
      { do: "reset", times: 4, chance: 0.1 },
      { do: "truncate", times: 4, chance: 0.1 },
    );
    const { afterFirst } = await twoNights(sandbox, crm);
    expect(afterFirst).toEqual({ lost: [], stale: [] });
    expect(crm.callCounts().retried).toBeGreaterThan(5);
  });

  it("when the token expires in the middle, also with a rotating refresh token", async () => {
    const saved: Credentials[] = [];
    const sandbox = await startSandbox({ limits: null, size, rotatesRefreshTokens: true });
    const portal = sandbox.portals[0];
    const crm = openAdapter(sandbox.url, {
      client: sandbox.client,
      credentials: {
        kind: "oauth",
        accessToken: "old",
        refreshToken: portal?.refreshToken ?? "",
        expiresAt: 0,
      },
      saveCredentials: async (credentials) => void saved.push(credentials),
      now: () => sandbox.now(),
    });
    ends.push(
      () => crm.close(),
      () => sandbox.close(),
    );
    const on = ["search", "association"];
    sandbox.faults.add({ do: "expire-token", on, after: 3 }, { do: "expire-token", on, after: 20 });
    const { afterFirst } = await twoNights(sandbox, crm);
    expect(afterFirst).toEqual({ lost: [], stale: [] });
    expect(saved.length).toBe(3);
  });

  it("when the reading of activities is broken off after every page", async () => {
    const { sandbox, crm } = await start({ size: "demo" });
    const ids = new Set<string>();
    let cursor: string | null = null;
    let breaks = 0;
    for (; breaks < 200; breaks += 1) {
      const pages = crm.readActivities({ modifiedSince: 0, cursor })[Symbol.asyncIterator]();
      const next = await pages.next();
      await pages.return?.();
      if (next.done === true) break;
      for (const { activity } of next.value.records) ids.add(activity.id);
      cursor = next.value.cursor;
    }
    const truth = await readTruth(sandbox);
    expect([...truth.keys()].filter((id) => !id.startsWith("deal:") && !ids.has(id))).toEqual([]);
    expect(breaks).toBeGreaterThan(12);
  });
});
