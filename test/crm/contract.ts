import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { ActivityRecord, Crm, DealRecord, Page, TaskDraft } from "../../src/crm/port.ts";
import { addDays, msPerDay, toCivilDate } from "../../src/domain/time.ts";
import {
  expectCallsTold,
  expectDeletionTold,
  expectDescriptionTold,
  expectTimeOffApart,
  writtenFields,
} from "./contract-parts.ts";

/** A CRM to hold to the port's promises, with the hands of a person who works in it. */
export interface CrmUnderTest {
  readonly crm: Crm;
  /** Well-formed ids that no record has. */
  readonly unknown: { readonly dealId: string; readonly taskId: string };
  readonly keepsRepPeriods: boolean;
  now(): number;
  addNote(dealId: string, text: string): void;
  /** As the deal's owner. */
  describeDeal(dealId: string, description: string): void;
  archiveDeal(dealId: string): void;
  /** Null in a CRM whose deals cannot be merged. */
  readonly mergeDeals: ((survivorId: string, loserId: string) => void) | null;
  deleteTask(taskId: string): void;
  /** Makes every change of the deal by API fail with this sentence. */
  refuseDeal(dealId: string, problem: string): void;
  close(): Promise<void>;
}

export async function collect<T>(pages: AsyncIterable<Page<T>>): Promise<T[]> {
  const records: T[] = [];
  for await (const page of pages) records.push(...page.records);
  return records;
}

