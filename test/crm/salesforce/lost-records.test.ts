import { afterEach, describe, expect, it } from "@jest/globals";
import type { Crm } from "../../../src/crm/port.ts";
import type { FaultInput } from "../../../src/crm/sandbox/faults.ts";
import type { OrgOptions } from "../../../src/crm/sandbox/salesforce/open-org.ts";
import { type Sandbox, startSandbox } from "../../../src/crm/sandbox/start-sandbox.ts";
import { compare, pull, type Stored } from "../pull.ts";
import { openForSandbox } from "./open-adapter.ts";
import { readTruth } from "./read-truth.ts";

const year = 365 * 86_400_000;
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A small company and small pages, so that a test reads dozens of pages in a second. */
const size = { reps: 8, openDeals: 450, activitiesPerDay: 200, historyDays: 10 } as const;

async function start(
  org: OrgOptions = {},
  more: Parameters<typeof openForSandbox>[1] = {},
): Promise<{ sandbox: Sandbox; crm: Crm }> {
  const sandbox = await startSandbox({ size, orgs: [{ pageSize: 50, ...org }] });
  const crm = openForSandbox(sandbox, more);
  ends.push(
    () => crm.close(),
    () => sandbox.close(),
  );
  return { sandbox, crm };
}

/** Two nights: one under the trouble, a quiet one after it that reads back over an overlap. */
async function twoNights({ sandbox, crm }: { sandbox: Sandbox; crm: Crm }, faults: readonly FaultInput[]) {
  const stored: Stored = new Map();
  const startedAt = sandbox.now();
  sandbox.faults.add(...faults);
  await pull(crm, stored, startedAt - year);
  sandbox.faults.clear();
  const afterFirst = compare(stored, await readTruth(sandbox));
  await pull(crm, stored, startedAt - 60_000);
  return { afterFirst, afterSecond: compare(stored, await readTruth(sandbox)), stored };
}

const nothing = { lost: [], stale: [] };

describe("no record is lost or stale", () => {
  it.each([1, 10, 100])("when people edit %i opportunities before every page", async (edits) => {
    const night = await start();
    night.sandbox.advance(60_000);
    const faults: FaultInput[] = [{ do: "edits", edits, on: ["query"], times: null }];
    const { afterFirst, afterSecond, stored } = await twoNights(night, faults);
    expect(afterFirst.lost).toEqual([]);
    expect(afterFirst.stale.length).toBeGreaterThan(0);
    expect(afterSecond).toEqual(nothing);
    expect(stored.size).toBeGreaterThan(1_500);
  });

  it("when pages are short or empty and still promise more", async () => {
    const { afterFirst } = await twoNights(await start(), [
      { do: "short-page", rows: 0, on: ["query"], times: 40, chance: 0.3 },
      { do: "short-page", rows: 7, on: ["query"], times: 60, chance: 0.5 },
    ]);
    expect(afterFirst).toEqual(nothing);
  });

  it("when a data load gave every row the same second", async () => {
    const night = await start();
    night.sandbox.advance(3_600_000);
    for (const object of ["Opportunity", "Task", "Event", "EmailMessage"]) {
      night.sandbox.edit({ do: "stamp-rows", object });
    }
    const stored: Stored = new Map();
    await pull(night.crm, stored, night.sandbox.now());
    const truth = await readTruth(night.sandbox);
    const stamped = [...truth].filter(([id]) => !/^(?:note|proposal):/.test(id));
    expect(new Set(stamped.map(([, at]) => at)).size).toBe(1);
    expect(stamped.length).toBeGreaterThan(1_000);
    expect(stamped.filter(([id]) => !stored.has(id))).toEqual([]);
  });

  it("when the server forgets its cursors again and again", async () => {
    const faults: FaultInput[] = [{ do: "forget-cursors", path: "/query/", times: null, chance: 0.2 }];
    const night = await start();
    const { afterFirst } = await twoNights(night, faults);
    expect(afterFirst).toEqual(nothing);
    const refused = night.sandbox.requests.latest().filter(({ status }) => status === 400);
    expect(refused.length).toBeGreaterThan(3);
  });

  it("when the server fails, cuts connections and sends half an answer", async () => {
    const often = { times: null, chance: 0.015 };
    const night = await start({}, { maxAttempts: 8 });
    const { afterFirst } = await twoNights(night, [
      { do: "error", status: 503, ...often },
      { do: "error", status: 500, ...often },
      { do: "reset", times: 4, chance: 0.1 },
      { do: "truncate", times: 4, chance: 0.1 },
    ]);
    expect(afterFirst).toEqual(nothing);
    expect(night.crm.callCounts().retried).toBeGreaterThan(2);
  });

  it("when the session ends in the middle, several times", async () => {
    const night = await start();
    const { afterFirst } = await twoNights(night, [
      { do: "expire-token", on: ["query"], after: 3 },
      { do: "expire-token", on: ["query"], after: 20 },
    ]);
    expect(afterFirst).toEqual(nothing);
    expect(night.crm.callCounts().byKind["oauth"]).toBe(3);
  });

  it("when the reading of activities is broken off after every page", async () => {
    const { sandbox, crm } = await start({ pageSize: 200 });
    expect(await readInBits(crm, sandbox)).toEqual([]);
  });

  it("when activities are read in bulk, and when that is broken off after every page", async () => {
    const bulk = { minRows: 100, rowsPerPage: 150, firstPollMs: 5, deadlineMs: 2_000 };
    const { sandbox, crm } = await start({}, { bulk });
    const stored: Stored = new Map();
    await pull(crm, stored, sandbox.now() - year);
    expect(crm.callCounts().byKind["bulk"]).toBeGreaterThan(10);
    expect(compare(stored, await readTruth(sandbox))).toEqual(nothing);
    expect(await readInBits(crm, sandbox)).toEqual([]);
  });
});

/** Ids of activities that are missing after a reading that began anew from every page's cursor. */
async function readInBits(crm: Crm, sandbox: Sandbox): Promise<readonly string[]> {
  const ids = new Set<string>();
  const modifiedSince = sandbox.now() - year;
  let cursor: string | null = null;
  let breaks = 0;
  for (; breaks < 500; breaks += 1) {
    const pages = crm.readActivities({ modifiedSince, cursor })[Symbol.asyncIterator]();
    const next = await pages.next();
    await pages.return?.();
    if (next.done === true) break;
    for (const { activity } of next.value.records) ids.add(activity.id);
    cursor = next.value.cursor;
  }
  expect(breaks).toBeGreaterThan(10);
  expect(breaks).toBeLessThan(500);
  const truth = await readTruth(sandbox);
  return [...truth.keys()].filter((id) => !id.startsWith("deal:") && !ids.has(id));
}
