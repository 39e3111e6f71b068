import type { Language } from "../domain/tenant.ts";
import { escapeHtml } from "./escape.ts";
import { pageWords } from "./page-words.ts";
import { pageStyle } from "./style.ts";

export interface PageSection {
  /** Unique on the page: letters, digits and hyphens; the address of the section. */
  readonly id: string;
  readonly heading: string;
  /** Markup of our own making; whatever came from outside is escaped in it already. */
  readonly html: string;
}

export interface Page {
  readonly title: string;
  readonly language: Language;
  readonly sections: readonly PageSection[];
  /** A line below the title: what was looked at, and when. */
  readonly subtitle?: string;
  /** Style rules for what only this page has. */
  readonly style?: string;
  /** The last line, e.g. which program made the page. */
  readonly footer?: string;
}

/**
 * One self-contained HTML file: no scripts, nothing loaded from anywhere (its own policy forbids it), readable in light, in
 * dark, on paper, by keyboard and by screen reader.
 */
export function renderPage(page: Page): string {
  const { title, language, sections, subtitle, style = "", footer } = page;
  const words = pageWords[language];
  const links = sections.map(({ id, heading }) => `<li><a href="#${id}">${escapeHtml(heading)}</a></li>`);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escapeHtml(title)}</title>
<style>${pageStyle}${style}</style>
</head>
<body>
<a class="skip" href="#content">${words.skip}</a>
<header>
<h1>${escapeHtml(title)}</h1>
${subtitle === undefined ? "" : `<p class="soft">${escapeHtml(subtitle)}</p>`}
<nav aria-label="${words.contents}"><ul>${links.join("")}</ul></nav>
</header>
<main id="content">
${sections.map(renderSection).join("\n")}
</main>
${footer === undefined ? "" : `<footer>${escapeHtml(footer)}</footer>`}
</body>
</html>
`;
}

function renderSection({ id, heading, html }: PageSection): string {
  return `<section id="${id}" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${escapeHtml(heading)}</h2>
${html}
</section>`;
}