/** What every adapter promises, on any account that has some open deals with activities. */
export function describeCrm(name: string, open: () => Promise<CrmUnderTest>): void {
  describe(`${name} keeps the port's promises`, () => {
    let tested: CrmUnderTest;
    let crm: Crm;
    let deals: DealRecord[];
    let openDeals: DealRecord[];

    const sinceDays = (days: number) => ({ modifiedSince: tested.now() - days * msPerDay, cursor: null });

    beforeAll(async () => {
      tested = await open();
      crm = tested.crm;
      await crm.ensureFields();
      deals = await collect(crm.readDeals(sinceDays(400)));
      openDeals = deals.filter(({ deal }) => deal.outcome === "open");
    });
    afterAll(() => tested.close());

    /** A new open deal for each test that changes one, so that tests do not meddle with each other. */
    function takeDeal(): DealRecord {
      const taken = openDeals.pop();
      if (taken === undefined) throw new Error("the account has too few open deals for this suite");
      return taken;
    }

    function aDraft(dealId: string, key: string): TaskDraft {
      const due = addDays(toCivilDate(tested.now(), "UTC"), 1);
      const ownerId = openDeals[0]?.deal.ownerId ?? "";
      const body = 'Line 1\nline <2> & "more"';
      return { key, dealId, ownerId, subject: "Agree a date", body, due, priority: "high" };
    }

    it("tells the account with a usable time zone", async () => {
      const account = await crm.readAccount();
      expect(account.accountId).not.toBe("");
      expect(() => toCivilDate(0, account.timeZone ?? "")).not.toThrow();
    });

    it("knows the owners of all deals by name", async () => {
      const { reps, teams } = await crm.readPeople();
      const ids = new Set(reps.map(({ id }) => id));
      const owners = new Set(deals.flatMap(({ deal }) => deal.ownerId ?? []));
      expect([...owners].filter((id) => !ids.has(id))).toEqual([]);
      expect(reps.every((rep) => rep.name !== "")).toBe(true);
      const teamIds = new Set(teams.map(({ id }) => id));
      expect(reps.flatMap((rep) => rep.teamIds).filter((id) => !teamIds.has(id))).toEqual([]);
    });

    it("knows the stage and pipeline of every deal, with at least one stage won and one lost", async () => {
      const pipelines = await crm.readPipelines();
      const outcomes = new Map(
        pipelines.flatMap(({ id, stages }) => stages.map((stage) => [`${id}/${stage.id}`, stage.outcome])),
      );
      for (const { deal } of deals)
        expect(outcomes.get(`${deal.pipelineId}/${deal.stageId}`)).toBe(deal.outcome);
      expect(new Set(outcomes.values())).toEqual(new Set(["open", "won", "lost"]));
    });

    it("reads all open deals, however long ago they changed", async () => {
      const tonight = await collect(crm.readDeals({ modifiedSince: tested.now(), cursor: null }));
      const openIds = new Set(
        tonight.filter(({ deal }) => deal.outcome === "open").map(({ deal }) => deal.id),
      );
      expect(openDeals.filter(({ deal }) => !openIds.has(deal.id))).toEqual([]);
    });

    it("goes on after any page's cursor without losing a deal", async () => {
      const all: string[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < 1_000; page += 1) {
        const pages: AsyncIterator<Page<DealRecord>> = crm
          .readDeals({ ...sinceDays(400), cursor })
          [Symbol.asyncIterator]();
        const next = await pages.next();
        await pages.return?.();
        if (next.done === true) break;
        all.push(...next.value.records.map(({ deal }) => deal.id));
        cursor = next.value.cursor;
      }
      expect(new Set(all)).toEqual(new Set(deals.map(({ deal }) => deal.id)));
    });

    it("gives each deal's stays in stages without gaps, the last one where the deal is", async () => {
      const ids = deals.map(({ deal }) => deal.id);
      const histories = await crm.readDealHistories(ids);
      expect(new Set(histories.map(({ dealId }) => dealId))).toEqual(new Set(ids));
      const stageOf = new Map(deals.map(({ deal }) => [deal.id, deal.stageId]));
      for (const { dealId, spells } of histories) {
        expect(spells.at(-1)).toMatchObject({ stageId: stageOf.get(dealId), leftAt: null });
        for (const [index, spell] of spells.entries()) {
          if (index > 0) expect(spell.enteredAt).toBe(spells[index - 1]?.leftAt);
        }
      }
    });

    it("names contacts for every deal that was asked for", async () => {
      const ids = deals.slice(0, 30).map(({ deal }) => deal.id);
      const contacts = await crm.readDealContacts(ids);
      expect([...contacts.keys()]).toEqual(ids);
      for (const list of contacts.values()) expect(new Set(list).size).toBe(list.length);
    });

    it("reads activities once each, in pages of at most a thousand", async () => {
      const seen = new Map<string, ActivityRecord>();
      for await (const page of crm.readActivities(sinceDays(20))) {
        expect(page.records.length).toBeLessThanOrEqual(1_000);
        for (const record of page.records) {
          expect(seen.has(record.activity.id)).toBe(false);
          seen.set(record.activity.id, record);
        }
      }
      expect(seen.size).toBeGreaterThan(0);
      expect(new Set([...seen.values()].map(({ activity }) => activity.kind)).size).toBeGreaterThan(2);
    });

    it("tells of calls whether somebody was spoken to, and keeps time off apart from meetings", async () => {
      const records = await collect(crm.readActivities(sinceDays(30)));
      expectCallsTold(records);
      expectTimeOffApart(records);
    });

    it("sees an activity from the deal's side too, and reads only what is not known yet", async () => {
      const { deal } = takeDeal();
      tested.addNote(deal.id, "They asked for a pilot");
      const first = await crm.readActivitiesOfDeals([deal.id], new Set());
      const notes = first.records.filter(({ text }) => text === "They asked for a pilot");
      expect(notes).toHaveLength(1);
      expect(notes[0]?.dealIds).toEqual([deal.id]);
      const known = new Set(first.records.map(({ activity }) => activity.id));
      const second = await crm.readActivitiesOfDeals([deal.id], known);
      expect(second.records).toEqual([]);
      expect(second.links).toEqual(first.links);
    });

    it("says which deals are gone, and which it does not show at all", async () => {
      const [archived, kept] = [takeDeal().deal, takeDeal().deal];
      tested.archiveDeal(archived.id);
      const { dealId } = tested.unknown;
      const { found, gone, vanished } = await crm.readDealsById([archived.id, kept.id, dealId, "nonsense"]);
      expect(found.map(({ deal }) => deal.id)).toEqual([kept.id]);
      expect(gone).toEqual([{ dealId: archived.id, mergedIntoId: null }]);
      expect(vanished.toSorted()).toEqual([dealId, "nonsense"].toSorted());
    });

    it("says into which deal another was merged, where deals can be merged", async () => {
      if (tested.mergeDeals === null) return;
      const [survivor, loser] = [takeDeal().deal, takeDeal().deal];
      tested.mergeDeals(survivor.id, loser.id);
      const { found, gone } = await crm.readDealsById([survivor.id, loser.id]);
      expect(found.map(({ deal }) => deal.id)).toEqual([survivor.id]);
      expect(gone).toEqual([{ dealId: loser.id, mergedIntoId: survivor.id }]);
    });

    it("makes its fields once and then leaves them alone", async () => {
      const again = await crm.ensureFields();
      expect(again).toMatchObject({ created: [], repaired: [] });
      expect(again.unchanged).toBeGreaterThan(0);
    });

    it("writes fields so that they read back the same, and clears them with null", async () => {
      const { deal } = takeDeal();
      const fields = writtenFields;
      const [written] = await crm.writeDealFields([{ dealId: deal.id, fields }]);
      expect(written).toMatchObject({ kind: "written", key: deal.id, remoteId: deal.id });
      const now = (await crm.readDealsById([deal.id])).found[0];
      expect(now?.fields).toEqual(fields);
      if (written?.kind === "written" && written.modifiedAt !== null) {
        expect(now?.deal.modifiedAt).toBe(written.modifiedAt);
      }
      await crm.writeDealFields([
        { dealId: deal.id, fields: { flag: null, usualDays: null, promiseDue: null } },
      ]);
      const cleared = (await crm.readDealsById([deal.id])).found[0];
      expect(cleared?.fields).toEqual({ ...fields, flag: null, usualDays: null, promiseDue: null });
    });

    it("reads a deal's description in plain words, and when and by whom it was changed", () =>
      expectDescriptionTold(tested, takeDeal().deal.id));

    it("does not let one bad deal fail the others", async () => {
      const [bad, ...good] = [takeDeal().deal.id, takeDeal().deal.id, takeDeal().deal.id];
      tested.refuseDeal(bad, "Property loss reason is required");
      const updates = [good[0], bad, tested.unknown.dealId, good[1]].map((dealId) => ({
        dealId: dealId ?? "",
        fields: { ask: "a question that is long enough to be cut out" },
      }));
      const results = new Map((await crm.writeDealFields(updates)).map((result) => [result.key, result]));
      expect(good.map((id) => results.get(id)?.kind)).toEqual(["written", "written"]);
      expect(results.get(bad)).toMatchObject({
        kind: "refused",
        problem: expect.stringContaining("loss reason"),
      });
      expect(results.get(tested.unknown.dealId)?.kind).toBe("refused");
    });

    it("finds its tasks again by their key alone, and knows what became of them", async () => {
      const [first, second] = [takeDeal().deal.id, takeDeal().deal.id];
      const drafts = [
        aDraft(first, "task:1:silence"),
        aDraft(second, "task:2:stage-age"),
        aDraft(second, "task:3"),
      ];
      const results = await crm.createTasks(drafts);
      const ids = results.map((result) => (result.kind === "written" ? result.remoteId : ""));
      expect(results.map(({ kind }) => kind)).toEqual(["written", "written", "written"]);
      const createdSince = tested.now() - 3_600_000;
      const wanted = [...drafts, aDraft(first, "task:never")].map(({ key, dealId }) => ({
        key,
        dealId,
        createdSince,
      }));
      const found = await crm.findTasks(wanted);
      expect(found).toEqual(new Map(drafts.map(({ key }, index) => [key, ids[index]])));
      tested.deleteTask(ids[2] ?? "");
      await expectDeletionTold(tested, `task:${ids[2]}`);
      expect(await crm.closeTasks(ids.slice(0, 1))).toMatchObject([{ kind: "written", key: ids[0] }]);
      expect([...(await crm.readTaskStates([...ids, tested.unknown.taskId])).values()]).toEqual([
        "done",
        "open",
        "deleted",
        "missing",
      ]);
    });

    it("never takes its own tasks for a rep's work", async () => {
      const { deal } = takeDeal();
      const window = { modifiedSince: tested.now() - 60_000, cursor: null };
      await crm.createTasks([aDraft(deal.id, "task:own")]);
      const records = (await collect(crm.readActivities(window))).filter(({ dealIds }) =>
        dealIds.includes(deal.id),
      );
      const own = records.filter(({ activity }) => activity.kind === "task" && activity.source === "norma");
      expect(own).toMatchObject([{ text: null, dealIds: [deal.id] }]);
    });

    it("refuses a task for a deal that does not exist without failing the others", async () => {
      const { deal } = takeDeal();
      const drafts = [aDraft(deal.id, "task:good"), aDraft(tested.unknown.dealId, "task:bad")];
      const results = await crm.createTasks(drafts);
      expect(results.map(({ key, kind }) => [key, kind])).toEqual([
        ["task:good", "written"],
        ["task:bad", "refused"],
      ]);
    });

    it("does nothing when there is nothing to do", async () => {
      const before = crm.callCounts().total;
      expect(await crm.writeDealFields([])).toEqual([]);
      expect(await crm.createTasks([])).toEqual([]);
      expect(await crm.closeTasks([])).toEqual([]);
      expect((await crm.findTasks([])).size).toBe(0);
      expect((await crm.readTaskStates([])).size).toBe(0);
      expect((await crm.readDealContacts([])).size).toBe(0);
      expect(await crm.readDealHistories([])).toEqual([]);
      expect(await crm.readDealsById([])).toEqual({ found: [], gone: [], vanished: [] });
      expect(await crm.readActivitiesOfDeals([], new Set())).toEqual({ links: [], records: [] });
      expect(await crm.writeRepPeriods([])).toMatchObject({ written: 0, unchanged: 0, refused: [] });
      expect(crm.callCounts().total).toBe(before);
    });

    it("writes a rep's norms once and then only what changed, where it has room for them", async () => {
      const [repId = ""] = deals.flatMap(({ deal }) => deal.ownerId ?? []);
      const norm = {
        repId,
        metric: "calls",
        period: "week",
        start: "2026-10-05",
        sample: 8,
        change: null,
        runSince: null,
      } as const;
      const first = { ...norm, actual: 31, expected: 40.333, low: 35, high: 48.5, status: "below" } as const;
      const second = { ...first, metric: "meetings", actual: 7, low: 3, status: "within" } as const;
      const report = await crm.writeRepPeriods([first, second]);
      const isSupported = tested.keepsRepPeriods;
      expect(report).toEqual({ isSupported, written: isSupported ? 2 : 0, unchanged: 0, refused: [] });
      if (!isSupported) return;
      const again = await crm.writeRepPeriods([first, { ...second, actual: 8 }]);
      expect(again).toEqual({ isSupported, written: 1, unchanged: 1, refused: [] });
    });

    it("counts every call by its kind", () => {
      const { byKind, total } = crm.callCounts();
      expect(Object.values(byKind).reduce((sum, count) => sum + count, 0)).toBe(total);
    });

    it("removes what it wrote, and says so", async () => {
      const { deal } = takeDeal();
      const [task] = await crm.createTasks([aDraft(deal.id, "task:removed")]);
      const taskId = task?.kind === "written" ? task.remoteId : "";
      const report = await crm.removeEverything([taskId]);
      expect(report).toMatchObject({ tasksRemoved: 1, left: [] });
      expect(report.fieldsRemoved).toBeGreaterThan(0);
      expect((await crm.readTaskStates([taskId])).get(taskId)).toBe("deleted");
    });
  });
}
