import { compareStalled } from "../analysis/rank-within-cap.ts";
import { computeCallFloor, type NightVolume } from "../crm/call-floor.ts";
import { activityKinds } from "../domain/activity.ts";
import type { DealFinding, Finding, NormFinding, StalledDeal } from "../domain/finding.ts";
import type { NormJudgement } from "../domain/norm.ts";
import type { People, Rep } from "../domain/people.ts";
import type { Tenant } from "../domain/tenant.ts";
import { loadDealNames } from "../store/deals.ts";
import { loadOpenEpisodes } from "../store/episodes.ts";
import { loadFindings } from "../store/findings.ts";
import type { Store } from "../store/open-store.ts";
import { loadPeople } from "../store/people.ts";
import { loadRun, type Run, type RunCounts } from "../store/runs.ts";

/** One night, ready to be shown to people. */
export interface NightReport {
  readonly tenant: Tenant;
  readonly run: Run;
  readonly reps: readonly RepLine[];
  /** Sentences for whoever runs the CRM: channels that stopped recording, deals that are shown no more, activities deleted by the hundred. */
  readonly cases: readonly string[];
  readonly flagged: readonly DealLine[];
  /** Stalled, but behind tonight's cap: nothing is shown in the CRM yet. */
  readonly listed: readonly DealLine[];
  readonly notJudged: Readonly<Record<string, number>>;
  readonly floor: Readonly<Record<string, number>>;
}

export interface RepLine {
  readonly name: string;
  readonly team: string;
  readonly judgements: readonly NormJudgement[];
  /** Sentences about what was unusually little; empty for most. */
  readonly below: readonly string[];
}

export interface DealLine {
  readonly name: string;
  readonly repName: string;
  readonly finding: StalledDeal;
}

export async function loadNightReport(store: Store, tenant: Tenant, runId: string): Promise<NightReport> {
  return await store.inTenant(tenant.id, async (db) => {
    const findings = await loadFindings(db, runId);
    const deals = findings.filter((finding): finding is DealFinding => "dealId" in finding);
    const norms = findings.filter((finding): finding is NormFinding => finding.kind === "norm");
    const people = await loadPeople(db);
    const names = await loadDealNames(db);
    const flaggedIds = new Set(
      (await loadOpenEpisodes(db)).filter(({ state }) => state === "flagged").map(({ dealId }) => dealId),
    );
    const nameOfRep = new Map(people.reps.map(({ id, name }) => [id, name]));
    const ranked = deals
      .filter((finding) => finding.kind === "stalled")
      .toSorted(compareStalled)
      .map((finding) => ({
        name: names.get(finding.dealId) ?? finding.dealId,
        repName: nameOfRep.get(finding.repId) ?? finding.repId,
        finding,
      }));
    const run = await loadRun(db, runId);
    return {
      tenant,
      run,
      reps: toRepLines(people, norms),
      cases: findCases(findings),
      flagged: ranked.filter(({ finding }) => flaggedIds.has(finding.dealId)),
      listed: ranked.filter(({ finding }) => !flaggedIds.has(finding.dealId)),
      notJudged: countNotJudged(deals),
      floor: computeCallFloor(tenant.crm, toVolume(run.counts)),
    };
  });
}

/** What whoever runs the CRM should know: nothing of it is about a rep. */
export function findCases(findings: readonly Finding[]): readonly string[] {
  return findings.flatMap((finding) =>
    "dealId" in finding || finding.kind === "norm" ? [] : finding.explanation,
  );
}

/** What the night had to move, from its counts. */
export function toVolume({
  volume,
  written,
  unmeasured,
}: Pick<RunCounts, "volume" | "written" | "unmeasured">): NightVolume {
  const countOf = (kind: string) => volume[`activity ${kind}`] ?? 0;
  const searched = activityKinds.filter(
    (kind) => kind !== listedKind && kind !== "absence" && unmeasured[kind] === undefined,
  );
  // Time off is read with the meetings.
  const readOf = (kind: string) => countOf(kind) + (kind === "meeting" ? countOf("absence") : 0);
  return {
    people: volume["people"] ?? 0,
    openDeals: volume["open deals"] ?? 0,
    dealsSeen: volume["deals seen"] ?? 0,
    historiesRead: volume["histories"] ?? 0,
    activities: Object.fromEntries(searched.map((kind) => [kind, readOf(kind)])),
    listedActivities: countOf(listedKind),
    listedInAll: volume["messages on record"] ?? 0,
    dealsWritten: written["deals"] ?? 0,
    tasksWritten: written["tasks"] ?? 0,
    tasksClosed: written["closed"] ?? 0,
    normsWritten: volume["norms written"] ?? 0,
  };
}

/** HubSpot does not search communications. */
const listedKind = "message";

/** In order of names: no rep is first or last by results. */
function toRepLines({ reps, teams }: People, norms: readonly NormFinding[]): RepLine[] {
  const teamName = ({ teamIds }: Rep) => teams.find(({ id }) => teamIds.includes(id))?.name ?? "";
  return reps
    .filter(({ isActive }) => isActive)
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map((rep) => ({ rep, own: norms.filter(({ judgement }) => judgement.repId === rep.id) }))
    .filter(({ own }) => own.length > 0)
    .map(({ rep, own }) => ({
      name: rep.name,
      team: teamName(rep),
      judgements: own.map(({ judgement }) => judgement),
      below: own
        .filter(({ judgement }) => judgement.status === "below")
        .map(({ explanation }) => explanation),
    }));
}

function countNotJudged(deals: readonly DealFinding[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const finding of deals) {
    if (finding.kind !== "not-judged" && finding.kind !== "vanished") continue;
    const because = finding.kind === "vanished" ? finding.kind : finding.because;
    if (because !== "closed") counts[because] = (counts[because] ?? 0) + 1;
  }
  return counts;
}
