import { beforeAll, describe, expect, it } from "@jest/globals";
import { playCompany } from "../../bench/export-company.ts";
import { dialects } from "../../bench/export-dialects.ts";
import { writeExport } from "../../bench/write-export.ts";
import type { AuditResult } from "../../src/audit/sections/reporter.ts";
import { msPerDay } from "../../src/domain/time.ts";
import { encode } from "../csv/encode.ts";
import { auditTexts, testNow } from "./audit-in-test.ts";

/** What the audit found, without the files' own words. */
function findingsOf({ judged, deals, activities, stages, lacks }: AuditResult) {
  return {
    deals,
    activities,
    lacks,
    stages: stages.map(({ deals: count, outcome }) => [count, outcome]),
    stalled: [...judged.flagged, ...judged.listed].map(({ dealId, flag, stall, amount }) => [
      dealId,
      flag,
      stall,
      amount,
    ]),
    notJudged: Object.fromEntries(judged.notJudged),
    work: judged.work.judgements.map((judgement) => ({ ...judgement, explanation: null })),
    followUps: judged.followUps,
    people: [...judged.people.activeIds].toSorted(),
  };
}

describe("the same company", () => {
  const results = new Map<string, AuditResult>();
  beforeAll(async () => {
    const whole = playCompany(testNow);
    // Two months are enough for every kind of judgement, and much faster.
    const touches = whole.touches.filter(({ at }) => at > testNow - 60 * msPerDay);
    const company = { ...whole, touches };
    for (const dialect of dialects) {
      const { deals, activities } = writeExport(company, dialect);
      const encoding = dialect.delimiter === "\t" ? ("utf-16le" as const) : ("utf-8" as const);
      results.set(
        dialect.name,
        await auditTexts({ deals: encode(deals, encoding), activities: [encode(activities, encoding)] }),
      );
    }
  }, 240_000);

  function findingsIn(name: string) {
    const result = results.get(name);
    if (result === undefined) throw new Error(`no dialect ${name}`);
    return findingsOf(result);
  }

  it.each(["hubspot-pl", "hubspot-ru"])("is judged alike from a %s export and an English one", (name) => {
    expect(findingsIn(name)).toEqual(findingsIn("hubspot-en"));
  });

  it.each(["salesforce-pl", "salesforce-ru"])(
    "is judged alike from a %s export and an English one",
    (name) => {
      expect(findingsIn(name)).toEqual(findingsIn("salesforce-en"));
    },
  );

  it("gives every kind of judgement in the sample, so that being alike means something", () => {
    const { stalled, work, followUps, notJudged } = findingsIn("hubspot-en");
    expect(stalled.length).toBeGreaterThan(5);
    expect(new Set(stalled.map(([, flag]) => flag)).size).toBeGreaterThan(3);
    expect(work.filter(({ status }) => status === "within").length).toBeGreaterThan(5);
    expect(followUps.read).toBeGreaterThan(100);
    expect(Object.keys(notJudged).length).toBeGreaterThan(3);
  });

  it.each(dialects.map(({ name }) => name))("has every needed column of %s found by its name", (name) => {
    const fields = results.get(name)?.files.map(({ mapped }) => mapped.map(({ field }) => field));
    expect(fields).toEqual([
      ["id", "name", "owner", "stage", "pipeline", "amount", "created", "closed", "isClosed", "isWon"],
      ["id", "dealId", "rep", "at", "created", "kind", "subject", "text", "direction", "result", "source"],
    ]);
  });

  it("tells the rows without a person, and the lines below a Salesforce report", () => {
    const troubles = results
      .get("salesforce-en")
      ?.files.flatMap((file) => file.troubles.map(({ kind }) => kind));
    expect(new Set(troubles)).toEqual(new Set(["no-record", "no-rep"]));
  });
});
