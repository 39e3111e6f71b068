import { compile } from "html-to-text";
import { cutQuotedMail } from "./quoted-mail.ts";

/** Markup beyond this is not read: what the rep wrote stands on top. In UTF-16 units. */
const maxMarkupLength = 60_000;

/** Nested deeper than this is no letter; the library's own stack would not bear it. */
const maxDepth = 60;

const toPlain = compile({
  wordwrap: false,
  preserveNewlines: false,
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
});

/**
 * What the author of a note or mail wrote: plain text without markup, quoted mail and signature, at most `maxLength`
 * UTF-16 units and never half a character. Null when nothing is left.
 */
export function toBodyText(body: string | null, maxLength: number): string | null {
  if (body === null) return null;
  const wellFormed = body.slice(0, maxMarkupLength).toWellFormed();
  const plain = looksLikeMarkup(wellFormed) ? toPlain(wellFormed) : wellFormed;
  const own = cutQuotedMail(toTidyLines(plain));
  return cutAt(own, maxLength) || null;
}

/** A tag or an entity; plain text with a lone "<" (a price, an arrow) must stay as it is. */
function looksLikeMarkup(text: string): boolean {
  return /<\/?[a-z][^<>]{0,2000}>|<!--|&(?:[a-z]{2,8}|#\d{1,7}|#x[\da-f]{1,6});/i.test(text);
}

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
