import { describe, expect, it } from "@jest/globals";
import { analyseDeal, analyseDeals } from "../../src/analysis/analyse-deals.ts";
import type { DealFacts } from "../../src/domain/deal-facts.ts";
import type { Episode, StalledDeal } from "../../src/domain/finding.ts";
import { fc } from "../support/properties.ts";
import {
  aContext,
  aDeal,
  aFollowUp,
  aStalledDeal,
  aTouch,
  daysAgo,
  learned,
  now,
  phrasesOf,
} from "./builders.ts";

function stalled(facts: DealFacts, context = aContext()): StalledDeal {
  const finding = analyseDeal(facts, learned, context);
  if (finding.kind !== "stalled") throw new Error(`expected a stall, found ${JSON.stringify(finding)}`);
  return finding;
}

const withTexts = (...texts: [text: string, daysAgo: number][]) =>
  aStalledDeal({ followUps: texts.map(([text, days]) => aFollowUp(text, daysAgo(days))) });

describe("a description", () => {
  const described = (text: string, days: number) =>
    aFollowUp(text, daysAgo(days), { id: `description:${text}`, channel: "description" });

  it("is read like any other text, and once where a note says the same", () => {
    const own = aStalledDeal({ followUps: [described("reason=price", 3)] });
    expect(stalled(own)).toMatchObject({
      flag: "excuse",
      reading: { followUpId: "description:reason=price" },
    });
    const copied = [aFollowUp("Reason = PRICE", daysAgo(5)), described("reason=price", 3)];
    expect(stalled(aStalledDeal({ followUps: copied })).reading).toMatchObject({ writtenAt: daysAgo(5) });
  });

  it("of unknown age goes along with a deal nobody wrote about, and judges nothing", () => {
    const background = "reason=price";
    expect(stalled(aStalledDeal({ background }))).toMatchObject({
      flag: "silent",
      reading: null,
      background,
    });
    const written = aStalledDeal({ background, followUps: [aFollowUp("reason=timing", daysAgo(3))] });
    expect(stalled(written)).not.toHaveProperty("background");
  });
});

describe("the flag", () => {
  it("is never `silent` while notes cannot be read", () => {
    const context = aContext({ hasUnreadNotes: true });
    expect(analyseDeal(withTexts(), learned, context)).toMatchObject({
      kind: "not-judged",
      because: "incomplete-data",
    });
    expect(stalled(withTexts(["reason=price", 2]), context).flag).toBe("excuse");
  });

  it.each([
    ["silent", "nothing was written", []],
    ["silent", "only a bare record was written", [["left voicemail", 2]]],
    ["silent", "the text is not judged", [["abstained reason=price", 2]]],
    ["silent", "the reason is older than the stall", [["reason=price", 35]]],
    ["excuse", "a reason without a step was written", [["reason=price", 2]]],
    [
      "excuse",
      "a bare record follows the reason",
      [
        ["reason=price", 5],
        ["left voicemail", 2],
      ],
    ],
    ["vague", "a step without a date was written", [["step=vague reason=price", 2]]],
    ["solution", "a step with a date to come was written", [["step=concrete kind=call due=2026-10-20", 2]]],
    [
      "solution",
      "the promise made before the stall is open",
      [["step=concrete kind=proposal due=2026-10-20", 31]],
    ],
    ["solution", "the date cannot be resolved", [["step=concrete kind=call", 2]]],
    ["broken", "the promise passed unkept", [["step=concrete kind=call due=2026-10-07", 9]]],
    [
      "broken",
      "a reason was written after the unkept promise",
      [
        ["step=concrete kind=call due=2026-10-07", 9],
        ["reason=price", 1],
      ],
    ],
    [
      "solution",
      "a new promise follows the unkept one",
      [
        ["step=concrete kind=call due=2026-10-07", 9],
        ["step=concrete kind=call due=2026-10-16", 1],
      ],
    ],
  ] as const)("is %s when %s", (flag, _, texts) => {
    const finding = stalled(withTexts(...texts.map(([text, days]): [string, number] => [text, days])));
    expect([finding.flag, finding.fields.flag]).toEqual([flag, flag]);
  });

  it("is silent again when the promise was kept and nothing new was written", () => {
    const facts = aStalledDeal({
      touches: [aTouch({ at: daysAgo(30) }), aTouch({ at: daysAgo(5) })],
      followUps: [aFollowUp("step=concrete kind=call due=2026-10-09", daysAgo(7))],
    });
    expect(stalled(facts).flag).toBe("silent");
  });
});

