import { describe, expect, it } from "@jest/globals";
import { detectStall } from "../../../src/analysis/stalls/detect-stall.ts";
import { type Learned, noModel, toLearned } from "../../../src/analysis/stalls/learned.ts";
import type { DealFacts, DealTouch } from "../../../src/domain/deal-facts.ts";
import type { Episode } from "../../../src/domain/finding.ts";
import type { Stall, StallRule } from "../../../src/domain/stall.ts";
import type { CivilDate } from "../../../src/domain/time.ts";
import { aContext, aDeal, aFollowUp, aStalledDeal, aTouch, daysAgo, learned, now } from "../builders.ts";

function detect(facts: DealFacts, promiseDue: CivilDate | null = null, change = {}) {
  return detectStall(facts, learned, { ...aContext(change), findPromiseDue: () => promiseDue });
}

function detectWith(model: Learned, facts: DealFacts) {
  return detectStall(facts, model, { ...aContext(), findPromiseDue: () => null });
}

function stallOf(facts: DealFacts, promiseDue: CivilDate | null = null, change = {}): Stall {
  const found = detect(facts, promiseDue, change);
  if (typeof found === "string") throw new Error(`expected a stall, found ${found}`);
  return found;
}

const rulesOf = (stall: Stall) => stall.signs.map(({ rule }) => rule);

describe("the healthy deal", () => {
  it("is moving", () => {
    expect(detect(aDeal())).toBe("moving");
  });
});

describe("stage-age", () => {
  it("names a deal beyond what nearly all deals needed, since the day the limit was passed", () => {
    const stall = stallOf(aDeal({ daysInStage: 30 }));
    expect(stall).toMatchObject({ rule: "stage-age", since: "2026-10-05", days: 9, usualDays: 10 });
    expect(stall.signs[0]).toMatchObject({
      observed: 30,
      threshold: 20,
      sample: 40,
      within: 37,
      basis: "stage",
    });
  });

  it("leaves a deal alone on the last usual day", () => {
    expect(detect(aDeal({ daysInStage: 20 }))).toBe("moving");
    expect(stallOf(aDeal({ daysInStage: 21 })).days).toBe(0);
  });

  it("is quieted by contact with the buyer that is booked within two weeks, not by a later one", () => {
    const meeting = (inDays: number) =>
      aTouch({ kind: "meeting", result: "booked", at: now + inDays * 86_400_000, createdAt: daysAgo(1) });
    const still = (inDays: number) =>
      detect(aDeal({ daysInStage: 30, touches: [aTouch({ at: daysAgo(9) }), meeting(inDays)] }));
    expect(still(3)).toBe("moving");
    expect(still(15)).toMatchObject({ rule: "stage-age" });
  });

  it("comes sooner when the buyer is out of contact for longer than usual, since the day both limits were passed", () => {
    const [clock] = learned.clocks.values();
    if (clock === undefined) throw new Error("the builders have no clock");
    const strict = { ...learned, clocks: new Map([["sales\noffer", { ...clock, quietLimitDays: 12 }]]) };
    const still = (quietDays: number) =>
      detectWith(strict, aDeal({ daysInStage: 15, touches: [aTouch({ at: daysAgo(quietDays) })] }));
    expect(still(8)).toBe("moving");
    expect(still(9)).toMatchObject({ rule: "stage-age", since: "2026-10-14", signs: [{ threshold: 12 }] });
    expect(still(12)).toMatchObject({ rule: "stage-age", since: "2026-10-12" });
  });

  it("begins anew with a new proposal", () => {
    const proposal = aTouch({ kind: "proposal", at: daysAgo(18) });
    expect(detect(aDeal({ daysInStage: 30, touches: [proposal, aTouch()] }))).toBe("moving");
  });

  it("is a guess for a stage nobody knows: no stall by itself, one together with a guessed silence", () => {
    const nothing = toLearned(noModel);
    expect(detectWith(nothing, aDeal({ daysInStage: 31 }))).toBe("moving");
    const planned = { nextStep: { text: "Send the offer", updatedAt: daysAgo(3) } };
    const touches = [aTouch({ at: daysAgo(24) })];
    expect(detectWith(nothing, aDeal({ deal: planned, daysInStage: 25, touches }))).toBe("moving");
    expect(detectWith(nothing, aStalledDeal())).toMatchObject({
      rule: "stage-age",
      signs: [
        { basis: "guess", threshold: 30, sample: 0, within: 0 },
        { basis: "guess", threshold: 21 },
        { rule: "no-next-step" },
      ],
      risk: { basis: "guess" },
    });
  });
});

