import { beforeAll, describe, expect, it } from "@jest/globals";
import { startClock } from "../../../../src/crm/sandbox/clock.ts";
import { addRow, createOrg, type Org, type Row, toId } from "../../../../src/crm/sandbox/salesforce/org.ts";
import { isRefusal } from "../../../../src/crm/sandbox/salesforce/refusals.ts";
import { select } from "../../../../src/crm/sandbox/salesforce/soql/evaluate.ts";

/*
 * What a query means, by the SOQL reference. Where no public source says it, the expected rows are an assumption about Salesforce
 * and the title says so.
 */
const at = Date.parse("2026-10-14T10:00:00Z");
const [anna, ben] = [toId("005", 1), toId("005", 2)];
const dealIds = [1, 2, 3, 4].map((number) => toId("006", number));
const [first = "", second = "", third = "", fourth = ""] = dealIds;
let org: Org;

beforeAll(() => {
  const [id, timeZone] = [toId("00D", 1), "Europe/Warsaw"];
  org = createOrg({ id, name: "Test", timeZone, currency: "EUR", clock: startClock(at) });
  const add = (object: string, values: Row, moment = at) =>
    addRow(org, object, { at: moment, byId: anna ?? null, values });
  add("User", { Id: anna ?? null, Name: "Anna", IsActive: true });
  add("User", { Id: ben ?? null, Name: "Ben", ManagerId: anna ?? null, IsActive: true });
  const day = 86_400_000;
  add(
    "Opportunity",
    { Id: first, Name: "Alpha 100%", Amount: 10, OwnerId: anna ?? null, CloseDate: "2026-10-13" },
    at - day,
  );
  add("Opportunity", {
    Id: second,
    Name: "beta_x",
    Amount: null,
    OwnerId: ben ?? null,
    CloseDate: "2026-10-14",
  });
  add("Opportunity", {
    Id: third,
    Name: "GAMMA",
    Amount: 30,
    OwnerId: ben ?? null,
    IsClosed: true,
    CloseDate: "2026-10-15",
  });
  add("Opportunity", { Id: fourth, Name: null, Amount: 20, IsDeleted: true });
  add("OpportunityContactRole", { OpportunityId: third, ContactId: toId("003", 1) });
});

/** Names of the opportunities that a condition finds. */
function find(where: string, isAll = false): readonly unknown[] {
  return select(org, `SELECT Name FROM Opportunity WHERE ${where}`, { isAll }).records.map(
    ({ Name }) => Name,
  );
}

function codeOf(soql: string): unknown {
  try {
    select(org, soql, { isAll: false });
    return "answered";
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const [problem] = error.body as readonly { readonly errorCode: string }[];
    return problem?.errorCode;
  }
}

const alpha = "Alpha 100%";

describe("conditions", () => {
  it.each([
    ["texts are compared without regard to case", "Name = 'alpha 100%'", [alpha]],
    ["and so are lists of them", "Name IN ('BETA_X', 'gamma')", ["beta_x", "GAMMA"]],
    ["null equals null", "Amount = null", ["beta_x"]],
    ["everything else is not null", "Amount != null", [alpha, "GAMMA"]],
    ["null is different from any value", "Amount != 10", ["beta_x", "GAMMA"]],
    ["null is neither less nor more", "Amount < 100", [alpha, "GAMMA"]],
    ["numbers are compared as numbers", "Amount >= 10", [alpha, "GAMMA"]],
    ["LIKE takes % for any text", "Name LIKE '%a%'", [alpha, "beta_x", "GAMMA"]],
    ["LIKE takes _ for one character", "Name LIKE 'G_MMA'", ["GAMMA"]],
    ["LIKE takes both for themselves after a backslash", String.raw`Name LIKE '%0\%'`, [alpha]],
    [
      "AND binds what parentheses group",
      "(Amount = 10 OR Amount = null) AND IsClosed = false",
      [alpha, "beta_x"],
    ],
    ["NOT turns a condition round", "(NOT Name LIKE 'a%') AND IsClosed = false", ["beta_x"]],
    ["a path leads over references", "Owner.Manager.Name = 'anna'", ["beta_x", "GAMMA"]],
    ["an empty reference on the way is null", "Owner.Manager.Name = null", [alpha]],
    ["a subquery gives a list", "Id IN (SELECT OpportunityId FROM OpportunityContactRole)", ["GAMMA"]],
    ["days are compared as days", "CloseDate >= 2026-10-14", ["beta_x", "GAMMA"]],
    ["TODAY is a day of the org's time zone", "CloseDate = TODAY", ["beta_x"]],
    ["of a moment too", "CreatedDate = TODAY", ["beta_x", "GAMMA"]],
    ["LAST_N_DAYS ends with today", "CreatedDate = LAST_N_DAYS:1", [alpha, "beta_x", "GAMMA"]],
    ["moments are compared to the second", "CreatedDate < 2026-10-14T10:00:00Z", [alpha]],
  ])("%s: %s", (_rule, where, names) => {
    expect(find(where)).toEqual(names);
  });

  it("LIKE never finds null (assumed)", () => {
    expect(find("Name LIKE '%'", true)).not.toContain(null);
  });

  it("ids are compared with regard to case, and by 15 characters as by 18", () => {
    expect(find(`Id = '${second}'`)).toEqual(["beta_x"]);
    expect(find(`Id IN ('${second.slice(0, 15)}')`)).toEqual(["beta_x"]);
    expect(find(`Id = '${second.toLowerCase()}'`)).toEqual([]);
  });

  it("only queryAll shows what was deleted", () => {
    expect(find("IsDeleted = true")).toEqual([]);
    expect(find("IsDeleted = true", true)).toEqual([null]);
  });

  it("names of objects and fields may be written in any case; records spell them as they are", () => {
    const { records } = select(org, "select NAME, owner.name from opportunity where amount = 10", {
      isAll: false,
    });
    expect(records).toMatchObject([{ Name: alpha, Owner: { Name: "Anna" } }]);
  });

  it("an empty reference is shown as null, not as a record without values", () => {
    const { records } = select(org, "SELECT Account.Name FROM Opportunity LIMIT 1", { isAll: false });
    expect(records).toMatchObject([{ Account: null }]);
  });

  it("COUNT() answers a number without records", () => {
    expect(select(org, "SELECT COUNT() FROM Opportunity", { isAll: false })).toMatchObject({
      count: 3,
      records: [],
    });
  });

  it("moments are shown as Salesforce writes them", () => {
    const { records } = select(org, "SELECT CreatedDate FROM Opportunity WHERE Amount = 10", {
      isAll: false,
    });
    expect(records).toMatchObject([{ CreatedDate: "2026-10-13T10:00:00.000+0000" }]);
  });
});

