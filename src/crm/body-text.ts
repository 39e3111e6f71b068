import { compile, type HtmlToTextOptions } from "html-to-text";
import { cutQuotedMail } from "./quoted-mail.ts";

/** Markup beyond this is not read: what the rep wrote stands on top. In UTF-16 units. */
const maxMarkupLength = 60_000;

/** Nested deeper than this is no letter; the library's own stack would not bear it. */
const maxDepth = 60;

const options: HtmlToTextOptions = {
  wordwrap: false,
  limits: { maxDepth, maxChildNodes: 20_000, maxInputLength: maxMarkupLength, ellipsis: "" },
  selectors: [
    { selector: "a", options: { ignoreHref: true } },
    { selector: "img", format: "skip" },
    { selector: "style", format: "skip" },
    { selector: "script", format: "skip" },
    { selector: "head", format: "skip" },
    { selector: "blockquote", format: "skip" },
    { selector: ".gmail_quote", format: "skip" },
    { selector: ".gmail_signature", format: "skip" },
    { selector: ".moz-cite-prefix", format: "skip" },
    { selector: ".yahoo_quoted", format: "skip" },
    { selector: "#divRplyFwdMsg", format: "skip" },
    { selector: "#appendonsend", format: "skip" },
    { selector: "h1", options: { uppercase: false } },
    { selector: "h2", options: { uppercase: false } },
    { selector: "h3", options: { uppercase: false } },
    { selector: "h4", options: { uppercase: false } },
    { selector: "h5", options: { uppercase: false } },
    { selector: "h6", options: { uppercase: false } },
    { selector: "table", format: "block" },
  ],
};
const markupToPlain = compile(options);
const entitiesToPlain = compile({ ...options, preserveNewlines: true });

/**
 * What the author of a note or mail wrote: plain text without markup, quoted mail and signature, at most `maxLength`
 * UTF-16 units and never half a character. Null when nothing is left.
 */
export function toBodyText(body: string | null, maxLength: number): string | null {
  if (body === null) return null;
  const wellFormed = body.slice(0, maxMarkupLength).toWellFormed();
  const own = cutQuotedMail(toTidyLines(toPlain(wellFormed)));
  return cutAt(own, maxLength) || null;
}

/** Salesforce's own limit of a description; HubSpot's is twice that. In UTF-16 units. */
const maxDescriptionLength = 32_000;

/**
 * A deal's description as plain text. Nothing quoted is cut off its end: lines that look like a signature stand between what reps
 * wrote on different days. Null when it is empty.
 */
export function toDescriptionText(body: string | null): string | null {
  if (body === null) return null;
  const wellFormed = body.slice(0, maxMarkupLength).toWellFormed();
  return cutAt(toTidyLines(toPlain(wellFormed)), maxDescriptionLength) || null;
}

/** Text that only has angle brackets (prices, arrows, mail addresses) is not markup and stays as it is. */
function toPlain(text: string): string {
  if (element.test(text)) return markupToPlain(text);
  return entity.test(text) ? entitiesToPlain(text) : text;
}

const element =
  /<\/?(?:a|article|b|blockquote|body|br|center|code|div|em|font|h[1-6]|head|hr|html|i|img|li|meta|o:p|ol|p|pre|s|section|script|small|span|strong|style|sub|sup|table|tbody|td|th|thead|title|tr|u|ul)(?:\s[^<>]{0,2000})?\/?>/i;
const entity = /&(?:amp|lt|gt|quot|nbsp|apos|#\d{1,7}|#x[\da-f]{1,6});/i;

function toTidyLines(text: string): string {
  return text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[\u200b\u200c\u2060\ufeff]/g, "")
    .replaceAll("\0", "")
    .replaceAll(/[ \t\u00a0]+/g, " ")
    .replaceAll(/ ?\n ?/g, "\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

/** At most `maxLength` units, without splitting a surrogate pair. */
export function cutAt(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const last = text.charCodeAt(maxLength - 1);
  const endsInHalf = last >= 0xd8_00 && last <= 0xdb_ff;
  return text.slice(0, endsInHalf ? maxLength - 1 : maxLength).trimEnd();
}