describe("silence", () => {
  const silent = (change = {}) =>
    aDeal({ daysInStage: 19, touches: [aTouch({ at: daysAgo(16) })], ...change });

  it("names a deal without contact for longer than won deals ever were, since the last contact", () => {
    const stall = stallOf(silent());
    expect(stall).toMatchObject({ rule: "silence", since: "2026-09-28", days: 16 });
    expect(stall.signs[0]).toMatchObject({ observed: 16, threshold: 15, sample: 30, within: 30 });
  });

  it("counts notes, tasks, automation and Norma's own doing as no contact", () => {
    const desk = [
      aTouch({ kind: "note", at: daysAgo(2) }),
      aTouch({ kind: "task", at: daysAgo(2) }),
      aTouch({ kind: "email", source: "automation", at: daysAgo(2) }),
      aTouch({ kind: "call", source: "norma", at: daysAgo(2) }),
      aTouch({ kind: "email", result: "failed", at: daysAgo(2) }),
    ];
    expect(rulesOf(stallOf(silent({ touches: [aTouch({ at: daysAgo(16) }), ...desk] })))[0]).toBe("silence");
  });

  it("is quieted by a booked meeting and by a promise that is still open, but not by a cancelled meeting", () => {
    const booked = aTouch({ kind: "meeting", result: "booked", at: now + 86_400_000, createdAt: daysAgo(9) });
    const touches = [aTouch({ at: daysAgo(16) }), booked];
    expect(detect(silent({ touches }))).toBe("moving");
    expect(detect(silent(), "2026-10-20")).toBe("moving");
    expect(detect(silent(), "2026-10-13")).toMatchObject({ rule: "silence" });
    const cancelled = [aTouch({ at: daysAgo(16) }), { ...booked, result: "failed" } as const];
    expect(detect(silent({ touches: cancelled }))).toMatchObject({ rule: "silence" });
  });

  it("is not read from a record that lacks a channel or has no contact to log by", () => {
    expect(detect(silent(), null, { unmeasuredKinds: new Set(["email"]) })).toBe("moving");
    expect(detect(silent({ touches: [], contactCount: 0 }))).toBe("moving");
  });

  it("is never counted from before the record begins", () => {
    const stall = stallOf(silent({ touches: [] }), null, { activitiesSince: daysAgo(17) });
    expect(stall.signs[0]).toMatchObject({ rule: "silence", observed: 17 });
  });
});

describe("a stall that the CRM shows already", () => {
  const shown = (rule: StallRule, since: CivilDate): Episode => ({
    id: "e1",
    dealId: "d1",
    rule,
    since,
    usualDays: 10,
    state: "flagged",
    openedOn: since,
    flaggedOn: since,
  });

  it("does not end because a learned limit shifted", () => {
    const old = aDeal({ daysInStage: 19, episode: shown("stage-age", "2026-10-13") });
    expect(detect(old)).toMatchObject({ rule: "stage-age" });
    const contact = aTouch({ at: daysAgo(14) });
    const quiet = aDeal({ daysInStage: 19, touches: [contact], episode: shown("silence", "2026-09-30") });
    expect(detect(quiet)).toMatchObject({ rule: "silence" });
  });

  it("ends when the deal enters another stage or the buyer was in contact since", () => {
    expect(detect(aDeal({ daysInStage: 5, episode: shown("stage-age", "2026-09-13") }))).toBe("moving");
    expect(detect(aDeal({ episode: shown("silence", "2026-09-13") }))).toBe("moving");
  });

  it("is not cleared by a promise alone, only by what follows it or by a booked meeting", () => {
    const episode = shown("silence", "2026-09-28");
    const touches = [aTouch({ at: daysAgo(16) })];
    expect(detect(aDeal({ daysInStage: 19, touches, episode }), "2026-10-20")).toMatchObject({
      rule: "silence",
    });
    const booked = aTouch({ kind: "meeting", result: "booked", at: now + 86_400_000, createdAt: daysAgo(9) });
    expect(detect(aDeal({ daysInStage: 19, touches: [...touches, booked], episode }))).toBe("moving");
  });
});