describe("order", () => {
  const inOrder = (order: string) =>
    select(org, `SELECT Name FROM Opportunity ORDER BY ${order}`, { isAll: true }).records.map(
      ({ Name }) => Name,
    );

  it.each([
    ["nulls come first", "Amount", ["beta_x", alpha, null, "GAMMA"]],
    ["also downwards", "Amount DESC", ["beta_x", "GAMMA", null, alpha]],
    ["unless told otherwise", "Amount DESC NULLS LAST", ["GAMMA", null, alpha, "beta_x"]],
    ["texts are sorted without regard to case", "Name NULLS LAST", [alpha, "beta_x", "GAMMA", null]],
    ["by ids, in the order of making", "Id", [alpha, "beta_x", "GAMMA", null]],
  ])("%s: %s", (_rule, order, names) => {
    expect(inOrder(order)).toEqual(names);
  });

  it("LIMIT and OFFSET cut what is sorted", () => {
    const soql = "SELECT Name FROM Opportunity ORDER BY Name LIMIT 1 OFFSET 1";
    expect(select(org, soql, { isAll: false }).records).toMatchObject([{ Name: "beta_x" }]);
  });
});

describe("refusals", () => {
  it.each(
    [
      ["SELECT Id FROM Opportunity WHERE Amount = 1 OR Amount = 2 AND IsClosed = true", "MALFORMED_QUERY"],
      ["SELECT Id FROM Opportunity WHERE Amount = 1 AND Amount = 2 OR IsClosed = true", "MALFORMED_QUERY"],
      ["SELECT FROM Opportunity", "MALFORMED_QUERY"],
      ["SELECT Id FROM Opportunity WHERE Id IN ()", "MALFORMED_QUERY"],
      ["SELECT Nothing__c FROM Opportunity", "INVALID_FIELD"],
      ["SELECT Id FROM Opportunity WHERE Nothing__c = null", "INVALID_FIELD"],
      ["SELECT Id FROM Opportunity ORDER BY Nothing__c", "INVALID_FIELD"],
      ["SELECT Nobody.Name FROM Opportunity", "INVALID_FIELD"],
      ["SELECT Id FROM Nothing__c", "INVALID_TYPE"],
      ["SELECT Id FROM Opportunity WHERE Id = 'abc'", "INVALID_QUERY_FILTER_OPERATOR"],
      ["SELECT Id FROM Opportunity WHERE Amount LIKE '1%'", "INVALID_QUERY_FILTER_OPERATOR"],
      ["SELECT Id FROM Opportunity WHERE CreatedDate > '2026-10-14T10:00:00Z'", "MALFORMED_QUERY"],
      ["SELECT Id FROM Opportunity WHERE CreatedDate > 2026-10-14", "MALFORMED_QUERY"],
      ["SELECT Id FROM Opportunity OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE"],
      ["SELECT Id FROM ContentDocumentLink", "MALFORMED_QUERY"],
      [`SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId IN ('${toId("006", 1)}')`, "answered"],
      [`SELECT Id FROM Opportunity WHERE Name = '${"x".repeat(4_001)}'`, "MALFORMED_QUERY"],
      [`SELECT Id FROM Opportunity WHERE Name IN (${"'y',".repeat(9_000)}'z')`, "answered"],
      [`SELECT Id FROM Opportunity WHERE Name IN (${"'y',".repeat(25_000)}'z')`, "MALFORMED_QUERY"],
    ].map(([soql = "", code = ""]) => ({ soql, code, shown: soql.slice(0, 80) })),
  )("$shown is $code", ({ soql, code }) => {
    expect(codeOf(soql)).toBe(code);
  });

  it("what is hidden from the user does not exist for it", () => {
    const hidden = {
      ...org,
      settings: { ...org.settings, hiddenFields: ["Opportunity.Amount"], hiddenObjects: ["User"] },
    };
    const ask = (soql: string) => () => select(hidden, soql, { isAll: false });
    expect(ask("SELECT Name FROM Opportunity")).not.toThrow();
    for (const soql of [
      "SELECT Amount FROM Opportunity",
      "SELECT Owner.Name FROM Opportunity",
      "SELECT Id FROM User",
    ])
      expect(ask(soql)).toThrow();
  });
});
