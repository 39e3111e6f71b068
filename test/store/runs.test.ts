import { describe, expect, it } from "@jest/globals";
import { product } from "../../config/product.ts";
import type { ActivityKind } from "../../src/domain/activity.ts";
import { AppError, type ErrorCode } from "../../src/domain/errors.ts";
import type { Finding } from "../../src/domain/finding.ts";
import type { Norm, NormJudgement } from "../../src/domain/norm.ts";
import type { StageClock, StallModel } from "../../src/domain/stall-model.ts";
import { type Moment, msPerDay, msPerMinute } from "../../src/domain/time.ts";
import { loadCheckpoint, saveCheckpoint } from "../../src/store/checkpoints.ts";
import { saveDeals } from "../../src/store/deals.ts";
import { countPlacesByRep, loadOpenEpisodes, saveEpisodes } from "../../src/store/episodes.ts";
import { loadFindings, purgeFindings, saveFindings } from "../../src/store/findings.ts";
import { loadNorms, loadStallModel, saveNorms, saveStallModel } from "../../src/store/learned.ts";
import type { TenantDb } from "../../src/store/open-store.ts";
import {
  addCounts,
  addUnmeasured,
  failRun,
  findUnfinishedRun,
  finishRun,
  lastFinishedRun,
  loadRun,
  markStepDone,
  setCounts,
  startRun,
} from "../../src/store/runs.ts";
import { planWrites } from "../../src/store/writes.ts";
import { findMissedSince, loadMissedKinds, noteMissedKinds } from "../../workers/missed-kinds.ts";
import type { Step } from "../../workers/night.ts";
import { closeStream, forgetPlacesAfter, openStream, savePlace } from "../../workers/streams.ts";
import { aDealRecord, anEpisode, daysAgo, now } from "./builders.ts";
import { storeKinds, useStore } from "./store-under-test.ts";

