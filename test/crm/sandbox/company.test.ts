import { describe, expect, it } from "@jest/globals";
import { type Company } from "../../../src/crm/sandbox/company/company.ts";
import { createCompany } from "../../../src/crm/sandbox/company/create-company.ts";
import type { CompanyEvent, Touch } from "../../../src/crm/sandbox/company/model.ts";
import type { PlantedTruth } from "../../../src/crm/sandbox/company/planted.ts";
import type { CompanySize } from "../../../src/crm/sandbox/company/size.ts";
import { phrases } from "../../../src/crm/sandbox/company/texts/write-text.ts";
import { defaultStartAt } from "../../../src/crm/sandbox/options.ts";
import { msPerDay, toCivilDate } from "../../../src/domain/time.ts";

const timeZone = "Europe/Warsaw";

function play(seed: number, size: CompanySize = "demo"): { company: Company; events: CompanyEvent[] } {
  const events: CompanyEvent[] = [];
  let next = 1;
  const company = createCompany({
    seed,
    size,
    startAt: defaultStartAt,
    timeZone,
    currency: "PLN",
    takeId: () => String(next++),
    emit: (event) => events.push(event),
  });
  company.playHistory();
  return { company, events };
}

const { company, events } = play(1);
const open = company.listDeals().filter(({ isOpen }) => isOpen);
const touches = events.flatMap((event) => (event.kind === "touch-logged" ? [event.touch] : []));

function planted<K extends PlantedTruth["on"]>(on: K): Extract<PlantedTruth, { on: K }>[] {
  const isOn = (truth: PlantedTruth): truth is Extract<PlantedTruth, { on: K }> => truth.on === on;
  return company.planted.filter(isOn);
}

function touchesOf(dealId: string): Touch[] {
  return touches.filter(({ dealIds }) => dealIds.includes(dealId));
}

function describedOf(dealId: string): string[] {
  return events.flatMap((event) =>
    event.kind === "deal-changed" && event.dealId === dealId ? (event.changes.description ?? []) : [],
  );
}

function daysAgo(at: number): number {
  return (defaultStartAt - at) / msPerDay;
}

describe("a company", () => {
  it("is the same for the same seed and another for another", () => {
    const again = play(1);
    again.company.advanceDay();
    const twin = play(1);
    twin.company.advanceDay();
    expect(JSON.stringify(again.events)).toBe(JSON.stringify(twin.events));
    expect(JSON.stringify(again.events.slice(0, events.length))).toBe(JSON.stringify(events));
    expect(JSON.stringify(play(2).events)).not.toBe(JSON.stringify(events));
  });

  it("has the demo's size and no event after its start", () => {
    expect(open.length).toBeGreaterThanOrEqual(55);
    expect(open.length).toBeLessThanOrEqual(75);
    const closed = company.listDeals().length - open.length;
    expect(closed).toBeGreaterThan(140);
    expect(events.every(({ at }) => at < defaultStartAt)).toBe(true);
    const activityDays = new Set(touches.map(({ at }) => toCivilDate(at, timeZone)));
    expect(activityDays.size).toBeGreaterThan(90);
  });

  it("goes on day by day from its start", () => {
    const { company: one, events: all } = play(3, {
      reps: 4,
      openDeals: 20,
      activitiesPerDay: 60,
      historyDays: 5,
    });
    const before = all.length;
    const day = one.nextDay();
    one.advanceDay();
    expect(day).toBe("2026-10-14");
    expect(one.nextDay()).toBe("2026-10-15");
    const added = all.slice(before);
    expect(added.length).toBeGreaterThan(30);
    expect(added.every(({ at }) => toCivilDate(at, timeZone) === day)).toBe(true);
  });

  it("has about as many deals and activities as its size says", () => {
    const { company: one, events: all } = play(4, {
      reps: 10,
      openDeals: 200,
      activitiesPerDay: 1_000,
      historyDays: 4,
    });
    const now = one.listDeals().filter(({ isOpen }) => isOpen).length;
    expect(Math.abs(now - 200)).toBeLessThan(30);
    const tuesday = all.filter(
      (event) => event.kind === "touch-logged" && toCivilDate(event.at, timeZone) === "2026-10-13",
    );
    expect(Math.abs(tuesday.length - 1_100)).toBeLessThan(250);
  });
});

