import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { createPacing, type Pacing } from "../../src/crm/pacing.ts";

const open: Pacing[] = [];

function aPacing(searchesPerSecond: number, callsPerSecond: number): Pacing {
  const pacing = createPacing({ searchesPerSecond, callsPerSecond });
  open.push(pacing);
  return pacing;
}

/** Moments, in ms from now, at which `count` calls that wait together may start. */
async function startsOf(pacing: Pacing, budget: "search" | "general", count: number): Promise<number[]> {
  const from = performance.now();
  const starts = Promise.all(
    Array.from({ length: count }, () => pacing.take(budget).then(() => performance.now() - from)),
  );
  await jest.advanceTimersByTimeAsync(5_000);
  return await starts;
}

describe("pacing", () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    for (const pacing of open.splice(0)) pacing.close();
    jest.useRealTimers();
  });

  it("spaces searches evenly, so that no stretch of a second ever holds more than the rate allows", async () => {
    const starts = await startsOf(aPacing(20, 100), "search", 12);
    const gaps = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(49);
    expect(starts.at(-1)).toBeLessThan(11 * 50 + 12);
  });

  it("serves callers in the order in which they came", async () => {
    const pacing = aPacing(100, 100);
    const served: number[] = [];
    const turns = [0, 1, 2, 3, 4, 5].map((caller) => pacing.take("search").then(() => served.push(caller)));
    await jest.advanceTimersByTimeAsync(1_000);
    await Promise.all(turns);
    expect(served).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("keeps searches and other calls apart: a full queue of one does not hold up the other", async () => {
    const pacing = aPacing(2, 100);
    const [searches, calls] = await Promise.all([
      startsOf(pacing, "search", 3),
      startsOf(pacing, "general", 5),
    ]);
    expect(Math.max(...calls)).toBeLessThan(50);
    expect(Math.max(...searches)).toBeGreaterThanOrEqual(1_000);
  });

  it("never shares between accounts: throttling one leaves the other at its rate", async () => {
    const throttled = aPacing(50, 50);
    const other = aPacing(50, 50);
    throttled.slowDown("search", 600);
    const [slow, quick] = await Promise.all([
      startsOf(throttled, "search", 2),
      startsOf(other, "search", 10),
    ]);
    expect(Math.min(...slow)).toBeGreaterThanOrEqual(600);
    expect(Math.max(...quick)).toBeLessThan(200);
  });

  it("halves the rate after a 429, once for answers that come together", async () => {
    const pacing = aPacing(40, 100);
    pacing.slowDown("search", 0);
    pacing.slowDown("search", 0);
    const starts = await startsOf(pacing, "search", 5);
    const gaps = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(48);
    expect(Math.max(...gaps)).toBeLessThan(52);
  });

  it("takes a lower limit from the CRM's own headers", async () => {
    const pacing = aPacing(100, 100);
    pacing.observe("general", { max: 20, remaining: 19, intervalMs: 1_000 });
    const starts = await startsOf(pacing, "general", 6);
    expect((starts.at(-1) ?? 0) - (starts[1] ?? 0)).toBeGreaterThanOrEqual(4 * 55);
  });

  it("holds back when the CRM says that the budget is nearly used up", async () => {
    const pacing = aPacing(100, 100);
    pacing.observe("general", { max: 100, remaining: 2, intervalMs: 3_000 });
    expect(Math.min(...(await startsOf(pacing, "general", 1)))).toBeGreaterThanOrEqual(300);
  });

  it("ends all waiting when it closes", async () => {
    const pacing = aPacing(1, 1);
    await pacing.take("search");
    const waiting = pacing.take("search");
    pacing.close();
    await expect(waiting).rejects.toMatchObject({ code: "interrupted" });
    await expect(pacing.take("search")).rejects.toMatchObject({ code: "interrupted" });
  });
});
