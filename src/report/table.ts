import type { Language } from "../domain/tenant.ts";
import { escapeHtml } from "./escape.ts";
import { pageWords } from "./page-words.ts";

export interface Table {
  /** What the table shows; read out before it and, unless hidden, seen above it. */
  readonly caption: string;
  readonly isCaptionHidden?: boolean;
  readonly columns: readonly string[];
  /** Numbers stand right and are written the language's way; null is an empty cell. The first cell heads its row. */
  readonly rows: readonly (readonly (string | number | null)[])[];
  readonly language: Language;
}

/** An accessible table in a frame that scrolls sideways by itself when the page is narrow. */
export function renderTable({ caption, isCaptionHidden, columns, rows, language }: Table): string {
  const format = new Intl.NumberFormat(pageWords[language].locale, { maximumFractionDigits: 2 });
  const head = columns.map((column, at) => {
    const isNumber = rows.length > 0 && rows.every((row) => typeof row[at] !== "string");
    return `<th scope="col"${isNumber ? ' class="number"' : ""}>${escapeHtml(column)}</th>`;
  });
  const cell = (value: string | number | null, at: number) => {
    const text = typeof value === "number" ? format.format(value) : escapeHtml(value ?? "");
    const look = lookOf(value);
    return at === 0 ? `<th scope="row"${look}>${text}</th>` : `<td${look}>${text}</td>`;
  };
  const body = rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`);
  return `<div class="scroll" role="group" tabindex="0" aria-label="${escapeHtml(caption)}"><table>
<caption${isCaptionHidden === true ? ' class="hidden"' : ""}>${escapeHtml(caption)}</caption>
<thead><tr>${head.join("")}</tr></thead>
<tbody>
${body.join("\n")}
</tbody></table></div>`;
}

// A date would be broken at its hyphens.
function lookOf(value: string | number | null): string {
  if (typeof value === "number") return ' class="number"';
  return value !== null && /^\d{4}-\d{2}-\d{2}$/.test(value) ? ' class="date"' : "";
}
