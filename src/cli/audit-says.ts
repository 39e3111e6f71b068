import Table from "cli-table3";
import { fill } from "../analysis/phrases.ts";
import type { AuditWords } from "../audit/audit-words.ts";
import { groupTroubles, writeAssumedKind } from "../audit/sections/data.ts";
import type { AuditResult } from "../audit/sections/reporter.ts";
import { type Moment, toCivilDate } from "../domain/time.ts";
import { say } from "./print.ts";

const look = { head: [], border: [], compact: true };

/** How columns and stages were read, for somebody to check. */
export function sayReading({ files, stages }: AuditResult): void {
  const columns = new Table({ head: ["File", "Used for", "Column", "Found by"], style: look });
  for (const { file, mapped } of files)
    for (const { field, columns: names, by } of mapped)
      columns.push([file, field, names.join(", "), by === "given" ? "--map" : "its name"]);
  say("How the columns were read; correct it with --map deal.FIELD=COLUMN or activity.FIELD=COLUMN:");
  say(columns.toString());
  const meanings = new Table({ head: ["Stage", "Deals", "Means", "Found by"], style: look });
  for (const { name, deals, outcome, by } of stages) meanings.push([name, deals, outcome, by]);
  say('What the stages mean; correct it with --map "stage.NAME=open|won|lost":');
  say(meanings.toString());
}

/** What was guessed about whole files, and what of `--map` was of no use. */
export function sayGuesses({ files, unusedAnswers }: AuditResult, words: AuditWords): void {
  for (const key of unusedAnswers)
    say(`--map ${key} fits nothing in the files; is it spelled as it is there?`);
  for (const reading of files) {
    const { file, grouped, uncertainDates } = reading;
    const told = writeAssumedKind(reading, words);
    if (told !== null) say(told);
    for (const column of grouped) say(fill(words.data.grouped, { column, file }));
    for (const { column, order } of uncertainDates)
      say(
        `${file}: dates in “${column}” can be read either way; read ${order} (--map dates=day-first|month-first)`,
      );
  }
}

/** Troubles of one kind in one column that are shown on the terminal; every line is in the report. */
const maxAlike = 3;

/** One line for each cause, so that a thousand rows of one kind do not hide the one of another. */
export function sayTroubles({ files }: AuditResult, words: AuditWords): void {
  const groups = groupTroubles(files, words);
  for (const alike of Map.groupBy(groups, ({ file, kind, column }) => `${file} ${kind} ${column}`).values()) {
    for (const { file, cause, lines } of alike.slice(0, maxAlike)) {
      const more = lines.length > 1 ? ` and ${lines.length - 1} more` : "";
      say(`${file}, line ${lines[0]}${more}: ${cause}`);
    }
    const unsaid = alike.slice(maxAlike).reduce((sum, { lines }) => sum + lines.length, 0);
    if (unsaid > 0) say(`… and ${unsaid} more lines of this kind; see the report.`);
  }
}

/** An old export is judged as of its own last day, which must not go unnoticed. */
export function sayDay({ judged, timeZone }: AuditResult, clock: Moment): void {
  if (judged.today !== toCivilDate(clock, timeZone))
    say(`Judged as of ${judged.today}; --as-of DATE chooses another day.`);
}
