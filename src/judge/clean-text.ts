import { keepOwnWords } from "../analysis/follow-ups/text/own-words.ts";

/** A text as it may leave the machine. */
export interface CleanText {
  /** The rep's own words with addresses and numbers masked and every stretch of white space made one blank. */
  readonly sent: string;
  /** For each unit of `sent`, where it stands in the text given. */
  readonly offsets: readonly number[];
}

/**
 * Takes out of a text what the judge need not know: quoted mail and signatures (as the engine does), the letters of e-mail
 * addresses and the digits of telephone and account numbers. Masks are as long as what they hide, so that places stay places.
 */
export function cleanText(text: string, maxLength: number): CleanText {
  const masked = maskNumbers(maskAddresses(keepOwnWords(text.slice(0, maxLength)).toWellFormed()));
  const offsets: number[] = [];
  let sent = "";
  for (const [at, unit] of masked.split("").entries()) {
    const isSpace = /\s/.test(unit);
    if (isSpace && (sent === "" || sent.endsWith(" "))) continue;
    sent += isSpace ? " " : unit;
    offsets.push(at);
  }
  return { sent: sent.trimEnd(), offsets };
}

/** Every stretch of white space as one blank, none at the ends. */
export function foldSpace(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

const address = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;

function maskAddresses(text: string): string {
  return text.replaceAll(address, (found) =>
    found.replaceAll(/[\p{L}\p{N}]/gu, (one) => "x".repeat(one.length)),
  );
}

/** A date with its year has as many digits as a telephone number, and must stay. */
const dateWithYear = /(?<!\d)(?:20\d\d[-./][01]?\d[-./][0-3]?\d|[0-3]?\d[-./][01]?\d[-./]20\d\d)(?!\d)/g;
/** Seven digits or more with what people put between them: telephones, accounts, cards. */
const longNumber = /\+?\d(?:[ \t\u00a0()./-]{0,3}\d){6,}/g;

function maskNumbers(text: string): string {
  let masked = "";
  let from = 0;
  for (const { 0: date, index } of text.matchAll(dateWithYear)) {
    masked += maskLong(text.slice(from, index)) + date;
    from = index + date.length;
  }
  return masked + maskLong(text.slice(from));
}

function maskLong(text: string): string {
  return text.replaceAll(longNumber, (found) => found.replaceAll(/\d/g, "0"));
}
