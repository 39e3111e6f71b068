import { describe, expect, it } from "@jest/globals";
import { saveActivities } from "../../src/store/activities.ts";
import { loadDealFacts } from "../../src/store/deal-facts.ts";
import { saveDeals } from "../../src/store/deals.ts";
import { endActivities } from "../../src/store/deleted-activities.ts";
import { saveNextSteps } from "../../src/store/follow-ups.ts";
import type { TenantDb } from "../../src/store/open-store.ts";
import {
  keepDescriptions,
  keepFormerDescriptions,
  readDescriptions,
} from "../../workers/pull-descriptions.ts";
import { aDeal, aDealRecord, aHistory, anActivityRecord, daysAgo, now } from "./builders.ts";
import { useStore } from "./store-under-test.ts";

function toVersions(...versions: readonly [text: string, daysAgo: number][]) {
  const author = { userId: null, isProgram: false };
  return versions.map(([text, days]) => ({ at: daysAgo(days), text, author }));
}

describe("a deal's own texts", () => {
  const under = useStore("embedded");

  it("keep the next step from the day it first showed, until it is emptied", async () => {
    const step = (text: string, modifiedDaysAgo: number, updatedAt: number | null = null) => ({
      deal: aDeal({
        nextStep: text === "" ? null : { text, updatedAt },
        modifiedAt: daysAgo(modifiedDaysAgo),
      }),
    });
    const stepOf = async (db: TenantDb) =>
      (await loadDealFacts(db, ["1"]))[0]?.followUps.map((own) => [own.text, own.writtenAt]);
    await under().inNew(async (db) => {
      await saveDeals(db, [aDealRecord()], "r1");
      await saveNextSteps(db, [step("call", 9)]);
      await saveNextSteps(db, [step("call", 3)]);
      expect(await stepOf(db)).toEqual([["call", daysAgo(9)]]);
      await saveNextSteps(db, [step("visit", 2)]);
      expect(await stepOf(db)).toEqual([["visit", daysAgo(2)]]);
      await saveNextSteps(db, [step("visit", 1, daysAgo(4))]);
      expect(await stepOf(db)).toEqual([["visit", daysAgo(4)]]);
      await saveNextSteps(db, [step("", 1)]);
      expect(await stepOf(db)).toEqual([]);
    });
  });

  it("keep what is new in the description from the modification that showed it", async () => {
    const deal = (text: string, modifiedDaysAgo: number, ownerId = "anna") => {
      const author = { userId: null, isProgram: false };
      const description = text === "" ? null : { text, changed: null, author };
      return aDealRecord({ modifiedAt: daysAgo(modifiedDaysAgo), ownerId }, { description });
    };
    await under().inNew(async (db) => {
      const look = async (record: ReturnType<typeof deal>) => {
        const page = { records: [record], timeZone: "UTC", isTruth: false };
        const read = await readDescriptions(db, page);
        await saveDeals(db, [record], "r1");
        await keepDescriptions(db, read);
        const [facts] = await loadDealFacts(db, ["1"]);
        return [facts?.background, facts?.followUps.map(({ text, writtenAt }) => [text, writtenAt])];
      };
      expect(await look(deal("Two halls", 9))).toEqual(["Two halls", []]);
      expect(await look(deal("Two halls", 8))).toEqual(["Two halls", []]);
      const called = [["Called", daysAgo(7)]];
      expect(await look(deal("Called\nTwo halls", 7))).toEqual(["Two halls", called]);
      expect(await look(deal("Called\nTwo halls", 5, "piotr"))).toEqual(["Two halls", called]);
      // What a lagging index shows says nothing.
      expect(await look(deal("Two halls", 8))).toEqual(["Two halls", called]);
      expect(await look(deal("Called", 4))).toEqual([undefined, called]);
      await keepFormerDescriptions(
        db,
        [aHistory({ descriptions: toVersions(["Hi", 8], ["Called", 6]) })],
        "UTC",
      );
      expect(await look(deal("Called", 3))).toEqual([undefined, [["Called", daysAgo(6)]]]);
      // Older than what is known: no word on the text that stands there.
      await keepFormerDescriptions(db, [aHistory({ descriptions: toVersions(["Hi", 8]) })], "UTC");
      expect(await look(deal("", 2))).toEqual([undefined, []]);
      expect(await look(deal("Called again", 1))).toEqual([undefined, [["Called again", daysAgo(1)]]]);
    });
  });

  it("go with the entry of the calendar that they are from, when that was to come and is no meeting any more", async () => {
    const meeting = (id: string, days: number, modifiedAt: number) =>
      anActivityRecord({ id, kind: "meeting", at: daysAgo(days), modifiedAt }, { text: "They want a pilot" });
    await under().inNew(async (db) => {
      const look = async () => {
        const [facts] = await loadDealFacts(db, ["1"]);
        return [facts?.touches.map(({ result }) => result), facts?.followUps.length];
      };
      await saveDeals(db, [aDealRecord()], "r1");
      await saveActivities(db, [meeting("meeting:1", 2, daysAgo(3)), meeting("meeting:2", -2, daysAgo(3))]);
      expect(await look()).toEqual([["done", "done"], 2]);
      await endActivities(db, ["meeting:1", "meeting:2", "meeting:3"], now);
      expect(await look()).toEqual([["done", "failed"], 1]);
      await saveActivities(db, [meeting("meeting:2", -2, daysAgo(1))]);
      expect(await look()).toEqual([["done", "done"], 2]);
    });
  });
});