describe("close-date-past", () => {
  it("names a deal whose close date passed by more than one working day", () => {
    expect(stallOf(aDeal({ deal: { closeDate: "2026-10-05" } }))).toMatchObject({
      rule: "close-date-past",
      since: "2026-10-05",
      signs: [{ observed: 9, threshold: 1, basis: "stated" }],
    });
    expect(detect(aDeal({ deal: { closeDate: "2026-10-13" } }))).toBe("moving");
  });
});

describe("weak signs", () => {
  const pushed = [
    { dealId: "d1", field: "close-date", at: daysAgo(50), value: "2026-11-01" },
    { dealId: "d1", field: "close-date", at: daysAgo(40), value: "2026-12-01" },
    { dealId: "d1", field: "close-date", at: daysAgo(10), value: "2027-01-01" },
  ] as const;

  it("a close date pushed twice is no stall while the buyer is in contact as usual", () => {
    expect(detect(aDeal({ changes: pushed }))).toBe("moving");
  });

  it("a close date pushed twice names the stall of a deal that is quiet for longer than usual", () => {
    const stall = stallOf(aDeal({ changes: pushed, touches: [aTouch({ at: daysAgo(9) })] }));
    expect(stall).toMatchObject({ rule: "close-date-pushed", since: "2026-10-04" });
    expect(stall.signs[0]).toMatchObject({ observed: 2, threshold: 1, unit: "times" });
  });

  it("a date pulled in, and a slip corrected the same day, are no pushes", () => {
    const changes = [
      pushed[0],
      { ...pushed[1], value: "2026-10-20" },
      { ...pushed[2], at: daysAgo(20), value: "2027-01-01" },
      { ...pushed[2], at: daysAgo(20) + 60_000, value: "2026-10-25" },
    ];
    expect(detect(aDeal({ changes, touches: [aTouch({ at: daysAgo(9) })] }))).toBe("moving");
  });

  const planless = (change = {}) =>
    aDeal({ daysInStage: 16, touches: [aTouch({ at: daysAgo(15) })], ...change });

  it("no next step names the stall of a quiet deal, since the day the limit was passed", () => {
    expect(stallOf(planless())).toMatchObject({ rule: "no-next-step", since: "2026-10-14", days: 0 });
  });

  it("a next step written lately, of unknown age, an open task or a promise is a next step", () => {
    expect(detect(planless({ deal: { nextStep: { text: "Send offer", updatedAt: daysAgo(3) } } }))).toBe(
      "moving",
    );
    expect(detect(planless({ deal: { nextStep: { text: "Send offer", updatedAt: null } } }))).toBe("moving");
    const described = aFollowUp("Send offer", daysAgo(3), { channel: "description" });
    expect(detect(planless({ followUps: [described] }))).toBe("moving");
    const task = aTouch({ kind: "task", result: "booked", at: now + 86_400_000, createdAt: daysAgo(15) });
    expect(detect(planless({ touches: [aTouch({ at: daysAgo(15) }), task] }))).toBe("moving");
    expect(detect(planless(), "2026-10-14")).toBe("moving");
    const norma = { ...task, source: "norma" } as const;
    expect(detect(planless({ touches: [aTouch({ at: daysAgo(15) }), norma] }))).toMatchObject({
      rule: "no-next-step",
    });
  });

  it("are listed behind the rule that names the stall", () => {
    const stall = stallOf(aStalledDeal({ changes: pushed, deal: { closeDate: "2026-09-01" } }));
    expect(rulesOf(stall)).toEqual([
      "stage-age",
      "silence",
      "close-date-past",
      "close-date-pushed",
      "no-next-step",
    ]);
  });
});

