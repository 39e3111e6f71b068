import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { DealState } from "../../src/crm/sandbox/company/company.ts";
import { toUserId } from "../../src/crm/sandbox/salesforce/show-company.ts";
import { startSandbox } from "../../src/crm/sandbox/start-sandbox.ts";
import type { Finding } from "../../src/domain/finding.ts";
import { metrics, type NormJudgement } from "../../src/domain/norm.ts";
import type { Tenant } from "../../src/domain/tenant.ts";
import { loadFindings } from "../../src/store/findings.ts";
import { putFreshStores } from "../support/fresh-stores.ts";
import { connectOrg, connectPortal, openNorma, runWholeNight } from "./norma-in-process.ts";
import { countRowsByTenant } from "./stored-tenant.ts";

/*
 * The same company shown by both CRMs: the same people do the same things at the same moments, each CRM in its own words. Their
 * nights run side by side in one process and must find the same on every deal. Deals are matched by the order in which they
 * were opened.
 */
const folder = mkdtempSync(join(tmpdir(), "norma-both-"));
await putFreshStores(folder);

interface Night {
  readonly deals: readonly DealState[];
  readonly findings: ReadonlyMap<string, Finding>;
  /** What the CRM shows, by deal id, under the fields' names in lower case without their endings. */
  readonly shown: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly taskDealIds: readonly string[];
  readonly norms: readonly NormJudgement[];
}

let hubspot: Night;
let salesforce: Night;

/** Rows of each table by tenant. */
let rows: Awaited<ReturnType<typeof countRowsByTenant>>;
const tenantIds: string[] = [];

beforeAll(async () => {
  const crm = await startSandbox({ portals: [{ portalId: 51_000_001 }], orgs: [{}] });
  const norma = await openNorma(folder);
  const [[portal], [org]] = [crm.portals, crm.orgs];
  if (portal === undefined || org === undefined) throw new Error("the sandbox lacks an account");
  const asOf = crm.now();
  const runOne = async (tenant: Tenant) => {
    tenantIds.push(tenant.id);
    const { run } = await runWholeNight(norma, tenant, asOf);
    return await norma.store.inTenant(tenant.id, (db) => loadFindings(db, run.id));
  };
  const onPortal = await connectPortal(norma, crm, { portal });
  const onOrg = await connectOrg(norma, crm, org);
  const [left, right] = await Promise.all([runOne(onPortal), runOne(onOrg)]);
  const look = { portal: crm.snapshot(), org: crm.orgSnapshot() };
  hubspot = toNight({
    deals: portal.listDeals(),
    findings: left,
    shown: look.portal.deals,
    taskDealIds: look.portal.tasks.flatMap(({ dealIds }) => dealIds),
  });
  salesforce = toNight({
    deals: org.listDeals(),
    findings: right,
    shown: look.org.deals,
    taskDealIds: look.org.tasks.map(({ dealId }) => dealId),
  });
  rows = await countRowsByTenant(norma.store);
  await norma.close();
  await crm.close();
}, 240_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface RawNight {
  readonly deals: readonly DealState[];
  readonly findings: readonly Finding[];
  readonly shown: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly taskDealIds: readonly string[];
}

function toNight({ deals, findings, shown, taskDealIds }: RawNight): Night {
  const byDeal = findings.flatMap((finding) =>
    "dealId" in finding ? [[finding.dealId, finding] as const] : [],
  );
  const plain = Object.entries(shown).map(([id, fields]) => [id, withPlainNames(fields)] as const);
  const norms = findings.flatMap((finding) => (finding.kind === "norm" ? [finding.judgement] : []));
  return { deals, findings: new Map(byDeal), shown: new Map(plain), taskDealIds, norms };
}

function withPlainNames(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name.toLowerCase().replace(/__c$/, ""), String(value)]),
  );
}

/** What a night says of its deals, by the place of the deal in the order of opening. */
function judgedOf({ deals, findings }: Night): ReadonlyMap<number, unknown> {
  return new Map(
    deals.flatMap(({ id }, index) => {
      const finding = findings.get(id);
      return finding === undefined ? [] : [[index, essenceOf(finding)] as const];
    }),
  );
}

function essenceOf(finding: Finding): unknown {
  if (finding.kind === "not-judged") return { kind: finding.kind, because: finding.because };
  if (finding.kind !== "stalled") return { kind: finding.kind };
  const { rule, since, usualDays } = finding.stall;
  return { kind: finding.kind, flag: finding.flag, rule, since, usualDays };
}

/** Salesforce always knows when a record was made; in HubSpot an import can lose it, and the age is unknown. */
function isOfUnknownAge(judged: unknown): boolean {
  return JSON.stringify(judged).includes("unknown-age");
}

it("finds the same on every deal", () => {
  const [left, right] = [judgedOf(hubspot), judgedOf(salesforce)];
  expect(hubspot.deals.map(({ name }) => name)).toEqual(salesforce.deals.map(({ name }) => name));
  const comparable = [...left].filter(([, judged]) => !isOfUnknownAge(judged)).map(([index]) => index);
  expect(comparable.length).toBeGreaterThan(40);
  expect(comparable.map((index) => [index, right.get(index)])).toEqual(
    comparable.map((index) => [index, left.get(index)]),
  );
});

it("reads what stands in descriptions alone, by the same day and author", () => {
  const described = ({ deals, findings }: Night) =>
    deals.flatMap(({ id, name }) => {
      const finding = findings.get(id);
      if (finding?.kind !== "stalled") return [];
      const { reading, repId } = finding;
      const isDescribed = reading?.followUpId.startsWith("description:") === true;
      return isDescribed ? [[name, reading.writtenAt, reading.repId === repId, reading.quote]] : [];
    });
  expect(described(hubspot)).toHaveLength(2);
  expect(described(salesforce)).toEqual(described(hubspot));
});

it("shows the same fields on the same deals and makes tasks for the same deals", () => {
  const byPlace = ({ deals, shown }: Night) => deals.map(({ id }) => shown.get(id) ?? null);
  expect(byPlace(salesforce)).toEqual(byPlace(hubspot));
  const places = ({ deals, taskDealIds }: Night) =>
    deals.flatMap(({ id }, index) => (taskDealIds.includes(id) ? [index] : []));
  expect(places(salesforce)).toEqual(places(hubspot));
  expect(places(hubspot).length).toBeGreaterThan(3);
});

it("counts the same of every rep's work in every metric, and calls the same people away or below", () => {
  const told = (norms: readonly NormJudgement[], toRepId: (id: string) => string) =>
    norms
      .map(({ repId, metric, period, start, actual, status }) =>
        [
          toRepId(repId),
          metric,
          period,
          start,
          actual,
          ["absent", "below"].includes(status) ? status : "",
        ].join(" "),
      )
      .toSorted();
  expect(told(salesforce.norms, (id) => id)).toEqual(told(hubspot.norms, toUserId));
  expect(new Set(hubspot.norms.map(({ metric }) => metric))).toEqual(new Set(metrics));
  expect(hubspot.norms.some(({ status }) => status === "absent")).toBe(true);
});

it("keeps what it knows of each account apart from the other", () => {
  for (const counts of Object.values(rows)) {
    expect(Object.keys(counts).filter((id) => !tenantIds.includes(id))).toEqual([]);
  }
  const [onPortal = "", onOrg = ""] = tenantIds;
  expect(rows["deals"]?.[onPortal]).toBeGreaterThan(50);
  expect(rows["deals"]?.[onOrg]).toBe(rows["deals"]?.[onPortal]);
});
