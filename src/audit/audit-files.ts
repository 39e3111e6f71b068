import { AppError } from "../domain/errors.ts";
import type { Moment } from "../domain/time.ts";
import { openFindDeals } from "./import/find-deals.ts";
import type { DateOrder } from "./import/parse-date.ts";
import { readActivities } from "./import/read-activities.ts";
import { type OnRow, readDeals } from "./import/read-deals.ts";
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
    throw new AppError("input-invalid", { details: { problem: `${request.dealFile} holds no deals` } });
  const findDeals = openFindDeals(dealFile.deals);
  const activityFiles = [];
  for (const path of request.activityFiles)
    activityFiles.push(await readActivities(path, findDeals, request));
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
    timeZone,
  };
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