describe("a deal that moved", () => {
  it("by contact, stage or amount within three days is moving whatever its signs", () => {
    expect(detect(aStalledDeal({ touches: [aTouch({ at: daysAgo(2) })] }))).toBe("moving");
    expect(
      detect(aStalledDeal({ touches: [aTouch({ kind: "email", direction: "inbound", at: daysAgo(2) })] })),
    ).toBe("moving");
    const amount = { dealId: "d1", field: "amount", at: daysAgo(2), value: "900" } as const;
    expect(detect(aStalledDeal({ changes: [amount] }))).toBe("moving");
    expect(detect(aDeal({ daysInStage: 2, touches: [] }))).toBe("moving");
  });

  it("does not move by attempts once it is past the limit that was learned for those, but by real contact", () => {
    const [clock] = learned.clocks.values();
    if (clock === undefined) throw new Error("the builders have no clock");
    const tried = { ...learned, clocks: new Map([["sales\noffer", { ...clock, triedLimitDays: 30 }]]) };
    const still = (daysInStage: number, change: Partial<DealTouch>) =>
      detectWith(tried, aStalledDeal({ daysInStage, touches: [aTouch({ at: daysAgo(1), ...change })] }));
    expect(still(31, {})).toMatchObject({ rule: "stage-age", signs: [{ observed: 31, threshold: 20 }] });
    expect(still(30, {})).toBe("moving");
    expect(still(31, { kind: "email" })).toMatchObject({ rule: "stage-age" });
    for (const reached of [{ isConnected: true }, { direction: "inbound" }, { kind: "meeting" }] as const)
      expect(still(31, reached)).toBe("moving");
  });

  it("does not move by an unanswered call, a change of owner, or what automation sent", () => {
    const missed = aTouch({ result: "missed", at: daysAgo(1) });
    expect(detect(aStalledDeal({ touches: [missed] }))).toMatchObject({ rule: "stage-age" });
    const owner = { dealId: "d1", field: "owner", at: daysAgo(7), value: "r1" } as const;
    expect(detect(aStalledDeal({ changes: [owner] }))).toMatchObject({ rule: "stage-age" });
    const sequence = aTouch({ kind: "email", source: "automation", at: daysAgo(1) });
    expect(detect(aStalledDeal({ touches: [sequence] }))).toMatchObject({ rule: "stage-age" });
  });
});

describe("a deal that is not judged", () => {
  it.each([
    ["closed", { deal: { outcome: "won" } }],
    ["no-owner", { deal: { ownerId: null } }],
    ["inactive-owner", { deal: { ownerId: "left" } }],
    ["unknown-age", { deal: { createdAt: null } }],
    ["unknown-age", { spells: [] }],
    ["new", { deal: { createdAt: daysAgo(6) } }],
    ["incomplete-data", { deal: { stageId: "qualified" } }],
  ] as const)("because it is %s", (because, change) => {
    expect(detect(aStalledDeal(change))).toBe(because);
  });

  it("because nothing its owner does is on record anywhere", () => {
    expect(detect(aStalledDeal(), null, { recordedRepIds: new Set(["r2"]) })).toBe("incomplete-data");
    expect(detect(aStalledDeal(), null, { absentRepIds: new Set(["r1"]) })).toBe("absent-owner");
  });
});

describe("no look-ahead", () => {
  it("nothing that happened or became known after now counts as done", () => {
    const later = now + 3_600_000;
    const facts = aStalledDeal();
    const withFuture = {
      ...facts,
      touches: [
        ...facts.touches,
        aTouch({ at: later, createdAt: later }),
        aTouch({ at: daysAgo(1), createdAt: later }),
      ],
      changes: [{ dealId: "d1", field: "amount", at: later, value: "1" } as const],
      spells: [
        ...facts.spells.slice(0, 1),
        { dealId: "d1", stageId: "offer", enteredAt: daysAgo(40), leftAt: later },
      ],
    };
    expect(detect(withFuture)).toEqual(detect(facts));
  });
});
