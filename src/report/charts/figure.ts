import type { Language } from "../../domain/tenant.ts";
import { escapeHtml } from "../escape.ts";
import { pageWords } from "../page-words.ts";
import { renderTable, type Table } from "../table.ts";

/** What every chart needs beside its data. */
export interface ChartFrame {
  /** Unique on the page: letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  /** What there is to see, in a sentence or two: the description for screen readers, and shown below the title. */
  readonly note: string;
  readonly language: Language;
}

/** The chart with its name, its description, and a table that holds the same numbers. */
export function renderFigure(
  { id, title, note, language }: ChartFrame,
  svg: string,
  table: Pick<Table, "columns" | "rows">,
): string {
  const named = svg.replace(/<svg width="\d+" height="\d+"/, "<svg").replace(
    /<svg([^>]*)>/,
    `<svg$1 role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${escapeHtml(title)}</title><desc id="${id}-desc">${escapeHtml(note)}</desc>`,
  );
  const numbers = renderTable({ ...table, caption: title, isCaptionHidden: true, language });
  return `<figure id="${id}">
<figcaption><strong>${escapeHtml(title)}</strong> <span>${escapeHtml(note)}</span></figcaption>
<div class="plot" role="group" tabindex="0" aria-label="${escapeHtml(title)}">${named}</div>
<details><summary>${pageWords[language].numbers}<span class="hidden">: ${escapeHtml(title)}</span></summary>
${numbers}</details>
</figure>`;
}
