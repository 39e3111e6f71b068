/** `node bench/export-demo.ts FOLDER`: the made-up company as CSV files in every dialect, to try `norma audit` on. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { playCompany } from "./export-company.ts";
import { dialects } from "./export-dialects.ts";
import { writeExport } from "./write-export.ts";

const folder = process.argv[2] ?? "export";
mkdirSync(folder, { recursive: true });
const company = playCompany(Date.parse("2026-10-13T06:00:00Z"));
for (const dialect of dialects) {
  const { deals, activities } = writeExport(company, dialect);
  writeFileSync(join(folder, `${dialect.name}-deals.csv`), deals);
  writeFileSync(join(folder, `${dialect.name}-activities.csv`), activities);
}
