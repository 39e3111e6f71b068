import { AppError } from "../domain/errors.ts";
import type { Moment } from "../domain/time.ts";
import { openFindDeals } from "./import/find-deals.ts";
import { toStageKey } from "./import/guess-stages.ts";
import type { DateOrder } from "./import/parse-date.ts";
import { type ActivityFile, readActivities } from "./import/read-activities.ts";
import { type DealFile, type OnRow, readDeals } from "./import/read-deals.ts";
import type { Mapping } from "./import/read-mapping.ts";
import { toRepId } from "./import/rep-id.ts";
import { chooseNow } from "./judge/choose-now.ts";
import type { Export } from "./judge/export.ts";
import { type JudgeOptions, judgeCompany } from "./judge/judge-company.ts";
import type { AuditResult } from "./sections/reporter.ts";

export interface AuditRequest {
  readonly dealFile: string;
  /** Several: HubSpot exports calls, meetings, e-mails, notes and tasks each into a file of its own. */
  readonly activityFiles: readonly string[];
  readonly mapping: Mapping;
  readonly timeZone: string;
  readonly dateOrder: DateOrder;
  /** What counts as now; null: chosen by the last record. */
  readonly asOf: Moment | null;
  readonly clock: Moment;
  readonly onRow?: OnRow;
}

/** Reads the files and judges what they hold. Throws `input-invalid` for files that cannot be used. */
export async function auditFiles(
  request: AuditRequest,
  judge: Omit<JudgeOptions, "now" | "timeZone">,
): Promise<AuditResult> {
  const { timeZone } = request;
  const dealFile = await readDeals(request.dealFile, request);
  if (dealFile.deals.length === 0)
    throw new AppError("input-invalid", { details: { problem: sayEmpty(request.dealFile, dealFile) } });
  const findDeals = openFindDeals(dealFile.deals);
  const allFiles = [];
  for (const path of request.activityFiles) allFiles.push(await readActivities(path, findDeals, request));
  const activityFiles = dropRepeated(allFiles);
  const activities = activityFiles.flatMap((file) => file.activities);
  const found: Export = {
    deals: dealFile.deals,
    activities,
    hasStageDates: dealFile.hasStageDates,
    hasLinks: activities.some(({ dealIds }) => dealIds.length > 0),
  };
  const now = request.asOf ?? chooseNow(found, request.clock, timeZone);
  const nextSteps = dealFile.deals.filter(({ outcome, nextStep }) => outcome === "open" && nextStep !== null);
  return {
    judged: judgeCompany(found, { ...judge, now, timeZone }),
    deals: dealFile.deals.length,
    activities: activities.length,
    files: [dealFile.reading, ...activityFiles.map(({ reading }) => reading)],
    stages: dealFile.stages,
    lacks: {
      activityFile: activityFiles.length === 0,
      links: activityFiles.length > 0 && !found.hasLinks,
      texts:
        !activities.some(({ text, kind, subject }) => text !== "" || (kind === "task" && subject !== "")) &&
        !nextSteps.some(({ nextStep }) => nextStep?.updatedAt !== null),
      nextStepDates: nextSteps.some(({ nextStep }) => nextStep?.updatedAt === null),
      commonPeople: findStrangers(found),
    },
    unusedAnswers: findUnused(request.mapping, { dealFile, activityFiles }),
    timeZone,
  };
}

// An answer that fits nothing is a typing error as a rule, and would otherwise go unnoticed.
function findUnused(
  mapping: Mapping,
  { dealFile, activityFiles }: { dealFile: DealFile; activityFiles: readonly ActivityFile[] },
): string[] {
  const stages = dealFile.stages.map(({ name }) => `stage.${toStageKey(name)}`);
  const kinds = activityFiles.flatMap((file) => [...file.kinds].map((kind) => `kind.${toStageKey(kind)}`));
  const known = new Set([...stages, ...kinds]);
  return [...mapping.keys()].filter((key) => /^(?:stage|kind)\./.test(key) && !known.has(toStageKey(key)));
}

function sayEmpty(path: string, { reading: { rows, troubles } }: DealFile): string {
  const [first] = troubles;
  if (first === undefined) return `${path} holds no deals`;
  return `${path} holds no deals that can be used: none of ${rows} rows; the first, line ${first.line}, because of “${first.kind.replaceAll("-", " ")}”`;
}

// Exports of overlapping periods, or one file given twice. Ids alone may be mere row numbers, alike in two files.
function dropRepeated(files: readonly ActivityFile[]): ActivityFile[] {
  const seen = new Set<string>();
  return files.map(({ activities, reading, ...file }) => {
    const isNew = ({ id, at, rep }: ActivityFile["activities"][number]) => {
      const key = `${id}|${at}|${toRepId(rep)}`;
      return !seen.has(key) && seen.add(key).size > 0;
    };
    const fresh = activities.filter(isNew);
    const repeated = activities.length - fresh.length;
    return { ...file, activities: fresh, reading: { ...reading, duplicates: reading.duplicates + repeated } };
  });
}

// One file with names and the other with e-mail addresses looks like a company in which nobody does anything.
function findStrangers({ deals, activities }: Export): { owner: string; rep: string } | null {
  const reps = new Set(activities.map(({ rep }) => toRepId(rep)));
  const owners = deals.filter(({ outcome, owner }) => outcome === "open" && toRepId(owner) !== "");
  const [owner, rep] = [owners[0]?.owner, activities[0]?.rep];
  if (owner === undefined || rep === undefined || owners.some((deal) => reps.has(toRepId(deal.owner))))
    return null;
  return { owner, rep };
}
