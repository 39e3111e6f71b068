import { planWrites } from "../src/analysis/plan-writes.ts";
import type { PlannedFields, WritePlan } from "../src/analysis/write-plan.ts";
import type { DealFinding } from "../src/domain/finding.ts";
import { addDays, type CivilDate, msPerDay, startOfDay, toCivilDate } from "../src/domain/time.ts";
import { countPlacesByRep, type Day, loadOpenEpisodes } from "../src/store/episodes.ts";
import { loadFindings } from "../src/store/findings.ts";
import { loadPeople } from "../src/store/people.ts";
import { loadEndedTasks, loadPlanDeals, loadTasksMade } from "../src/store/plan-facts.ts";
import { loadTwiceWritten } from "../src/store/unkept-values.ts";
import { loadOpenTasks, type PlannedWrite } from "../src/store/writes.ts";
import type { Step } from "./night.ts";

/** What this night would write, from what is stored; changes nothing. */
export async function planNight({ deps, tenant, run, now, inTenant }: Step): Promise<WritePlan> {
  const today = toCivilDate(now, tenant.timeZone);
  return await inTenant(async (db) => {
    const findings = (await loadFindings(db, run.id)).filter(
      (finding): finding is DealFinding => "dealId" in finding,
    );
    const stalledIds = findings.filter(({ kind }) => kind === "stalled").map(({ dealId }) => dealId);
    const { reps } = await loadPeople(db);
    const plan = planWrites({
      findings,
      deals: await loadPlanDeals(db, stalledIds),
      openEpisodes: await loadOpenEpisodes(db),
      openTasks: (await loadOpenTasks(db)).map((task) => ({ ...task, episodeId: task.episodeId ?? "" })),
      ...(await loadTasksMade(db)),
      endedTasks: await loadEndedTasks(db, {
        since: now - (deps.product.flags.quietAfterTaskDays + 1) * msPerDay,
        timeZone: tenant.timeZone,
      }),
      flaggedToday: await countPlacesByRep(db, toDay(today, tenant.timeZone)),
      repNames: new Map(reps.map(({ id, name }) => [id, name])),
      today,
      settings: deps.product.flags,
      phrases: deps.phrasesOf(tenant.language),
    });
    const twice = await loadTwiceWritten(
      db,
      plan.fieldUpdates.map(({ dealId }) => dealId),
    );
    return { ...plan, fieldUpdates: plan.fieldUpdates.flatMap((update) => withoutUnkept(update, twice)) };
  });
}

function withoutUnkept(
  { dealId, fields }: PlannedFields,
  twice: Awaited<ReturnType<typeof loadTwiceWritten>>,
): readonly PlannedFields[] {
  const unkept = new Map<string, unknown>(Object.entries(twice.get(dealId) ?? {}));
  const left = Object.entries(fields).filter(
    ([name, value]) => !unkept.has(name) || unkept.get(name) !== value,
  );
  return left.length === 0 ? [] : [{ dealId, fields: Object.fromEntries(left) }];
}

function toDay(date: CivilDate, timeZone: string): Day {
  return { date, from: startOfDay(date, timeZone), to: startOfDay(addDays(date, 1), timeZone) };
}

/** The plan as rows of the ledger. A field's key names the run, a task's its episode: a task of one key is made once for ever. */
export function toLedgerRows({ run }: Step, plan: WritePlan): PlannedWrite[] {
  return [
    ...plan.fieldUpdates.map(({ dealId, fields }) => ({
      key: `fields-${run.id}-${dealId}`,
      kind: "deal-fields" as const,
      runId: run.id,
      dealId,
      payload: { fields },
    })),
    ...plan.tasks.map(({ episodeId, repeats, ...draft }) => ({
      key: draft.key,
      kind: "task-create" as const,
      runId: run.id,
      dealId: draft.dealId,
      episodeId,
      payload: { draft, repeats },
    })),
    ...plan.closings.map(({ taskId, dealId }) => ({
      key: `close-${run.id}-${taskId}`,
      kind: "task-close" as const,
      runId: run.id,
      dealId,
      payload: { taskId },
    })),
  ];
}