describe("what is planted", () => {
  const stalled = planted("deal").filter(({ kind }) => kind === "stalled");

  it("covers every rule and every flag, on open deals with an owner", () => {
    expect(new Set(stalled.map(({ rule }) => rule))).toEqual(
      new Set(["stage-age", "silence", "close-date-past", "close-date-pushed", "no-next-step"]),
    );
    expect(new Set(stalled.map(({ flag }) => flag))).toEqual(
      new Set(["solution", "vague", "excuse", "silent", "broken"]),
    );
    const openIds = new Set(open.map(({ id }) => id));
    expect(stalled.filter(({ dealId, repId }) => !openIds.has(dealId) || repId === null)).toEqual([]);
    expect(new Set(stalled.map(({ language }) => language))).toEqual(new Set(["en", "pl", "ru"]));
  });

  it("writes the follow-up last of all texts, in the flag's sense", () => {
    for (const { dealId, text, flag, due } of stalled) {
      const note = touchesOf(dealId).findLast((touch) => touch.text !== null && touch.kind === "note");
      const last = note?.text ?? describedOf(dealId).at(-1);
      if (flag === "silent") expect(last).toBeUndefined();
      else expect(last).toContain(text);
      if (flag === "broken") expect(due !== null && due < "2026-10-13").toBe(true);
      if (flag === "solution") expect(due !== null && due > "2026-10-14").toBe(true);
    }
  });

  it("does nothing after a promise that was not kept", () => {
    for (const { dealId } of stalled.filter(({ flag }) => flag === "broken")) {
      expect(touchesOf(dealId).at(-1)?.kind).toBe("note");
    }
  });

  it("is silent where silence is the rule, except for machines", () => {
    const silent = planted("deal").filter(({ rule }) => rule === "silence");
    for (const { dealId } of silent) {
      const byPeople = touchesOf(dealId).filter(({ origin, kind }) => origin === "person" && kind !== "note");
      expect(Math.min(...byPeople.map(({ at }) => daysAgo(at)))).toBeGreaterThan(25);
    }
    const automated = planted("deal").find(({ kind }) => kind === "automated-only");
    const byMachine = touchesOf(automated?.dealId ?? "").filter(({ origin }) => origin !== "person");
    expect(byMachine.length).toBe(4);
  });

  it("moves the close date three times where it is pushed, and leaves it behind where it is past", () => {
    const changes = (dealId: string) =>
      events.flatMap((event) =>
        event.kind === "deal-changed" && event.dealId === dealId ? (event.changes.closeDate ?? []) : [],
      );
    for (const { dealId, rule } of stalled) {
      expect(changes(dealId)).toHaveLength(rule === "close-date-pushed" ? 3 : 0);
      expect(changes(dealId)).toEqual(changes(dealId).toSorted());
      const opened = events.find((event) => event.kind === "deal-opened" && event.deal.id === dealId);
      const closeDate = opened?.kind === "deal-opened" ? (opened.deal.closeDate ?? "") : "";
      if (rule === "close-date-past") expect(closeDate < "2026-10-12").toBe(true);
    }
  });

  it("has deals that look odd and must be left alone", () => {
    const odd = planted("deal").filter(({ rule }) => rule === null);
    expect(new Set(odd.map(({ kind }) => kind))).toEqual(
      new Set([
        "moving",
        "new",
        "booked-meeting",
        "inferred-link",
        "no-answer-only",
        "no-creation-date",
        "no-owner",
        "inactive-owner",
      ]),
    );
    const of = (kind: string) => touchesOf(odd.find((truth) => truth.kind === kind)?.dealId ?? "");
    expect(of("booked-meeting").some(({ at, result }) => at > defaultStartAt && result === "booked")).toBe(
      true,
    );
    expect(
      of("no-answer-only")
        .slice(-4)
        .every(({ result }) => result === "no-answer"),
    ).toBe(true);
    const inferred = odd.find(({ kind }) => kind === "inferred-link")?.dealId;
    const [contactId = ""] = company.listDeals().find(({ id }) => id === inferred)?.contactIds ?? [];
    const onContact = touches.filter(
      ({ contactIds, dealIds }) => contactIds.includes(contactId) && dealIds.length === 0,
    );
    expect(Math.min(...onContact.map(({ at }) => daysAgo(at)))).toBeLessThan(3);
  });

  it("has a rep away, one who slackened while working, and a manager who sells", () => {
    const rep = (kind: string) => planted("rep").find((truth) => truth.kind === kind);
    const inDays = (repId: string | undefined, from: number, to: number) =>
      touches.filter((touch) => {
        const ago = daysAgo(touch.at);
        return touch.repId === repId && touch.kind === "call" && ago > from && ago <= to;
      }).length;
    expect(inDays(rep("absent")?.repId, 0, 14)).toBe(0);
    expect(inDays(rep("absent")?.repId, 14, 28)).toBeGreaterThan(40);
    const slack = rep("below-norm")?.repId;
    expect(inDays(slack, 0, 14) / inDays(slack, 14, 28)).toBeLessThan(0.6);
    expect(inDays(slack, 0, 7)).toBeGreaterThan(5);
    expect(open.filter(({ ownerId }) => ownerId === rep("selling-manager")?.repId)).toHaveLength(3);
  });

  it("loses deals of one segment over the price", () => {
    const [segment] = planted("segment");
    const lost = events.filter(
      (event) =>
        event.kind === "deal-changed" && segment?.dealIds.includes(event.dealId) && event.changes.lostReason,
    );
    expect(lost).toHaveLength(10);
  });
});

describe("texts", () => {
  it.each(["en", "pl", "ru"] as const)("in %s are at least 40 and all different", (language) => {
    const texts = phrases[language].followUps.map(({ text }) => text);
    expect(texts.length).toBeGreaterThanOrEqual(40);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it("name a day in every solution and in nothing else", () => {
    for (const { followUps } of Object.values(phrases)) {
      for (const { verdict, text } of followUps)
        expect([text, text.includes("{day}")]).toEqual([text, verdict === "solution"]);
    }
  });
});
