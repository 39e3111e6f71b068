import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { product } from "../../config/product.ts";
import { classifyFollowUp } from "../../src/analysis/follow-ups/classify-follow-up.ts";
import { phrasesSchema } from "../../src/analysis/phrases.ts";
import { type AuditRequest, auditFiles } from "../../src/audit/audit-files.ts";
import { auditWordsSchema } from "../../src/audit/audit-words.ts";
import { readMapping } from "../../src/audit/import/read-mapping.ts";
import { renderAudit } from "../../src/audit/render-audit.ts";
import type { AuditResult, Reporter } from "../../src/audit/sections/reporter.ts";
import type { Language } from "../../src/domain/tenant.ts";

/** Tuesday 13 October 2026, eight in the morning in Warsaw. */
export const testNow = Date.parse("2026-10-13T06:00:00Z");

function readLocale(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../config/locales/${name}.json`, import.meta.url), "utf8"));
}

function reporterIn(language: Language): Reporter {
  return {
    language,
    words: auditWordsSchema.parse(readLocale(`audit/${language}`)),
    phrases: phrasesSchema.parse(readLocale(language)),
    cap: product.flags.maxNewPerRepAndNight,
    maxMonday: product.digest.maxDeals,
  };
}

export interface TestFiles {
  readonly deals: string | Uint8Array;
  readonly activities?: readonly (string | Uint8Array)[];
  /** Names of the files of activities, where they matter. */
  readonly names?: readonly string[];
  readonly map?: readonly string[];
  readonly request?: Partial<AuditRequest>;
}

/** Runs the audit over files of this content, as the command does. */
export async function auditTexts({
  deals,
  activities = [],
  names = [],
  map = [],
  request,
}: TestFiles): Promise<AuditResult> {
  const folder = await mkdtemp(join(tmpdir(), "norma-audit-"));
  try {
    const dealFile = join(folder, "deals.csv");
    await writeFile(dealFile, deals);
    const activityFiles = [];
    for (const [index, content] of activities.entries()) {
      const path = join(folder, names[index] ?? `activities-${index + 1}.csv`);
      await writeFile(path, content);
      activityFiles.push(path);
    }
    return await auditPaths({ dealFile, activityFiles, mapping: await readMapping(map), ...request });
  } finally {
    await rm(folder, { recursive: true });
  }
}

export async function auditPaths(
  request: Pick<AuditRequest, "dealFile"> & Partial<AuditRequest>,
): Promise<AuditResult> {
  const { norms, stalls, flags, text, pull } = product;
  return await auditFiles(
    {
      activityFiles: [],
      mapping: new Map(),
      timeZone: "Europe/Warsaw",
      dateOrder: "day-first",
      asOf: testNow,
      clock: testNow,
      ...request,
    },
    {
      phrases: reporterIn("en").phrases,
      classify: classifyFollowUp,
      settings: {
        norms,
        stalls,
        flags,
        maxTextLength: text.maxFollowUpLength,
        activityDays: pull.activityBackfillDays,
      },
    },
  );
}

export function renderIn(language: Language, result: AuditResult): string {
  return renderAudit(result, reporterIn(language));
}
