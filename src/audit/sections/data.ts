import { escapeHtml } from "../../report/escape.ts";
import type { PageSection } from "../../report/render-page.ts";
import { renderTable } from "../../report/table.ts";
import type { AuditWords } from "../audit-words.ts";
import { type FileReading, isRowDropped, type Trouble } from "../import/open-sheet.ts";
import { type AuditResult, fill, type Reporter } from "./reporter.ts";

/** Beyond so many causes nobody reads on; the rest is counted. */
const maxCauses = 2_000;

export function dataSection(result: AuditResult, reporter: Reporter): PageSection {
  const { words } = reporter;
  return {
    id: "data",
    heading: words.data.heading,
    html: [
      renderFiles(result, reporter),
      ...result.files.map((file) => renderColumns(file, reporter)),
      ...result.files.map((file) => renderMissing(file, reporter)),
      renderStages(result, reporter),
      renderTroubles(result, reporter),
    ].join("\n"),
  };
}

function renderFiles({ files }: AuditResult, { words, language }: Reporter): string {
  const { data } = words;
  const table = renderTable({
    caption: data.filesCaption,
    language,
    columns: [data.file, data.rows, data.dropped, data.emptied, data.duplicates, data.format],
    rows: files.map(({ file, rows, troubles, duplicates, format }) => {
      const dropped = troubles.filter(isRowDropped).length;
      const delimiter = format.delimiter === "\t" ? "⇥" : format.delimiter;
      return [
        file,
        rows,
        dropped,
        troubles.length - dropped,
        duplicates,
        `${format.encoding} “${delimiter}”`,
      ];
    }),
  });
  const uncertain = files.flatMap(({ file, uncertainDates }) =>
    uncertainDates.map(({ column, order }) => {
      const text = fill(data.uncertain, { column, file, order: data.orders[order] });
      return `<p>${escapeHtml(text)}</p>`;
    }),
  );
  const grouped = files.flatMap(({ file, grouped: columns }) =>
    columns.map((column) => `<p>${escapeHtml(fill(data.grouped, { column, file }))}</p>`),
  );
  const assumed = files.flatMap((file) => {
    const told = writeAssumedKind(file, words);
    return told === null ? [] : [`<p>${escapeHtml(told)}</p>`];
  });
  return `${table}\n${[...assumed, ...grouped, ...uncertain].join("\n")}`;
}

/** What a file's rows were taken for, where no column says it; null where one does. */
export function writeAssumedKind({ file, assumedKind }: FileReading, words: AuditWords): string | null {
  return assumedKind === null ? null : fill(words.data.assumedKind, { file, kind: words.kinds[assumedKind] });
}

function renderColumns({ file, mapped, unused }: FileReading, { words, language }: Reporter): string {
  const { data } = words;
  const table = renderTable({
    caption: `${data.columnsCaption}: ${file}`,
    language,
    columns: [data.field, data.column, data.by],
    rows: mapped.map(({ field, columns, by }) => [field, columns.join(", "), data[by]]),
  });
  const rest =
    unused.length === 0 ? "" : `<p>${escapeHtml(fill(data.unused, { columns: unused.join(", ") }))}</p>`;
  return `<details><summary>${escapeHtml(`${data.columnsCaption}: ${file}`)}</summary>\n${table}${rest}</details>`;
}

function renderMissing({ file, missing }: FileReading, { words }: Reporter): string {
  if (missing.length === 0) return "";
  return `<p class="soft">${escapeHtml(`${file}. ${fill(words.data.missing, { fields: missing.join(", ") })}`)}</p>`;
}

function renderStages({ stages }: AuditResult, { words, language }: Reporter): string {
  const { data } = words;
  return renderTable({
    caption: data.stagesCaption,
    language,
    columns: [data.stage, data.meaning, data.by, data.deals],
    rows: stages.map(({ name, outcome, by, deals }) => [
      name,
      data.outcomes[outcome],
      data.stageBy[by],
      deals,
    ]),
  });
}

function renderTroubles({ files }: AuditResult, { words, language }: Reporter): string {
  const { data } = words;
  const groups = groupTroubles(files, words);
  if (groups.length === 0) return `<p>${escapeHtml(data.clean)}</p>`;
  const countLines = (some: readonly TroubleGroup[]) =>
    some.reduce((sum, { lines }) => sum + lines.length, 0);
  const title = fill(data.troubles, { count: countLines(groups) });
  const table = renderTable({
    caption: title,
    isCaptionHidden: true,
    language,
    columns: [data.file, data.cause, data.lines],
    rows: groups.slice(0, maxCauses).map(({ file, cause, lines }) => [file, cause, writeLines(lines)]),
  });
  const unshown = countLines(groups.slice(maxCauses));
  const more = unshown > 0 ? `<p>${escapeHtml(fill(data.more, { count: unshown }))}</p>` : "";
  return `<details><summary>${escapeHtml(title)}</summary>\n${table}${more}</details>`;
}

/** The lines of a file that could not be used for one cause. */
export interface TroubleGroup {
  readonly file: string;
  readonly kind: Trouble["kind"];
  readonly column: string;
  readonly cause: string;
  /** Ascending; a line comes twice when two of its cells have the same fault. */
  readonly lines: readonly number[];
}

/** In order of the first line of each cause, so that a thousand rows of one cause do not hide the one of another. */
export function groupTroubles(files: readonly FileReading[], words: AuditWords): TroubleGroup[] {
  return files.flatMap(({ file, troubles }) =>
    [...Map.groupBy(troubles, (trouble) => writeTrouble(trouble, words))].flatMap(([cause, group]) => {
      const [first] = group;
      if (first === undefined) return [];
      const { kind, column } = first;
      return [{ file, kind, column, cause, lines: group.map(({ line }) => line) }];
    }),
  );
}

/** `2, 5–9, 12`. */
function writeLines(lines: readonly number[]): string {
  const runs: { from: number; to: number }[] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last !== undefined && line <= last.to + 1) last.to = line;
    else runs.push({ from: line, to: line });
  }
  return runs.map(({ from, to }) => (from === to ? String(from) : `${from}–${to}`)).join(", ");
}

/** The cause in words; long cells are cut. */
function writeTrouble({ kind, text, column }: Trouble, words: AuditWords): string {
  return fill(words.troubles[kind], { text: text.length > 60 ? `${text.slice(0, 60)}…` : text, column });
}
