import { describe, expect, it } from "@jest/globals";
import type { ActivityContext } from "../../../src/crm/salesforce/activities/activity-record.ts";
import { toActivityRecord } from "../../../src/crm/salesforce/activities/activity-record.ts";
import { toEventFacts } from "../../../src/crm/salesforce/activities/map-event.ts";
import { toTaskFacts } from "../../../src/crm/salesforce/activities/map-task.ts";
import { toDealRecord } from "../../../src/crm/salesforce/deals/map-deal.ts";
import { judge } from "../../../src/crm/salesforce/errors.ts";
import type { Row } from "../../../src/crm/salesforce/reading/query.ts";
import { collect } from "../contract.ts";
import { sharedData } from "../shared-data.ts";
import { sendJson } from "../tiny-server.ts";
import { closeTinyOrgs, openTinyOrg, queryOf } from "./tiny-org.ts";

interface Recording {
  readonly api: Readonly<Record<string, Readonly<Record<string, { readonly response: Answer }>>>>;
}
interface Answer {
  readonly totalSize?: number;
  readonly records?: readonly Row[];
}

/** The one answer of a recording. */
function answerIn(file: string): Answer {
  const { api } = sharedData(`recorded/nango-salesforce/${file}.test.json`) as Recording;
  const [answer] = Object.values(api).flatMap((paths) => Object.values(paths));
  if (answer === undefined) throw new Error(`nothing recorded in ${file}`);
  return answer.response;
}

const isAtHand = sharedData("recorded/MANIFEST.json") !== null;
// Without the data there is nothing to hold the mappers to; the title of the skipped suite says so.
const describeIfAtHand = isAtHand ? describe : describe.skip;

/** An org that gives a recorded answer to queries of one object. */
async function replay(object: string, answer: unknown) {
  const opened = await openTinyOrg({
    objects: { User: ["Email", "FirstName", "LastName", "IsActive"] },
    answer: (seen, response) => {
      if (queryOf(seen)?.includes(`FROM ${object}`) !== true) return false;
      sendJson(response, 200, answer);
      return true;
    },
  });
  return opened.crm;
}

/** A row of a warehouse copy under Salesforce's own names: `is_child` becomes IsChild, `owner_id` OwnerId. */
function toRow(copied: Readonly<Record<string, string>>): Row {
  return Object.fromEntries(
    Object.entries(copied).map(([name, value]) => [
      name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      /^(?:true|false)$/i.test(value)
        ? value.toLowerCase()
        : value.replace(/^(\S{10}) (\S{8})$/, "$1T$2.000+0000"),
    ]),
  );
}

function rowsIn(file: string): readonly Row[] {
  const copied = sharedData(`recorded/fivetran-salesforce/sf_${file}_data.json`);
  return (copied as readonly Readonly<Record<string, string>>[]).map(toRow);
}

const context: ActivityContext = {
  now: Date.parse("2026-10-14T04:00:00Z"),
  timeZone: "UTC",
  maxTextLength: 4_000,
  keyField: null,
  programs: { automations: new Set(), integrations: new Set() },
};

