import { describe, expect, it } from "@jest/globals";
import type { Crm } from "../../src/crm/port.ts";
import { saveEpisodes } from "../../src/store/episodes.ts";
import { loadEndedTasks, loadTasksMade } from "../../src/store/plan-facts.ts";
import { startRun } from "../../src/store/runs.ts";
import { loadTwiceWritten } from "../../src/store/unkept-values.ts";
import {
  cancelWrites,
  countWrites,
  loadAllTaskIds,
  loadOpenTasks,
  loadWrites,
  markSending,
  markTasksClosed,
  type PlannedWrite,
  planWrites,
  replanWrites,
  settleWrites,
} from "../../src/store/writes.ts";
import type { Step } from "../../workers/night.ts";
import { findAllTasks, recoverRefusedTasks } from "../../workers/send-tasks.ts";
import { anEpisode, daysAgo, now } from "./builders.ts";
import { storeKinds, useStore } from "./store-under-test.ts";

function aTask(key: string, given: Partial<PlannedWrite> = {}): PlannedWrite {
  return {
    key,
    kind: "task-create",
    runId: "r1",
    dealId: "1",
    episodeId: "e1",
    payload: { draft: { subject: key } },
    ...given,
  };
}

function written(key: string, remoteId: string) {
  return { kind: "written", key, remoteId, modifiedAt: null } as const;
}

