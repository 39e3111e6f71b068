import type { DealFinding, EndedTask, Episode, StalledDeal } from "../domain/finding.ts";
import { type DealFields, emptyDealFields } from "../domain/flag.ts";
import { isQuiet } from "./is-quiet.ts";
import { type Candidate, rankWithinCap } from "./rank-within-cap.ts";
import { taskTextFor } from "./wording.ts";
import { addWorkingDays } from "./working-days.ts";
import type { OpenTask, PlanInput, PlannedFields, PlannedTask, StoredDeal, WritePlan } from "./write-plan.ts";

/**
 * What has to be written so that the CRM shows what was found: differences only, at most `maxNewPerRepAndNight` new flags
 * or tasks per rep and civil date, one task per episode unless Norma itself took it back, and then not at once. Planning again with the plan's own result applied
 * plans nothing. A deal that was not judged, broke the analysis or is not shown to us keeps what it shows.
 */
export function planWrites(input: PlanInput): WritePlan {
  const subjects = findSubjects(input);
  const candidates = subjects.flatMap((subject) => toCandidate(subject, input) ?? []);
  const { within, behind } = rankWithinCap(
    candidates,
    input.flaggedToday,
    input.settings.maxNewPerRepAndNight,
  );
  const chosen = new Set(within.map(({ finding }) => finding.dealId));
  const outcomes = subjects.map((subject) => ({
    closings: findMisplaced(subject),
    ...planSubject(subject, chosen.has(subject.deal.id), input),
  }));
  return {
    fieldUpdates: outcomes.flatMap(({ update }) => update ?? []),
    tasks: outcomes.flatMap(({ task }) => task ?? []),
    closings: outcomes.flatMap(({ closings }) => closings ?? []),
    episodes: outcomes.flatMap(({ episode }) => episode ?? []),
    listed: behind.filter(({ isNewFlag }) => isNewFlag).map(({ finding }) => finding),
  };
}

interface NextTask {
  readonly key: string;
  /** The CRM refused it on an earlier night. */
  readonly isRetry: boolean;
}

/**
 * The task an episode may still get. Null when it got one that stands, or that a person closed: the same accusation is not made
 * twice. One that the CRM refused is tried again; one that Norma took back is followed by another when the deal stands still again.
 */
function findNextTask(
  episodeId: string,
  { plannedTaskKeys, repeatableTasks }: Pick<PlanInput, "plannedTaskKeys" | "repeatableTasks">,
): NextTask | null {
  for (let round = 1; ; round++) {
    const key = round === 1 ? `task-${episodeId}` : `task-${episodeId}-${round}`;
    if (!plannedTaskKeys.has(key)) return { key, isRetry: false };
    const repeatable = repeatableTasks.get(key);
    if (repeatable === "refused") return { key, isRetry: true };
    if (repeatable === undefined) return null;
  }
}

/** A task is one person's: when the deal is another's by now, it goes, and that one gets another in a later night if the deal still stands. */
function findMisplaced({ deal, openTasks }: Subject): readonly OpenTask[] {
  return openTasks.filter(({ ownerId }) => ownerId !== null && ownerId !== deal.ownerId);
}

/** The same stall found again after a short movement is the same episode. */
function episodeIdOf({ dealId, stall }: StalledDeal): string {
  return `${dealId}-${stall.rule}-${stall.since}`;
}

/** One deal with all that is known about it. */
interface Subject {
  readonly deal: StoredDeal;
  readonly finding: DealFinding | null;
  readonly episode: Episode | null;
  readonly openTasks: readonly OpenTask[];
  readonly endedTasks: readonly EndedTask[];
}

interface Outcome {
  readonly update?: PlannedFields | null;
  readonly task?: PlannedTask | null;
  readonly closings?: readonly OpenTask[];
  readonly episode?: Episode | null;
}

function findSubjects({ findings, deals, openEpisodes, openTasks, endedTasks }: PlanInput): Subject[] {
  const findingOf = new Map(findings.map((finding) => [finding.dealId, finding]));
  const episodeOf = new Map(openEpisodes.map((episode) => [episode.dealId, episode]));
  const tasksOf = Map.groupBy(openTasks, ({ dealId }) => dealId);
  const endedOf = Map.groupBy(endedTasks, ({ dealId }) => dealId);
  return [...deals.values()]
    .filter(({ isGone, isVanished = false }) => isGone || !isVanished)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((deal) => ({
      deal,
      finding: findingOf.get(deal.id) ?? null,
      episode: episodeOf.get(deal.id) ?? null,
      openTasks: tasksOf.get(deal.id) ?? [],
      endedTasks: endedOf.get(deal.id) ?? [],
    }));
}

function toCandidate(subject: Subject, input: PlanInput): Candidate | null {
  const { finding, episode } = subject;
  if (finding?.kind !== "stalled" || isOver(subject)) return null;
  const isNewFlag = episode?.state !== "flagged";
  if (isNewFlag && isContested(subject.deal, finding)) return null;
  const task = taskFor(subject, finding, input);
  // A task tried again had its place on the night of its flag: what the CRM keeps refusing must not hold up others.
  return isNewFlag || (task !== null && !task.isRetry) ? { finding, isNewFlag } : null;
}