describe.each(storeKinds)("runs, %s store", (kind) => {
  const under = useStore(kind);

  it("goes on with a run until it is finished or failed", async () => {
    await under().inNew(async (db) => {
      expect(await findUnfinishedRun(db)).toBeNull();
      const run = await startRun(db, { asOf: now, isDryRun: true });
      expect(run).toMatchObject({
        asOf: now,
        isDryRun: true,
        state: "running",
        stepsDone: [],
        problem: null,
        finishedAt: null,
      });
      expect(await findUnfinishedRun(db)).toEqual(run);
      expect(await lastFinishedRun(db)).toBeNull();
      await finishRun(db, run.id);
      expect(await findUnfinishedRun(db)).toBeNull();
      expect(await lastFinishedRun(db)).toMatchObject({
        id: run.id,
        state: "finished",
        finishedAt: expect.any(Number),
      });
      const next = await startRun(db, { asOf: now, isDryRun: false });
      await failRun(db, next.id, "The CRM is down.");
      expect(await loadRun(db, next.id)).toMatchObject({ state: "failed", problem: "The CRM is down." });
      expect(await findUnfinishedRun(db)).toBeNull();
    });
  });

  it("marks a step once", async () => {
    await under().inNew(async (db) => {
      const { id } = await startRun(db, { asOf: now, isDryRun: false });
      for (const step of ["pull", "learn", "pull"]) await markStepDone(db, id, step);
      expect((await loadRun(db, id)).stepsDone).toEqual(["pull", "learn"]);
    });
  });

  it("adds counts up, also those of shards that count at the same time", async () => {
    const { store } = under();
    const { id } = await store.inTenant("t_count", (db) => startRun(db, { asOf: now, isDryRun: false }));
    await Promise.all(
      Array.from({ length: 8 }, () =>
        store.inTenant("t_count", (db) => addCounts(db, id, { calls: { search: 2 }, pulled: { deals: 1 } })),
      ),
    );
    await store.inTenant("t_count", (db) =>
      setCounts(db, id, { pulled: { deals: 3 }, found: { stalled: 1 } }),
    );
    const { counts } = await store.inTenant("t_count", (db) => loadRun(db, id));
    expect(counts).toEqual({
      pulled: { deals: 3 },
      unmeasured: {},
      volume: {},
      calls: { search: 16 },
      found: { stalled: 1 },
      written: {},
      judge: {},
    });
  });

  it("names a run that is not there as a mistake of Norma's", async () => {
    await expect(under().inNew((db) => loadRun(db, "none"))).rejects.toMatchObject({ code: "bug-found" });
  });

  it("replaces a finding by subject, and keeps runs apart", async () => {
    const judgement: NormJudgement = {
      repId: "anna",
      metric: "calls",
      period: "day",
      start: "2026-03-19",
      actual: 1,
      expected: 9,
      low: 4,
      high: 14,
      sample: 40,
      runSince: null,
      status: "below",
      change: null,
    };
    const norm: Finding = { kind: "norm", judgement, explanation: "1 call, usually 9" };
    const channel: Finding = {
      kind: "silent-channel",
      metric: "emails",
      repIds: ["anna", "jan"],
      explanation: "0 e-mails for Anna and Jan",
    };
    const moving: Finding = { kind: "moving", dealId: "1" };
    const failed: Finding = { kind: "failed", dealId: "1", problem: "a throw" };
    await under().inNew(async (db) => {
      await saveFindings(db, "r1", [moving, norm, channel]);
      await saveFindings(db, "r1", [failed]);
      await saveFindings(db, "r2", [{ kind: "moving", dealId: "2" }]);
      expect(await loadFindings(db, "r1")).toEqual([channel, failed, norm]);
      await purgeFindings(db, "r2");
      expect(await loadFindings(db, "r1")).toEqual([]);
      expect(await loadFindings(db, "r2")).toHaveLength(1);
    });
  });

  it("keeps episodes as they were frozen, one open per deal", async () => {
    await under().inNew(async (db) => {
      const first = anEpisode({ id: "e1" });
      const second = anEpisode({ id: "e2", dealId: "2", state: "listed", flaggedOn: null, usualDays: null });
      await saveEpisodes(db, [first, second]);
      expect(await loadOpenEpisodes(db)).toEqual([first, second]);
      // Ended and begun anew in one night, whatever the order.
      const anew = anEpisode({ id: "e3", openedOn: "2026-03-20" });
      await saveEpisodes(db, [anew, { ...first, state: "closed" }]);
      expect(await loadOpenEpisodes(db)).toEqual([second, anew]);
      await saveEpisodes(db, [{ ...second, state: "closed" }]);
      expect(await loadOpenEpisodes(db)).toEqual([anew]);
    });
    await expect(
      under().inNew((db) => saveEpisodes(db, [anEpisode({ id: "e1" }), anEpisode({ id: "e2" })])),
    ).rejects.toMatchObject({ code: "23505" });
  });

  it("counts per rep the stalls flagged on a day or given a task on it, ended ones included", async () => {
    const counts = await under().inNew(async (db) => {
      await saveDeals(
        db,
        ["1", "2", "3"].map((id) => aDealRecord({ id, ownerId: id === "3" ? null : "anna" })),
        "r1",
      );
      await saveEpisodes(db, [
        anEpisode({ id: "e1", dealId: "1", state: "closed" }),
        anEpisode({ id: "e2", dealId: "1" }),
        anEpisode({ id: "e3", dealId: "2", flaggedOn: "2026-03-02" }),
        anEpisode({ id: "e4", dealId: "3" }),
      ]);
      const from = Date.parse("2026-03-03T00:00:00Z");
      const today = await startRun(db, { asOf: from, isDryRun: false });
      const task = { kind: "task-create", dealId: "1", payload: {} } as const;
      await planWrites(db, [{ ...task, key: "task-e1", episodeId: "e1", runId: today.id }]);
      const day = { date: "2026-03-03", from, to: from + msPerDay };
      const flagged = await countPlacesByRep(db, day);
      await planWrites(db, [{ ...task, key: "task-e3", dealId: "2", episodeId: "e3", runId: today.id }]);
      return [flagged, await countPlacesByRep(db, day)];
    });
    expect(counts).toEqual([new Map([["anna", 2]]), new Map([["anna", 3]])]);
  });

  it("replaces what was learned as a whole", async () => {
    const norm: Norm = {
      repId: "anna",
      metric: "calls",
      period: "week",
      expected: 41.5,
      low: 30,
      high: 55,
      sample: 8,
    };
    const clock: StageClock = {
      pipelineId: "p",
      stageId: "s",
      usualDays: 9,
      limitDays: 30.5,
      quietLimitDays: 20,
      triedLimitDays: null,
      sample: 20,
      within: 19,
      basis: "stage",
    };
    const model: StallModel = { clocks: [clock], silences: [], habits: [] };
    await under().inNew(async (db) => {
      await saveNorms(db, [norm, { ...norm, metric: "emails" }]);
      await saveNorms(db, [norm]);
      expect(await loadStallModel(db)).toBeNull();
      await saveStallModel(db, { ...model, clocks: [clock, { ...clock, stageId: "t" }] });
      await saveStallModel(db, model);
      expect([await loadNorms(db), await loadStallModel(db)]).toEqual([[norm], model]);
    });
  });

  it("goes back for a kind of activity that could not be read, once it can be, and no further", async () => {
    await under().inNew(async (db) => {
      const night = async (unmeasured: readonly ActivityKind[]) => {
        const run = await startRun(db, { asOf: now, isDryRun: false });
        await addUnmeasured(db, run.id, unmeasured);
        const inTenant: Step["inTenant"] = (act) => act(db);
        // Nothing else of a step is looked at.
        const step = { run, now, inTenant, deps: { product } } as unknown as Step;
        const since = await findMissedSince(step, 180);
        await noteMissedKinds(step);
        return { since, missed: await loadMissedKinds(step) };
      };
      expect(await night(["email"])).toEqual({ since: null, missed: ["email"] });
      await saveCheckpoint(db, { stream: "activities", runId: "r", cursor: "end", watermark: daysAgo(1) });
      expect(await night(["email", "call"])).toEqual({ since: null, missed: ["call", "email"] });
      const overlapMs = product.pull.overlapMinutes * 60_000;
      expect(await night(["email"])).toEqual({ since: daysAgo(1) - overlapMs, missed: ["email"] });
      expect(await night([])).toEqual({ since: daysAgo(180), missed: [] });
      expect(await night([])).toEqual({ since: null, missed: [] });
    });
  });

  describe("a first reading that an earlier night broke off", () => {
    const overlapMs = product.pull.overlapMinutes * msPerMinute;

    /** A night of so many days ago. */
    async function beginNight(db: TenantDb, days: number) {
      const run = await startRun(db, { asOf: daysAgo(days), isDryRun: false });
      return {
        run,
        now: daysAgo(days),
        inTenant: <T>(act: (db: TenantDb) => T) => act(db),
        deps: { product },
      };
    }

    /** The place of a reading that `begin` finds to be made. */
    async function open(night: Awaited<ReturnType<typeof beginNight>>) {
      const reading = await openStream(night, "deals", 365);
      if (reading === "done") throw new Error("nothing is left to be read");
      return reading;
    }

    it("is gone on with, and what changed since it began is read after it in the same night", async () => {
      await under().inNew(async (db) => {
        const first = await beginNight(db, 2);
        const begun = await open(first);
        expect(begun).toMatchObject({ cursor: null, modifiedSince: daysAgo(367) });
        await savePlace(db, begun, "page 1");
        await forgetPlacesAfter(first, new AppError("crm-quota"));

        const second = await beginNight(db, 1);
        const resumed = await open(second);
        expect(resumed).toMatchObject({ cursor: "page 1", modifiedSince: daysAgo(366) });
        await savePlace(db, resumed, "page 2");
        await failRun(db, second.run.id, "The CRM is down.");

        const third = await beginNight(db, 0);
        const last = await open(third);
        expect(last).toMatchObject({ cursor: "page 2" });
        await saveDeals(db, [aDealRecord({ modifiedAt: daysAgo(1) })], third.run.id);
        await closeStream(third, last);
        const since = await open(third);
        expect(since).toMatchObject({ cursor: null, modifiedSince: daysAgo(2) - overlapMs });
        await savePlace(db, since, "page 1");
        await closeStream(third, since);
        expect(await openStream(third, "deals", 365)).toBe("done");
        expect(await loadCheckpoint(db, "deals")).toMatchObject({ watermark: daysAgo(1) });
      });
    });

    it("is begun anew when the place itself may be the cause, after a week, and when it was not the first", async () => {
      const placeAfter = (code: ErrorCode, { days = 1, watermark = null as Moment | null } = {}) =>
        under().inNew(async (db) => {
          const first = await beginNight(db, days);
          await saveCheckpoint(db, { stream: "deals", runId: null, cursor: null, watermark });
          await savePlace(db, await open(first), "page 1");
          await forgetPlacesAfter(first, new AppError(code));
          return (await open(await beginNight(db, 0))).cursor;
        });
      expect(await placeAfter("crm-broken")).toBe("page 1");
      expect(await placeAfter("crm-refused")).toBeNull();
      expect(await placeAfter("crm-broken", { days: 8 })).toBeNull();
      expect(await placeAfter("crm-broken", { watermark: daysAgo(3) })).toBeNull();
    });
  });
});
