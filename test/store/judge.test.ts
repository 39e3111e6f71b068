import { describe, expect, it } from "@jest/globals";
import { classifyFollowUp } from "../../src/analysis/follow-ups/classify-follow-up.ts";
import {
  findJudgeAnswer,
  loadJudgeUsage,
  purgeJudge,
  reserveJudgeCost,
  saveJudgeAnswer,
  settleJudgeCost,
} from "../../src/store/judge.ts";
import { daysAgo, now } from "./builders.ts";
import { storeKinds, useStore } from "./store-under-test.ts";

const day = "2026-03-20";
const cost = { tokens: 400, micros: 1_000 };
const caps = { tokens: 1_000, micros: 1e9 };

describe.each(storeKinds)("what the judge was asked and cost, %s store", (kind) => {
  const under = useStore(kind);

  it("is an answer by its key, the later one when there are two", async () => {
    await under().inNew(async (db) => {
      const [first, second] = ["Too expensive", "I call Anna tomorrow"].map((text) =>
        classifyFollowUp({ text, writtenOn: day }),
      );
      if (first === undefined || second === undefined) throw new Error("both are there");
      expect(await findJudgeAnswer(db, "k")).toBeNull();
      await saveJudgeAnswer(db, { key: "k", answer: first, now });
      await saveJudgeAnswer(db, { key: "k", answer: second, now });
      expect(await findJudgeAnswer(db, "k")).toEqual(second);
      expect(await findJudgeAnswer(db, "other")).toBeNull();
    });
  });

  it("is reserved as long as no cap is passed, day by day", async () => {
    await under().inNew(async (db) => {
      const reserve = (on: string, given = caps) => reserveJudgeCost(db, { day: on, cost, caps: given });
      expect([await reserve(day), await reserve(day), await reserve(day)]).toEqual([true, true, false]);
      expect(await reserve("2026-03-21")).toBe(true);
      expect(await loadJudgeUsage(db, day)).toEqual({ tokens: 800, micros: 2_000 });
      expect(await reserve("2026-03-22", { ...caps, micros: 999 })).toBe(false);
      expect(await reserve("2026-03-22", { ...caps, tokens: 0 })).toBe(false);
      expect(await loadJudgeUsage(db, "2026-03-22")).toEqual({ tokens: 0, micros: 0 });
    });
  });

  it("is settled to what it did cost, which makes room again", async () => {
    await under().inNew(async (db) => {
      await reserveJudgeCost(db, { day, cost, caps });
      await reserveJudgeCost(db, { day, cost, caps });
      await settleJudgeCost(db, { day, reserved: cost, used: { tokens: 100, micros: 250 } });
      expect(await loadJudgeUsage(db, day)).toEqual({ tokens: 500, micros: 1_250 });
      expect(await reserveJudgeCost(db, { day, cost, caps })).toBe(true);
      await settleJudgeCost(db, {
        day,
        reserved: { tokens: 9_999, micros: 9_999 },
        used: { tokens: 0, micros: 0 },
      });
      expect(await loadJudgeUsage(db, day)).toEqual({ tokens: 0, micros: 0 });
    });
  });

  it("never passes a cap when many reserve at once", async () => {
    const { store } = under();
    const reserve = () =>
      store.inTenant("t_rush", (db) => reserveJudgeCost(db, { day, cost: { tokens: 100, micros: 0 }, caps }));
    const done = await Promise.all(Array.from({ length: 30 }, reserve));
    expect(done.filter((isReserved) => isReserved)).toHaveLength(10);
    expect(await store.inTenant("t_rush", (db) => loadJudgeUsage(db, day))).toEqual({
      tokens: 1_000,
      micros: 0,
    });
  });

  it("is seen by its own tenant only", async () => {
    const { store } = under();
    const answer = classifyFollowUp({ text: "Too expensive", writtenOn: day });
    await store.inTenant("t_a", async (db) => {
      await saveJudgeAnswer(db, { key: "mine", answer, now });
      await reserveJudgeCost(db, { day, cost, caps });
    });
    await store.inTenant("t_b", async (db) => {
      expect(await findJudgeAnswer(db, "mine")).toBeNull();
      expect(await loadJudgeUsage(db, day)).toEqual({ tokens: 0, micros: 0 });
    });
  });

  it("goes when its time is over", async () => {
    await under().inNew(async (db) => {
      const answer = classifyFollowUp({ text: "Too expensive", writtenOn: day });
      await saveJudgeAnswer(db, { key: "old", answer, now: daysAgo(31) });
      await saveJudgeAnswer(db, { key: "new", answer, now: daysAgo(29) });
      await reserveJudgeCost(db, { day: "2026-02-01", cost, caps });
      await reserveJudgeCost(db, { day, cost, caps });
      await purgeJudge(db, daysAgo(30));
      expect([await findJudgeAnswer(db, "old"), await findJudgeAnswer(db, "new")]).toEqual([null, answer]);
      expect((await loadJudgeUsage(db, "2026-02-01")).tokens).toBe(0);
      expect((await loadJudgeUsage(db, day)).tokens).toBe(400);
    });
  });
});