/** A flag that people contested is not raised anew over the same text; it stays listed until somebody writes something else. */
function isContested({ contest, contestedFollowUpId }: StoredDeal, { reading }: StalledDeal): boolean {
  return contest === "contest" && reading !== null && reading.followUpId === contestedFollowUpId;
}

function planSubject(subject: Subject, isChosen: boolean, input: PlanInput): Outcome {
  const { finding, episode } = subject;
  if (isOver(subject)) return endEpisode(subject, emptyDealFields);
  if (finding?.kind === "moving") return endEpisode(subject, { ...emptyDealFields, flag: "moving" });
  if (finding?.kind !== "stalled") return {};
  if (episode?.state === "flagged") return keepFlag({ subject, finding, episode }, isChosen, input);
  if (isChosen) return raiseFlag(subject, finding, input);
  return { episode: episode === null ? openEpisode(finding, null, input) : null };
}

function isOver({ deal, finding }: Subject): boolean {
  if (deal.isGone || deal.outcome !== "open") return true;
  return finding?.kind === "not-judged" && finding.because === "closed";
}

// A deal that never showed a flag is left without one: a "moving" on every healthy deal would be a write per deal.
function endEpisode({ deal, episode, openTasks }: Subject, target: DealFields): Outcome {
  const isWritable = !deal.isGone && deal.fields.flag !== null;
  return {
    update: isWritable ? toUpdate(deal, target) : null,
    closings: openTasks,
    episode: episode === null ? null : { ...episode, state: "closed" },
  };
}

interface Flagged {
  readonly subject: Subject;
  readonly finding: StalledDeal;
  readonly episode: Episode;
}

function keepFlag({ subject, finding, episode }: Flagged, isChosen: boolean, input: PlanInput): Outcome {
  const next = taskFor(subject, finding, input);
  const isDue = next !== null && (isChosen || next.isRetry);
  const task = isDue ? draftTask({ subject, finding, episode, key: next.key }, input) : null;
  return { update: toUpdate(subject.deal, finding.fields), task };
}

function raiseFlag(subject: Subject, finding: StalledDeal, input: PlanInput): Outcome {
  const episode = openEpisode(finding, subject.episode, input);
  const flagged: Episode = { ...episode, state: "flagged", flaggedOn: input.today };
  const next = taskFor({ ...subject, episode }, finding, input);
  const task = next === null ? null : draftTask({ subject, finding, episode, key: next.key }, input);
  return { update: toUpdate(subject.deal, finding.fields), task, episode: flagged };
}

function openEpisode(finding: StalledDeal, known: Episode | null, { today }: PlanInput): Episode {
  if (known !== null) return known;
  const { rule, since, usualDays } = finding.stall;
  const { dealId } = finding;
  const id = episodeIdOf(finding);
  return { id, dealId, rule, since, usualDays, state: "listed", openedOn: today, flaggedOn: null };
}

// Who contests a flag gets no task about it; who has named a dated step needs none; who had one lately is left in peace for a while.
function taskFor(
  { deal, episode, openTasks, endedTasks }: Subject,
  finding: StalledDeal,
  input: PlanInput,
): NextTask | null {
  if (deal.contest === "contest" || finding.flag === "solution" || openTasks.length > 0) return null;
  const next = findNextTask(episode?.id ?? episodeIdOf(finding), input);
  if (next === null || next.isRetry) return next;
  const { today, settings } = input;
  return isQuiet(finding, endedTasks, { today, quietDays: settings.quietAfterTaskDays }) ? null : next;
}

function draftTask(
  { subject, finding, episode, key }: Flagged & { readonly key: string },
  input: PlanInput,
): PlannedTask | null {
  const { repNames, today, settings, phrases } = input;
  const { dealId, repId, flag } = finding;
  const due = addWorkingDays(today, settings.taskDueWorkingDays);
  const rep = { name: repNames.get(repId) ?? repId };
  const text = taskTextFor(finding, { deal: subject.deal, rep, due }, phrases);
  if (text === null) return null;
  const priority = flag === "broken" ? "high" : "medium";
  return {
    key,
    dealId,
    episodeId: episode.id,
    ownerId: repId,
    ...text,
    due,
    priority,
    repeats: finding.fields.repeats,
  };
}

function toUpdate({ id: dealId, fields: stored }: StoredDeal, target: DealFields): PlannedFields | null {
  const changed = fieldNames.filter((name) => stored[name] !== target[name]);
  if (changed.length === 0) return null;
  const fields: Partial<DealFields> = Object.fromEntries(changed.map((name) => [name, target[name]]));
  return { dealId, fields };
}

const fieldNames = [
  "flag",
  "stalledSince",
  "usualDays",
  "stallRule",
  "reason",
  "reasonOwner",
  "evidence",
  "promiseDue",
  "repeats",
  "contradiction",
  "ask",
] as const satisfies readonly (keyof DealFields)[];
