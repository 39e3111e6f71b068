/**
 * `node bench/audit-demo.ts FOLDER`: the made-up company as CSV exports in every dialect, the audit's report on one of them,
 * and, where a chromium is on the PATH, a picture of its first screen (docs/audit.png).
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { readEnv } from "../config/env.ts";
import { audit } from "../src/cli/audit.ts";
import { findChromium, openChromium } from "../test/support/chromium.ts";
import { playCompany } from "./export-company.ts";
import { dialects } from "./export-dialects.ts";
import { writeExport } from "./write-export.ts";

const folder = resolve(process.argv[2] ?? "audit-demo");
mkdirSync(folder, { recursive: true });
const company = playCompany(Date.parse("2026-10-13T06:00:00Z"));
for (const dialect of dialects) {
  const { deals, activities } = writeExport(company, dialect);
  writeFileSync(join(folder, `${dialect.name}-deals.csv`), deals);
  writeFileSync(join(folder, `${dialect.name}-activities.csv`), activities);
}
const report = join(folder, "report.html");
await audit(readEnv(), {
  deals: join(folder, "hubspot-en-deals.csv"),
  activities: [join(folder, "hubspot-en-activities.csv")],
  out: report,
  language: "en",
  asOf: "2026-10-12",
  timeZone: company.timeZone,
});
await takePicture(report, join(folder, "audit.png"));

async function takePicture(page: string, picture: string): Promise<void> {
  const executable = findChromium();
  if (executable === null) return;
  const browser = await openChromium(executable);
  try {
    const view = await browser.newPage({ viewport: { width: 1100, height: 1300 } });
    await view.goto(pathToFileURL(page).href);
    await view.screenshot({ path: picture });
  } finally {
    await browser.close();
  }
}
