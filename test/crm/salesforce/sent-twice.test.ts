import { afterEach, expect, it } from "@jest/globals";
import type { Crm, TaskDraft } from "../../../src/crm/port.ts";
import type { OrgOptions } from "../../../src/crm/sandbox/salesforce/open-org.ts";
import { type Sandbox, startSandbox } from "../../../src/crm/sandbox/start-sandbox.ts";
import { msPerDay } from "../../../src/domain/time.ts";
import { collect } from "../contract.ts";
import { openForSandbox } from "./open-adapter.ts";

const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const size = { reps: 3, openDeals: 30, activitiesPerDay: 20, historyDays: 5 } as const;

async function start(org: OrgOptions = {}): Promise<{ sandbox: Sandbox; crm: Crm }> {
  const sandbox = await startSandbox({ size, orgs: [org] });
  const crm = openForSandbox(sandbox);
  ends.push(
    () => crm.close(),
    () => sandbox.close(),
  );
  return { sandbox, crm };
}

async function draftsOf(sandbox: Sandbox, crm: Crm): Promise<readonly TaskDraft[]> {
  const deals = await collect(crm.readDeals({ modifiedSince: sandbox.now(), cursor: null }));
  const common = { subject: "Agree a date", body: "When?", due: "2026-10-15", priority: "high" } as const;
  return deals
    .filter(({ deal }) => deal.ownerId !== null)
    .slice(0, 5)
    .map(({ deal }, index) => ({
      ...common,
      key: `task:${index}`,
      dealId: deal.id,
      ownerId: deal.ownerId ?? "",
    }));
}

it("makes one task when the answer is lost and the same draft is sent again", async () => {
  const { sandbox, crm } = await start();
  const drafts = await draftsOf(sandbox, crm);
  sandbox.faults.add({ do: "lose-answer", on: ["write"] });
  const results = await crm.createTasks(drafts);
  expect(results.map(({ kind }) => kind)).toEqual(drafts.map(() => "written"));
  expect((await crm.createTasks(drafts)).map(({ kind }) => kind)).toEqual(drafts.map(() => "written"));
  expect(sandbox.orgSnapshot().tasks.map(({ key }) => key)).toEqual(drafts.map(({ key }) => key));
});

it("does not send again by itself what has no key field, but finds it by its text, though the org's clock be days behind", async () => {
  const { sandbox, crm } = await start({ hiddenFields: ["Task.Norma_Key__c"] });
  const drafts = await draftsOf(sandbox, crm);
  sandbox.faults.add({ do: "lose-answer", on: ["write"] });
  const results = await crm.createTasks(drafts);
  expect(results.map(({ kind }) => kind)).toEqual(drafts.map(() => "unknown"));
  const createdSince = sandbox.now() + 3 * msPerDay;
  const found = await crm.findTasks(drafts.map(({ key, dealId }) => ({ key, dealId, createdSince })));
  expect([...found.keys()].toSorted()).toEqual(drafts.map(({ key }) => key));
  expect(new Set(found.values()).size).toBe(drafts.length);
});

it("writes a deal that somebody else's transaction holds for a while", async () => {
  const { sandbox, crm } = await start();
  const [draft] = await draftsOf(sandbox, crm);
  const dealId = draft?.dealId ?? "";
  sandbox.lockDeal(dealId, 2);
  expect(await crm.writeDealFields([{ dealId, fields: { ask: "When?" } }])).toMatchObject([
    { kind: "written" },
  ]);
});
