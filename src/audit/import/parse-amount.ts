/** Which sign parts the decimals of a column; the other one, spaces and apostrophes part thousands. */
export type DecimalSign = "." | ",";

export interface DecimalEvidence {
  add(text: string): void;
  /** The sign of the whole column. A lone `1.234` or `1,234` decides nothing; without any evidence it is a thousand. */
  decide(): DecimalSign;
}

/** Decides once for a whole column, so that `1.234` means the same in each of its rows. */
export function collectDecimalEvidence(): DecimalEvidence {
  let points = 0;
  let commas = 0;
  let lonePoints = 0;
  return {
    add(text) {
      const digits = coreOf(text)?.digits ?? "";
      const sign = decimalSignOf(digits);
      if (sign === ".") points += 1;
      else if (sign === ",") commas += 1;
      else if (digits.includes(".")) lonePoints += 1;
    },
    decide: () => (commas > points || (points === 0 && lonePoints > 0) ? "," : "."),
  };
}

/** A currency sign, code or abbreviation before or after the number: €, PLN, zł, руб. */
const currency = String.raw`[\p{L}\p{Sc}][\p{L}\p{Sc}.]{0,5}`;
const shape = new RegExp(
  String.raw`^(\()?\s*(-)?\s*(?<before>${currency})?\s*(-)?\s*(?<digits>\d[\d\s.,'’]*?)\s*(?<after>${currency})?\s*(\))?$`,
  "u",
);

/** The number in an amount as people and programs write it, null when it is none. `(500)` is minus 500. */
export function parseAmount(text: string, decimal: DecimalSign): number | null {
  const core = coreOf(text);
  if (core === null) return null;
  const plain = toPlain(core.digits, decimal);
  return plain === null ? null : (core.isNegative ? -1 : 1) * Number(plain);
}

/** The currency that stands beside the number, null when none does. */
export function currencyIn(text: string): string | null {
  return coreOf(text)?.currency ?? null;
}

/** What Salesforce adds behind an amount in another currency: `USD 34,500 (EUR 31,050)`. */
const converted = /(?<=\d.*)\s*\([^()]*\)$/;

function coreOf(text: string) {
  const match = shape.exec(text.trim().replaceAll("−", "-").replace(converted, ""));
  if (match === null) return null;
  const [, open, minus, , minusAfter] = match;
  const { before, after, digits = "" } = match.groups ?? {};
  return {
    digits: digits.replaceAll(/[\s'’]+/g, " ").trim(),
    isNegative: open !== undefined || minus !== undefined || minusAfter !== undefined,
    currency: before ?? after ?? null,
  };
}

function decimalSignOf(digits: string): DecimalSign | null {
  const signs = [...digits.matchAll(/[.,]/g)];
  const last = signs.at(-1);
  if (last === undefined) return null;
  const sign = last[0] === "," ? "," : ".";
  const isMixed = signs.some(([other]) => other !== sign);
  if (isMixed) return sign;
  const other = sign === "," ? "." : ",";
  if (signs.length > 1) return other;
  const decimals = digits.length - last.index - 1;
  // Exactly three digits behind a single sign may be either, unless thousands are parted otherwise.
  if (decimals !== 3) return sign;
  return digits.includes(" ") || /^0[.,]/.test(digits) ? sign : null;
}

// Groups of thousands have exactly three digits; anything else is another notation, and no guess is made.
function toPlain(digits: string, decimal: DecimalSign): string | null {
  const [whole = "", fraction, ...more] = digits.split(decimal);
  if (more.length > 0 || !/^\d{1,3}(?:[ .,]\d{3})*$|^\d+$/.test(whole)) return null;
  if (fraction === undefined) return whole.replaceAll(/[ .,]/g, "");
  return /^\d+$/.test(fraction) ? `${whole.replaceAll(/[ .,]/g, "")}.${fraction}` : null;
}
