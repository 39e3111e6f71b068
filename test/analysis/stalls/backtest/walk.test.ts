import { describe, expect, it } from "@jest/globals";
import type { LoggedDeal } from "../../../../src/analysis/stalls/backtest/logged-deal.ts";
import { listLooks, summariseWalk, walkLog } from "../../../../src/analysis/stalls/backtest/walk.ts";
import { msPerDay } from "../../../../src/domain/time.ts";

const day = (days: number) => days * msPerDay;

function aDeal(id: string, outcome: LoggedDeal["outcome"], endedAfter: number | null): LoggedDeal {
  const endedAt = endedAfter === null ? null : day(endedAfter);
  return { id, repId: "ann", amount: null, createdAt: 0, endedAt, outcome, events: [] };
}

const deals = [
  aDeal("won", "won", 20),
  aDeal("lost early", "lost", 5),
  aDeal("lost", "lost", 30),
  aDeal("lost unseen", "lost", 40),
  aDeal("open", "open", null),
];

describe("a walk through a log", () => {
  const looks = listLooks({ from: day(7), until: day(35), everyDays: 7 });

  it("looks at even distances back from its end", () => {
    expect(looks).toEqual([7, 14, 21, 28, 35].map(day));
  });

  it("holds what was said at each look against how the deals ended by the last one", () => {
    const walk = walkLog(deals, looks, ({ open }) =>
      open.map(({ id }) => ({ dealId: id, rule: id === "lost" ? "silence" : null, chance: 0.75 })),
    );
    expect(walk.looks.map(({ open, flagged, newlyFlagged }) => [open, flagged, newlyFlagged])).toEqual([
      [4, 1, 1],
      [4, 1, 0],
      [3, 1, 0],
      [3, 1, 0],
      [2, 0, 0],
    ]);
    expect(summariseWalk(walk)).toMatchObject({
      won: 1,
      lost: 1,
      wonFlagged: 0,
      lostFlagged: 1,
      winRatio: 0,
    });
    expect(summariseWalk(walk).leadDays).toEqual([23, 23, 23]);
    // Two looks at the deal that was won, four at the one that was lost; the others have not ended by the last look.
    expect(walk.reliability).toEqual([{ told: 0.75, notWon: 4 / 6, count: 6 }]);
  });

  it("has no figure about nothing", () => {
    const summary = summariseWalk(walkLog([], looks, () => []));
    expect(summary).toMatchObject({ winRatio: null, wonFlaggedShare: null, leadDays: null, alarmRate: null });
  });
});
