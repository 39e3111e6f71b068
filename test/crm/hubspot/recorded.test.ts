import { afterEach, describe, expect, it } from "@jest/globals";
import { judge } from "../../../src/crm/hubspot/errors.ts";
import type { Crm } from "../../../src/crm/port.ts";
import type { Log } from "../../../src/domain/log.ts";
import { silentLog } from "../../../src/domain/log.ts";
import { collect } from "../contract.ts";
import { sharedData } from "../shared-data.ts";
import { sendJson, startTinyServer } from "../tiny-server.ts";
import { openAdapter } from "./open-adapter.ts";

interface Recording {
  readonly api: Readonly<Record<string, Readonly<Record<string, { response: Answer }>>>>;
}
interface Answer {
  readonly results?: readonly Row[];
}
interface Row {
  readonly id: string;
  readonly properties: Readonly<Record<string, string | null>>;
  readonly updatedAt: string;
}

/** The one answer of a recording. */
function answerIn(file: string): Answer {
  const { api } = sharedData(`recorded/nango-hubspot/${file}.test.json`) as Recording;
  const [answer] = Object.values(api).flatMap((paths) => Object.values(paths));
  if (answer === undefined) throw new Error(`nothing recorded in ${file}`);
  return answer.response;
}

const isAtHand = sharedData("recorded/MANIFEST.json") !== null;
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** An adapter that gets recorded answers, and the ids of what it could not read. */
async function replay(
  answers: Readonly<Record<string, unknown>>,
): Promise<{ crm: Crm; unreadable: unknown[] }> {
  const unreadable: unknown[] = [];
  const log: Log = { ...silentLog, warn: (fields) => unreadable.push(fields) };
  const server = await startTinyServer(({ path }, response) => {
    const known = Object.entries(answers).find(([part]) => path.includes(part));
    if (known === undefined) sendJson(response, 200, { results: [] });
    else sendJson(response, 200, known[1]);
  });
  const crm = openAdapter(server.baseUrl, { log });
  ends.push(
    () => crm.close(),
    () => server.close(),
  );
  return { crm, unreadable };
}

// Without the data there is nothing to hold the parser to; the title of the skipped suite says so.
const describeIfAtHand = isAtHand ? describe : describe.skip;

describeIfAtHand("recorded answers of real portals (shared test data needed) are read without loss", () => {
  const account = () => ({ "/account-info/": answerIn("fetch-account-information") });

  it("the account", async () => {
    const { crm } = await replay(account());
    expect(await crm.readAccount()).toMatchObject({ timeZone: "US/Eastern", currency: "USD" });
  });

  it("pipelines, with won and lost told apart", async () => {
    const { crm } = await replay({ "/pipelines/": answerIn("fetch-pipelines") });
    const [pipeline] = await crm.readPipelines();
    expect(pipeline?.stages.map(({ outcome }) => outcome)).toEqual([
      "open",
      "open",
      "open",
      "open",
      "open",
      "won",
      "lost",
    ]);
    expect(pipeline?.stages[0]).toMatchObject({ id: "appointmentscheduled", label: "Appointment Scheduled" });
  });

  it("owners", async () => {
    const owners = answerIn("owners");
    const { crm } = await replay({ "/owners/2026-09?limit=100&archived=false": owners });
    const { reps } = await crm.readPeople();
    expect(reps.map(({ id }) => id)).toEqual(owners.results?.map(({ id }) => id));
    expect(reps.every(({ name, isActive, userId }) => name !== "" && isActive && userId !== null)).toBe(true);
  });

  it.each(["list-deals", "deals", "search-deals"])("deals of %s", async (file) => {
    const rows = answerIn(file).results ?? [];
    const sorted = rows.toSorted((a, b) => Number(a.id) - Number(b.id));
    const { crm, unreadable } = await replay({ ...account(), "/deals/search": { results: sorted } });
    const deals = await collect(crm.readDeals({ modifiedSince: 0, cursor: null }));
    expect(unreadable).toEqual([]);
    expect(deals).toHaveLength(rows.length);
    for (const [index, { deal }] of deals.entries()) {
      const row = sorted[index];
      const properties: Row["properties"] = row?.properties ?? {};
      expect(deal).toMatchObject({
        id: row?.id,
        stageId: properties["dealstage"] ?? "",
        amount: properties["amount"] ? Number(properties["amount"]) : null,
        modifiedAt: Date.parse(properties["hs_lastmodifieddate"] ?? ""),
      });
      if (properties["dealname"]) expect(deal.name).toBe(properties["dealname"]);
    }
  });

  it("deals of another product's recording", async () => {
    const mock = sharedData("recorded/dlt-hubspot/mock_data.json") as { mock_deals_data: Answer };
    const { crm, unreadable } = await replay({ ...account(), "/deals/search": mock.mock_deals_data });
    const deals = await collect(crm.readDeals({ modifiedSince: 0, cursor: null }));
    expect(unreadable).toEqual([]);
    expect(deals.map(({ deal }) => deal.id)).toEqual(mock.mock_deals_data.results?.map(({ id }) => id));
  });

  it("tasks", async () => {
    const rows = (answerIn("tasks").results ?? []).toSorted((a, b) => Number(a.id) - Number(b.id));
    const { crm, unreadable } = await replay({ ...account(), "/tasks/search": { results: rows } });
    const records = await collect(crm.readActivities({ modifiedSince: 0, cursor: null }));
    expect(unreadable).toEqual([]);
    expect(records.map(({ activity }) => activity.id)).toEqual(rows.map(({ id }) => `task:${id}`));
    expect(records.map(({ text }) => text)).toEqual(
      rows.map(({ properties }) => properties["hs_task_subject"] ?? null),
    );
  });

  it("every recorded 429 is throttling, every other refusal a code", () => {
    const place = { baseUrl: "https://api.example", account: "HubSpot" };
    const request = { method: "POST", path: "/x", kind: "search", act: "searching" } as const;
    const files = [
      "export_export-record",
      "export-objects_export-records-contact",
      "export-objects_export-records-custom-object",
      "export-objects_export-records-companies",
    ];
    const recorded = files.flatMap(
      (file) =>
        sharedData(`recorded/grouparoo-hubspot/${file}.json`) as { status: number; response: unknown }[],
    );
    const kinds = recorded
      .filter(({ status }) => status >= 400)
      .map(({ status, response }) => {
        const judgement = judge(
          request,
          { status, headers: new Headers(), text: JSON.stringify(response) },
          place,
        );
        return `${status} ${judgement.kind}`;
      });
    expect(kinds.filter((kind) => kind === "429 throttled").length).toBeGreaterThan(60);
    expect(new Set(kinds)).toEqual(new Set(["429 throttled", "404 refused", "400 refused"]));
  });
});
