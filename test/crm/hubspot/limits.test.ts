import { afterEach, describe, expect, it } from "@jest/globals";
import type { Crm } from "../../../src/crm/port.ts";
import { type Sandbox, startSandbox } from "../../../src/crm/sandbox/start-sandbox.ts";
import { collect } from "../contract.ts";
import { openAdapter } from "./open-adapter.ts";

const ends: (() => Promise<void>)[] = [];
/** Calls that left at their pace may arrive in a bunch on a busy machine. Without a pace some eight are refused. */
const bunched = 3;
/** The product's own pace. */
const pacing = { searchesPerSecond: 4, callsPerSecond: 9 } as const;
const size = { reps: 6, openDeals: 900, activitiesPerDay: 150, historyDays: 8 } as const;

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

function open(sandbox: Sandbox, portal = 0): Crm {
  const token = sandbox.portals[portal]?.token ?? "";
  const crm = openAdapter(sandbox.url, {
    pacing,
    credentials: { kind: "static", token },
    now: () => sandbox.now(),
  });
  ends.unshift(() => crm.close());
  return crm;
}

describe("HubSpot's limits", () => {
  it("are never met by our own pace, neither of searches nor of other calls", async () => {
    const sandbox = await startSandbox({ size });
    ends.push(() => sandbox.close());
    const crm = open(sandbox);
    const deals = await collect(crm.readDeals({ modifiedSince: 0, cursor: null }));
    const dealIds = deals.map(({ deal }) => deal.id);
    await Promise.all([
      collect(crm.readActivities({ modifiedSince: 0, cursor: null })),
      crm.readDealHistories(dealIds),
      crm.readDealContacts(dealIds),
      crm.readDealsById(dealIds),
    ]);
    expect(sandbox.requests.counts().answered429).toBeLessThan(bunched);
    expect(crm.callCounts().total).toBeGreaterThan(50);
  });

  it("used up by other apps slow us down without an error", async () => {
    const sandbox = await startSandbox({ size });
    ends.push(() => sandbox.close());
    const crm = open(sandbox);
    sandbox.faults.add({ do: "busy", on: ["search"], times: 3, chance: 0.5 });
    const deals = await collect(crm.readDeals({ modifiedSince: 0, cursor: null }));
    expect(deals.length).toBeGreaterThan(900);
  });

  it("of one account do not slow another one in the same process, and no data crosses", async () => {
    const portals = [
      { portalId: 1, seed: 1, size },
      { portalId: 2, seed: 2, size },
    ];
    const sandbox = await startSandbox({ portals });
    ends.push(() => sandbox.close());
    const [throttled, free] = [open(sandbox, 0), open(sandbox, 1)];
    sandbox.faults.add({ do: "busy", on: ["search"], portalId: 1, times: null, retryAfterSeconds: 5 });
    let hasSlowEnded = false;
    const slow = collect(throttled.readDeals({ modifiedSince: 0, cursor: null }))
      .catch(() => "gave up")
      .finally(() => {
        hasSlowEnded = true;
      });
    const deals = await collect(free.readDeals({ modifiedSince: 0, cursor: null }));
    expect(hasSlowEnded).toBe(false);
    expect(free.callCounts().answered429).toBeLessThan(bunched);
    const own = new Set(sandbox.portals[1]?.listDeals().map(({ id, name }) => `${id} ${name}`));
    expect(
      deals.filter(({ deal }) => deal.outcome === "open" && !own.has(`${deal.id} ${deal.name}`)),
    ).toEqual([]);
    await throttled.close();
    expect(await slow).toBe("gave up");
  });
});