describeIfAtHand("recorded answers of real orgs (shared test data needed) are read without loss", () => {
  it("opportunities", async () => {
    const answer = answerIn("opportunities");
    const crm = await replay("Opportunity ", answer);
    const deals = await collect(crm.readDeals({ modifiedSince: 0, cursor: null }));
    expect(deals).toHaveLength(answer.totalSize ?? -1);
    for (const [index, { deal }] of deals.entries()) {
      const row = answer.records?.[index];
      expect(deal).toMatchObject({ id: row?.["Id"], name: row?.["Name"], stageId: row?.["StageName"] });
      expect(deal.amount).toBe(row?.["Amount"] ?? null);
      expect(deal.modifiedAt).toBe(Date.parse("2026-05-01T07:25:37Z"));
    }
    await closeTinyOrgs();
  });

  it("users", async () => {
    const answer = answerIn("users");
    const crm = await replay("User ", answer);
    const { reps } = await crm.readPeople();
    expect(reps.map(({ id }) => id)).toEqual(answer.records?.map((row) => row["Id"]));
    expect(reps.every(({ name }) => name !== "" && !name.startsWith("User 005"))).toBe(true);
    await closeTinyOrgs();
  });

  it("the last of several pages", async () => {
    const crm = await replay("User ", answerIn("retrieve-query-more"));
    const { reps } = await crm.readPeople();
    expect(reps.length).toBeGreaterThan(50);
    await closeTinyOrgs();
  });

  it("refusals of single records", async () => {
    const refused = ["update-sobject-collection", "upsert-sobject-collection"].map(answerIn);
    for (const answer of refused) {
      const { crm } = await openTinyOrg({
        answer: ({ method }, response) => {
          if (method === "PATCH") sendJson(response, 200, answer);
          return method === "PATCH";
        },
      });
      const [result] = await crm.writeDealFields([
        { dealId: "006000000000001AAA", fields: { ask: "When?" } },
      ]);
      expect(result).toMatchObject({
        kind: "refused",
        problem: expect.stringMatching(/^(?:INVALID_CROSS_REFERENCE_KEY|JSON_PARSER_ERROR): \w/),
      });
      await closeTinyOrgs();
    }
  });

  it("every recorded call's answer and refusal", () => {
    const place = { baseUrl: "https://acme.example", account: "Salesforce" };
    const request = { method: "GET", path: "/x", kind: "query", act: "reading" } as const;
    const files = ["export-objects_export-records-lead", "export-objects_export-records-reference"];
    const recorded = files.flatMap(
      (file) =>
        sharedData(`recorded/grouparoo-salesforce/${file}.json`) as { status: number; response: unknown }[],
    );
    const kinds = recorded.map(({ status, response }) => {
      const text = typeof response === "string" ? response : JSON.stringify(response);
      return `${status} ${judge(request, { status, headers: new Headers(), text }, place).kind}`;
    });
    expect(kinds.length).toBeGreaterThan(60);
    expect(new Set(kinds)).toEqual(new Set(["200 answered", "201 answered", "404 refused"]));
  });

  it("tasks of a warehouse copy", () => {
    const records = rowsIn("task").map((row) => {
      const facts = toTaskFacts(row, context);
      return facts === null ? null : toActivityRecord(row, { ...facts, id: String(row["Id"]) }, context);
    });
    expect(records).toHaveLength(10);
    for (const record of records) {
      expect(record?.activity).toMatchObject({ source: "rep", repId: expect.stringMatching(/^005/) });
      expect(record?.text).toBe("description");
      expect(record?.activity.at).toBe(Date.parse("2019-11-11T17:23:34Z"));
    }
    expect(records.filter((record) => record?.dealIds.length === 1).length).toBeGreaterThan(0);
  });

  it("events of a warehouse copy", () => {
    const records = rowsIn("event").map((row) => {
      const facts = toEventFacts(row, context, []);
      return facts === null ? null : toActivityRecord(row, { ...facts, id: String(row["Id"]) }, context);
    });
    expect(records).toHaveLength(10);
    for (const record of records) {
      expect(record?.activity).toMatchObject({
        kind: "meeting",
        result: "done",
        durationMs: expect.any(Number),
      });
    }
  });

  it("opportunities of a warehouse copy, which keeps no stamp: without one nothing can be kept up to date", () => {
    const mapping = {
      currencies: null,
      names: new Map(),
      textChanges: new Map(),
      programIds: new Set<string>(),
    };
    const rows = rowsIn("opportunity");
    expect(rows.map((row) => toDealRecord(row, mapping))).toEqual(rows.map(() => null));
    const stamped = rows.map((row) =>
      toDealRecord({ ...row, SystemModstamp: "2019-01-01T00:00:00Z" }, mapping),
    );
    expect(stamped.every((record) => record?.deal.name !== "" && record?.deal.outcome !== undefined)).toBe(
      true,
    );
    expect(stamped[0]?.deal).toMatchObject({
      name: "$1m deal",
      outcome: "won",
      amount: 24_120_000,
      closeDate: "2018-12-19",
    });
  });
});
