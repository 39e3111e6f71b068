import type { Language } from "../text/detect-language.ts";
import type { Token } from "../text/tokens.ts";

const slashed = /^\d{1,2}\/(\d{1,2})$/;
/** What a number with a slash belongs to when it is a document's. */
const documents = new Set(
  "zp fv faktura faktury fakture invoice inv ref счет счета договор договора заказ umowa umowy".split(" "),
);
const shares = new Set("1/2 1/3 2/3 1/4 3/4 1/5 10/10".split(" "));
/** Words after which it is a date. */
const prepositions = new Set("on by until till before since do od na dnia przed до к на с от".split(" "));

/** "1/3 of it", "a 9/10 call", "FV 12/03": no date. */
export function isFraction(tokens: readonly Token[], index: number, language: Language): boolean {
  const low = foldAt(tokens, index);
  const second = slashed.exec(low)?.[1];
  if (second === undefined) return false;
  const before = foldAt(tokens, index - 1);
  if (foldAt(tokens, index + 1) === "of" || documents.has(before)) return true;
  return !prepositions.has(before) && isShare(low, Number(second), language);
}

function foldAt(tokens: readonly Token[], index: number): string {
  return tokens[index]?.fold ?? "";
}

/** Outside English a slash is mostly a share or a score, and no month stands before its day. */
function isShare(low: string, second: number, language: Language): boolean {
  if (language === "en") return low === "10/10";
  return shares.has(low) || second === 10 || second > 12;
}