describe.each(storeKinds)("the ledger, %s store", (kind) => {
  const under = useStore(kind);

  it("plans a key once for ever, whatever became of it", async () => {
    await under().inNew(async (db) => {
      await planWrites(db, [aTask("a"), aTask("b")]);
      await markSending(db, ["a"], "r1");
      await settleWrites(db, [written("a", "77")]);
      await planWrites(db, [
        aTask("a", { runId: "r2", payload: {} }),
        aTask("b", { payload: {} }),
        aTask("c", { runId: "r2" }),
      ]);
      const writes = await loadWrites(db, {});
      expect(writes.map(({ key, state, runId, payload }) => [key, state, runId, payload])).toEqual([
        ["a", "written", "r1", { draft: { subject: "a" } }],
        ["b", "planned", "r1", { draft: { subject: "b" } }],
        ["c", "planned", "r2", { draft: { subject: "c" } }],
      ]);
    });
  });

  it("gives each write to one of the workers that want it", async () => {
    const { store } = under();
    const keys = Array.from({ length: 50 }, (_, index) => `k${index}`);
    await store.inTenant("t_claim", (db) =>
      planWrites(
        db,
        keys.map((key) => aTask(key)),
      ),
    );
    const claims = await Promise.all(
      [0, 1, 2, 3].map(() => store.inTenant("t_claim", (db) => markSending(db, keys, "r1"))),
    );
    expect(claims.flat().toSorted()).toEqual(keys.toSorted());
    expect(await store.inTenant("t_claim", (db) => loadWrites(db, { states: ["planned"] }))).toEqual([]);
  });

  it("goes from planned over sending to what came of it", async () => {
    await under().inNew(async (db) => {
      await planWrites(db, [aTask("a"), aTask("b"), aTask("c")]);
      expect(await markSending(db, ["a", "b", "c", "none"], "r1")).toHaveLength(3);
      await settleWrites(db, [
        written("a", "77"),
        { kind: "refused", key: "b", problem: "no such owner" },
        { kind: "unknown", key: "c", problem: "timeout" },
        written("none", "1"),
      ]);
      expect(await loadWrites(db, {})).toMatchObject([
        { key: "a", state: "written", remoteId: "77", problem: null },
        { key: "b", state: "refused", remoteId: null, problem: "no such owner" },
        { key: "c", state: "unknown", problem: "timeout" },
      ]);
      expect(await countWrites(db, "r1")).toEqual([
        { kind: "task-create", state: "refused", count: 1 },
        { kind: "task-create", state: "unknown", count: 1 },
        { kind: "task-create", state: "written", count: 1 },
      ]);
    });
  });

  it("is the run's that sent it, and a refused task is planned anew as it is found then", async () => {
    await under().inNew(async (db) => {
      await planWrites(db, [aTask("a"), aTask("b")]);
      await markSending(db, ["a"], "r2");
      await settleWrites(db, [{ kind: "refused", key: "a", problem: "no such owner" }]);
      expect((await loadTasksMade(db)).repeatableTasks).toEqual(new Map([["a", "refused"]]));
      const other = { runId: "r3", payload: { draft: { subject: "other" } } };
      await planWrites(db, [aTask("a", other), aTask("b", other)]);
      expect(await markSending(db, ["a"], "r3")).toEqual(["a"]);
      expect(await loadWrites(db, {})).toMatchObject([
        { key: "a", state: "sending", runId: "r3", attempts: 2, payload: { draft: { subject: "other" } } },
        { key: "b", state: "planned", runId: "r1", attempts: 0, payload: { draft: { subject: "b" } } },
      ]);
    });
  });

  it("looks for a refused task of a stall that lasts, before it is made again", async () => {
    const { store } = under();
    const inTenant: Step["inTenant"] = (act) => store.inTenant("t_refused", act);
    await inTenant(async (db) => {
      await saveEpisodes(db, [
        anEpisode({ id: "e1" }),
        anEpisode({ id: "e2", dealId: "2", state: "closed" }),
      ]);
      await planWrites(db, [aTask("a"), aTask("b"), aTask("c", { episodeId: "e2" })]);
      await settleWrites(
        db,
        ["a", "b", "c"].map((key) => ({ kind: "refused", key, problem: "locked" })),
      );
    });
    const asked: string[] = [];
    const findTasks: Crm["findTasks"] = async (wanted) => {
      asked.push(...wanted.map(({ key }) => key));
      return new Map([["a", "77"]]);
    };
    await recoverRefusedTasks({ inTenant } as Step, { findTasks } as Crm);
    expect(asked).toEqual(["a", "b"]);
    const states = (await inTenant((db) => loadWrites(db, {}))).map(({ key, state }) => [key, state]);
    expect(states).toEqual([
      ["a", "written"],
      ["b", "refused"],
      ["c", "refused"],
    ]);
  });

  it("knows all its tasks, also those whose answer was lost", async () => {
    await under().inNew(async (db) => {
      await planWrites(db, [aTask("a"), aTask("b"), aTask("c"), aTask("d")]);
      await markSending(db, ["a", "b", "c"], "r1");
      await settleWrites(db, [written("a", "77"), { kind: "unknown", key: "c", problem: "reset" }]);
      const asked: string[] = [];
      const findTasks: Crm["findTasks"] = async (wanted) => {
        asked.push(...wanted.map(({ key }) => key));
        return new Map([["b", "78"]]);
      };
      expect(await findAllTasks(db, { findTasks })).toEqual(["77", "78"]);
      expect(asked).toEqual(["b", "c"]);
    });
  });

  it("does not forget a write because a second, lost answer comes late", async () => {
    await under().inNew(async (db) => {
      await planWrites(db, [aTask("a")]);
      await settleWrites(db, [written("a", "77")]);
      await settleWrites(db, [{ kind: "unknown", key: "a", problem: "timeout" }]);
      await replanWrites(db, ["a"]);
      expect(await loadWrites(db, {})).toMatchObject([{ state: "written", remoteId: "77" }]);
    });
  });

  it("finds what was being sent when a process died, and lets it be sent again", async () => {
    await under().inNew(async (db) => {
      await planWrites(db, [aTask("a"), aTask("b"), aTask("c")]);
      await markSending(db, ["a", "b"], "r1");
      await settleWrites(db, [{ kind: "unknown", key: "b", problem: "reset" }]);
      const lost = { states: ["sending", "unknown"], kinds: ["task-create"] } as const;
      const found = await loadWrites(db, { ...lost, sentBefore: Date.now() + 1 });
      expect(found.map(({ key }) => key)).toEqual(["a", "b"]);
      expect(await loadWrites(db, { ...lost, sentBefore: Date.now() - 60_000 })).toEqual([]);
      await replanWrites(db, ["a", "b", "c"]);
      expect(await markSending(db, ["a", "b"], "r1")).toHaveLength(2);
    });
  });

  it("selects by state, kind and run", async () => {
    await under().inNew(async (db) => {
      await planWrites(db, [
        aTask("a"),
        aTask("b", { kind: "deal-fields", runId: "r2", episodeId: null }),
        aTask("c", { runId: "r2" }),
      ]);
      const keys = async (filter: Parameters<typeof loadWrites>[1]) =>
        (await loadWrites(db, filter)).map(({ key }) => key);
      expect(await keys({ runId: "r2" })).toEqual(["b", "c"]);
      expect(await keys({ runId: "r2", kinds: ["deal-fields"] })).toEqual(["b"]);
      expect(await keys({ states: ["planned"], kinds: ["task-create", "task-close"] })).toEqual(["a", "c"]);
      expect(await keys({ states: ["written"] })).toEqual([]);
    });
  });

  it("takes back what was not sent, and of what was only what may be written twice", async () => {
    await under().inNew(async (db) => {
      const fields = { kind: "deal-fields" } as const;
      await planWrites(db, [
        aTask("task"),
        aTask("sent"),
        aTask("done"),
        aTask("fields", fields),
        aTask("fields-sent", fields),
      ]);
      await markSending(db, ["sent", "done", "fields-sent"], "r1");
      await settleWrites(db, [written("done", "1")]);
      await cancelWrites(db, ["task", "sent", "done", "fields", "fields-sent"]);
      expect((await loadWrites(db, {})).map(({ key }) => key)).toEqual(["done", "sent"]);
    });
  });

  it("knows which values were written twice in a row", async () => {
    await under().inNew(async (db) => {
      const nights = [
        { ask: "When?", flag: "excuse", repeats: null },
        { ask: "When?", flag: "vague", repeats: null },
        { flag: "excuse" },
      ];
      for (const [night, fields] of nights.entries()) {
        const key = `n${night}`;
        await planWrites(db, [aTask(key, { kind: "deal-fields", payload: { fields } })]);
        await settleWrites(db, [written(key, "1")]);
      }
      await planWrites(db, [aTask("n3", { kind: "deal-fields", payload: { fields: nights[2] } })]);
      expect(await loadTwiceWritten(db, ["1", "2"])).toEqual(
        new Map([["1", { ask: "When?", repeats: null }]]),
      );
    });
  });

  it("knows which tasks ended lately, by the moment that counted as now when they did", async () => {
    const task = (key: string, draft: object, repeats: number | null) =>
      aTask(key, { payload: { draft: { subject: key, ...draft }, repeats } });
    await under().inNew(async (db) => {
      await saveEpisodes(db, [anEpisode({ id: "e1", state: "closed" })]);
      await planWrites(db, [
        task("a", { ownerId: "anna", priority: "high" }, null),
        task("b", { ownerId: "anna", priority: "medium" }, 2),
        task("c", {}, null),
        task("open", {}, null),
      ]);
      const tasks = ["a", "b", "c", "open"];
      await settleWrites(
        db,
        tasks.map((key) => written(key, `of ${key}`)),
      );
      const run = await startRun(db, { asOf: daysAgo(3), isDryRun: false });
      const closing = { kind: "task-close", payload: { taskId: "of a" }, runId: run.id } as const;
      await planWrites(db, [aTask("close-a", closing)]);
      await settleWrites(db, [written("close-a", "of a")]);
      await markTasksClosed(db, ["of b"], now);
      await markTasksClosed(db, ["of c"], daysAgo(20));
      const own = { dealId: "1", rule: "stage-age", ownerId: "anna" };
      expect(await loadEndedTasks(db, { since: daysAgo(15), timeZone: "UTC" })).toEqual([
        { ...own, endedOn: "2026-03-17", wasBroken: true, repeats: 0 },
        { ...own, endedOn: "2026-03-20", wasBroken: false, repeats: 2 },
      ]);
    });
  });

  it("knows which tasks are open until they are closed by Norma or by people", async () => {
    await under().inNew(async (db) => {
      const ofAnna = aTask("a", { payload: { draft: { subject: "a", ownerId: "anna" } } });
      await planWrites(db, [ofAnna, aTask("b", { episodeId: null }), aTask("c"), aTask("d")]);
      await settleWrites(db, [written("a", "1"), written("b", "2"), written("c", "3")]);
      expect(await loadOpenTasks(db)).toEqual([
        { key: "a", taskId: "1", dealId: "1", episodeId: "e1", ownerId: "anna" },
        { key: "b", taskId: "2", dealId: "1", episodeId: null, ownerId: null },
        { key: "c", taskId: "3", dealId: "1", episodeId: "e1", ownerId: null },
      ]);
      await planWrites(db, [
        aTask("close-1", { kind: "task-close", payload: { taskId: "1" } }),
        aTask("close-2", { kind: "task-close", payload: { taskId: "2" } }),
      ]);
      await settleWrites(db, [written("close-1", "1"), { kind: "refused", key: "close-2", problem: "no" }]);
      await markTasksClosed(db, ["3"], now);
      expect((await loadOpenTasks(db)).map(({ key }) => key)).toEqual(["b"]);
      const { plannedTaskKeys, repeatableTasks } = await loadTasksMade(db);
      expect(plannedTaskKeys).toEqual(new Set(["a", "b", "c", "d"]));
      expect(repeatableTasks).toEqual(new Map([["a", "taken-back"]]));
      expect(await loadAllTaskIds(db)).toEqual(["1", "2", "3"]);
    });
  });
});
