import Table from "cli-table3";
import type { Env } from "../../config/env.ts";
import { product } from "../../config/product.ts";
import { type NormProposal, proposeNorm, type RepRecord } from "../analysis/norms/propose-norm.ts";
import type { DayCount, Norm } from "../domain/norm.ts";
import { addDays, toCivilDate } from "../domain/time.ts";
import { type CallOutcome, loadUnknownOutcomes, saveCallOutcomes } from "../store/call-outcomes.ts";
import { loadDayCounts, loadWonCounts, loadWorkedDays } from "../store/day-counts.ts";
import { loadNorms } from "../store/learned.ts";
import { loadTargets, type NormTarget, saveAbsences, saveTargets } from "../store/norm-wishes.ts";
import type { TenantDb } from "../store/open-store.ts";
import { loadActiveOwners, loadPeople } from "../store/people.ts";
import { loadTenant } from "../store/tenants.ts";
import { print, printJson, say } from "./print.ts";
import { readAbsencePeriods } from "./read-person-days.ts";
import { withStore } from "./with-store.ts";

export interface NormsOptions {
  readonly tenantId: string;
  /** Deals a rep should win in a month: adds what that takes. */
  readonly target: number | null;
  /** Set before the list is printed. */
  readonly require: readonly NormTarget[];
  /** CSV whose absences replace those stored. */
  readonly absences: string | null;
  /** What the company's own outcomes of calls mean; added to what is stored. */
  readonly callOutcomes: readonly CallOutcome[];
  readonly isJson: boolean;
}

/** Days of the past a proposal is drawn from: half a year holds enough deals and still the same market. */
const proposalDays = 182;

/**
 * Prints what is usual for each rep and what is required of the rep, and for a target what comparable reps' work says it
 * takes. Throws tenant-unknown.
 */
export async function norms(env: Env, options: NormsOptions): Promise<void> {
  await withStore(env, async (store) => {
    const { tenantId, absences } = options;
    const { timeZone } = await loadTenant(store, tenantId);
    const listed = absences === null ? null : await readAbsencePeriods(absences, say);
    if (listed !== null && listed.rejected > 0) process.exitCode = 1;
    await store.inTenant(tenantId, async (db) => {
      if (listed !== null) await saveAbsences(db, listed.absences);
      await saveTargets(db, options.require);
      await saveCallOutcomes(db, options.callOutcomes);
      await printUsual(db, options.isJson);
      await tellUnknownOutcomes(db);
      if (options.target !== null)
        await printProposal(db, options.target, { timeZone, isJson: options.isJson });
    });
  });
}

async function printUsual(db: TenantDb, isJson: boolean): Promise<void> {
  const { reps } = await loadPeople(db);
  const names = new Map(reps.map(({ id, name }) => [id, name]));
  const targets = await loadTargets(db);
  const lines = (await loadNorms(db)).map((norm) => {
    const { repId, ...usual } = norm;
    return { rep: repId, name: names.get(repId) ?? repId, ...usual, required: requiredOf(norm, targets) };
  });
  if (isJson) return lines.forEach(printJson);
  if (lines.length === 0) return say("No norms are learned yet. A night learns them: `norma sync`.");
  const table = new Table({
    head: ["Rep", "Metric", "Period", "Usual", "Low–high", "Learned from", "Required"],
    style: { head: [], border: [] },
  });
  for (const { name, metric, period, expected, low, high, sample, required } of lines)
    table.push([name, metric, period, expected, `${low}–${high}`, sample, required ?? ""]);
  print(table.toString());
}

/** Calls whose outcome is the company's own word count in no norm until somebody says what it means. */
async function tellUnknownOutcomes(db: TenantDb): Promise<void> {
  const unknown = await loadUnknownOutcomes(db);
  if (unknown.length === 0) return;
  const list = unknown.map(({ outcome, calls }) => `"${outcome}" (${calls} calls)`).join(", ");
  say(`Nobody knows whether these outcomes of calls mean that somebody was spoken to: ${list}.`);
  say('Say it by --call-outcome "NAME=connected" or "NAME=not-connected".');
}

/** The rep's own target before everybody's. */
function requiredOf({ repId, metric, period }: Norm, targets: readonly NormTarget[]): number | null {
  const fitting = targets.filter((one) => one.metric === metric && one.period === period);
  const own = fitting.find((one) => one.repId === repId) ?? fitting.find((one) => one.repId === null);
  return own?.required ?? null;
}

async function printProposal(
  db: TenantDb,
  target: number,
  { timeZone, isJson }: { timeZone: string; isJson: boolean },
): Promise<void> {
  const proposal = proposeNorm(await loadRecords(db, timeZone), target, product.norms.proposal);
  if (isJson) printJson({ target, proposal });
  else renderProposal(target, proposal).forEach((line) => print(line));
}

async function loadRecords(db: TenantDb, timeZone: string): Promise<RepRecord[]> {
  const today = toCivilDate(Date.now(), timeZone);
  const range = { from: addDays(today, -proposalDays), to: addDays(today, -1), timeZone };
  const counts = Map.groupBy(await loadDayCounts(db, range), ({ repId }) => repId);
  const worked = await loadWorkedDays(db, range);
  const won = await loadWonCounts(db, range);
  return [...(await loadActiveOwners(db))].toSorted().map((repId) => {
    const own = counts.get(repId) ?? [];
    const total = (metric: DayCount["metric"]) =>
      own.filter((one) => one.metric === metric).reduce((sum, { count }) => sum + Number(count ?? 0), 0);
    return {
      repId,
      workedDays: worked.get(repId)?.length ?? 0,
      totals: {
        calls: total("calls"),
        meetings: total("meetings"),
        proposals: total("proposals"),
        deals: won.get(repId) ?? 0,
      },
    };
  });
}

function renderProposal(target: number, proposal: NormProposal): string[] {
  if (proposal.kind === "too-little-data") {
    const { reps, deals } = proposal;
    return [`Nothing can be proposed from ${reps} reps and ${deals} deals won in half a year.`];
  }
  const table = new Table({
    head: ["A worked day", "Comparable reps (middle, best)", "Required (low–high)", "One in … leads on"],
    style: { head: [], border: [] },
  });
  for (const { step, achieved, required, conversion } of proposal.steps)
    table.push([
      step,
      `${round(achieved.middle)}, ${round(achieved.best)}`,
      `${round(required.expected)} (${round(required.low)}–${round(required.high)})`,
      round(1 / conversion.expected),
    ]);
  const { expected, low, high, available } = proposal.minutes;
  const needed = `${Math.round(expected)} (${Math.round(low)}–${Math.round(high)})`;
  const verdict =
    proposal.kind === "reachable"
      ? "That is reachable."
      : `Not reachable in the hours available or by what any comparable rep did: ${proposal.because.join(", ")}.`;
  return [
    `${target} deals a month take, by what became of comparable reps' work:`,
    table.toString(),
    `Minutes a day: ${needed} of ${available}. ${verdict}`,
  ];
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
