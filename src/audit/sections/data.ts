import { escapeHtml } from "../../report/escape.ts";
import type { PageSection } from "../../report/render-page.ts";
import { renderTable } from "../../report/table.ts";
import type { AuditWords } from "../audit-words.ts";
import { type FileReading, isRowDropped, type Trouble } from "../import/open-sheet.ts";
import { type AuditResult, fill, type Reporter } from "./reporter.ts";

/** Beyond so many lines a page is no longer opened by anybody; the rest is counted. */
const maxTroubles = 5_000;

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
  return `${table}\n${uncertain.join("\n")}`;
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
  const all = files.flatMap(({ troubles }) => troubles);
  if (all.length === 0) return `<p>${escapeHtml(data.clean)}</p>`;
  const title = fill(data.troubles, { count: all.length });
  const table = renderTable({
    caption: title,
    isCaptionHidden: true,
    language,
    columns: [data.file, data.line, data.cause],
    rows: all
      .slice(0, maxTroubles)
      .map((trouble) => [trouble.file, trouble.line, writeTrouble(trouble, words)]),
  });
  const more =
    all.length > maxTroubles
      ? `<p>${escapeHtml(fill(data.more, { count: all.length - maxTroubles }))}</p>`
      : "";
  return `<details><summary>${escapeHtml(title)}</summary>\n${table}${more}</details>`;
}

/** The cause in words; long cells are cut. */
export function writeTrouble({ kind, text, column }: Trouble, words: AuditWords): string {
  return fill(words.troubles[kind], { text: text.length > 60 ? `${text.slice(0, 60)}…` : text, column });
}