describe("the fields", () => {
  it("say since when, why, whose turn it is, in whose words, and what to ask", () => {
    const facts = withTexts(["reason=price too dear, they say", 9], ["reason=price still too dear", 2]);
    expect(stalled(facts).fields).toEqual({
      flag: "excuse",
      stalledSince: "2026-09-25",
      usualDays: 10,
      stallRule: "stage-age",
      reason: "price",
      reasonOwner: "manager",
      evidence: "“reason=price still too dear” (Anna Nowak, 12 Oct 2026)",
      promiseDue: null,
      repeats: 2,
      contradiction: "Price is named as the obstacle, but no proposal is on record.",
      ask: "This obstacle has come up 2 times. If it stayed, what else could move this deal, and by when?",
    });
  });

  it("quote the record of a silent deal, and nothing at all where nothing was written", () => {
    expect(stalled(withTexts(["left voicemail", 2])).fields.evidence).toContain("left voicemail");
    expect(stalled(withTexts()).fields).toMatchObject({ evidence: null, reason: null, repeats: null });
  });

  it("never quote a text without a word in it", () => {
    const { fields, flag } = stalled(withTexts(["reason=price", 5], ["…", 2], [" -- ", 1]));
    expect(fields.evidence).toContain("reason=price");
    expect(flag).toBe("excuse");
    expect(stalled(withTexts(["…", 2])).fields.evidence).toBeNull();
  });

  it("keep the evidence within its length, in whole characters", () => {
    const context = aContext({ phrases: phrasesOf.ru });
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 600 }), (text) => {
        const { evidence } = stalled(
          withTexts([`reason=price ${text.replaceAll("boom", "")}`, 2]),
          context,
        ).fields;
        expect(evidence?.length).toBeLessThanOrEqual(280);
        expect(evidence?.isWellFormed()).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe("a known stall", () => {
  const episode: Episode = {
    id: "e1",
    dealId: "d1",
    rule: "silence",
    since: "2026-09-01",
    usualDays: 7,
    state: "flagged",
    openedOn: "2026-09-20",
    flaggedOn: "2026-09-20",
  };

  it("keeps its rule, start and usual length while the norms move on", () => {
    const finding = stalled(aStalledDeal({ episode }));
    expect(finding.fields).toMatchObject({ stallRule: "silence", stalledSince: "2026-09-01", usualDays: 7 });
    expect(finding.stall).toMatchObject({ days: 43, rule: "silence" });
    expect(finding.stall.signs.map(({ rule }) => rule)).toEqual(["silence", "stage-age", "no-next-step"]);
  });

  it("shows the same fields the next night when nothing happened", () => {
    const facts = { ...withTexts(["reason=price", 9], ["left voicemail", 2]), episode };
    const tomorrow = aContext({ now: now + 86_400_000 });
    expect(stalled(facts, tomorrow).fields).toEqual(stalled(facts).fields);
  });
});

describe("robustness", () => {
  it("a deal that breaks the engine is a failed finding and stops no other", () => {
    const deals = [withTexts(["boom", 2]), aDeal({ deal: { id: "d2" } })];
    expect([...analyseDeals(deals, learned, aContext())]).toEqual([
      { kind: "failed", dealId: "d1", problem: "the engine broke" },
      { kind: "moving", dealId: "d2" },
    ]);
  });

  it("a moving deal's texts are not even read", () => {
    const facts = aDeal({ followUps: [aFollowUp("boom", daysAgo(2))] });
    expect(analyseDeal(facts, learned, aContext())).toEqual({ kind: "moving", dealId: "d1" });
  });

  it("the order of touches, texts, spells and changes changes nothing", () => {
    const facts = aStalledDeal({
      touches: [
        aTouch({ at: daysAgo(45) }),
        aTouch({ kind: "email", at: daysAgo(30) }),
        aTouch({ kind: "note", at: daysAgo(9) }),
      ],
      followUps: [
        aFollowUp("reason=price", daysAgo(9)),
        aFollowUp("step=vague", daysAgo(20)),
        aFollowUp("log", daysAgo(4)),
      ],
      changes: [40, 30, 20].map((days, index) => ({
        dealId: "d1",
        field: "close-date",
        at: daysAgo(days),
        value: `2026-1${index}-01`,
      })),
    });
    const all = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });
    const shuffles = fc.record({
      touches: all(facts.touches),
      followUps: all(facts.followUps),
      spells: all(facts.spells),
      changes: all(facts.changes),
    });
    fc.assert(
      fc.property(shuffles, (shuffled) => {
        expect(stalled({ ...facts, ...shuffled })).toEqual(stalled(facts));
      }),
    );
  });

  it("nothing after now counts, whatever it is", () => {
    const facts = withTexts(["reason=price", 9]);
    const future = fc.integer({ min: 1, max: 90 * 86_400_000 }).map((ms) => now + ms);
    const kinds = fc.constantFrom("call", "meeting", "email", "message", "proposal", "note", "task");
    fc.assert(
      fc.property(future, kinds, fc.constantFrom("done", "booked", "missed"), (at, kind, result) => {
        const touches = [...facts.touches, aTouch({ at, kind, result, createdAt: at })];
        const followUps = [...facts.followUps, aFollowUp("step=concrete kind=call due=2027-01-01", at)];
        expect(stalled({ ...facts, touches, followUps })).toEqual(stalled(facts));
      }),
    );
  });
});
