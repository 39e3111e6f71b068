/**
 * Blanks what is not the rep's own words: markup, quoted and forwarded mail, signatures, mail program footers.
 * Every blanked unit becomes a space and line breaks stay, so offsets in the result are offsets in the text given.
 */
export function keepOwnWords(text: string): string {
  let kept = text;
  if (kept.includes("<") || kept.includes("&")) kept = blankMarkup(kept);
  if (kept.includes('"') || quoteMarks.test(kept)) kept = kept.replace(quotedLetter, blank);
  if (!mayHoldMail.test(kept)) return kept;
  for (const cut of mailCuts) kept = kept.replace(cut, blank);
  return kept;
}

/** How letters begin. In quotation marks or italics, what begins so was written by somebody else. */
const greeting =
  "(?:hi|hello|dear|good (?:morning|afternoon|day)|dzie[nń] dobry|szanown|witam|drog[ai]\\s|добрый (?:день|вечер)|доброе утро|здравствуйте|уважаем)";
const quoteMarks = /[«„“]/u;
const quotedLetter = new RegExp(`(?<=^|\\n)[ \\t]*["«„“](?=${greeting})[^"»”]{20,3000}(?:["»”]|$)`, "giu");

const markupCuts: readonly RegExp[] = [
  /<(blockquote|style|script)\b[^>]{0,300}>[\s\S]*?(?:<\/\1\s*>|$)/giu,
  /<div[^>]{0,200}(?:gmail_quote|moz-cite|OutlookMessageHeader|yahoo_quoted)[\s\S]*$/giu,
  /<!--[\s\S]*?(?:-->|$)/gu,
  new RegExp(`<(i|em)\\b[^>]{0,100}>\\s*${greeting}[\\s\\S]{0,3000}?</\\1\\s*>`, "giu"),
];
const lineTag = /<\/?(?:p|br|hr|div|li|ul|ol|tr|td|table|h[1-6])\b[^<>]{0,300}>/giu;
const otherTag = /<\/?[a-z][^<>]{0,300}>/giu;
const entity = /&(?:[a-z]{2,8}|#\d{1,6}|#x[\da-f]{1,5});/giu;

function blankMarkup(text: string): string {
  let kept = text;
  for (const cut of markupCuts) kept = kept.replace(cut, blank);
  return kept.replace(lineTag, lineBreak).replace(otherTag, blank).replace(entity, decoded);
}

const entities: Readonly<Record<string, string>> = { "&gt;": ">", "&lt;": "<", "&amp;": "&", "&quot;": '"' };

/** Few entities matter: a ">" at the start of a line is a quotation. */
function decoded(found: string): string {
  return (entities[found.toLowerCase()] ?? " ").padEnd(found.length);
}

/** A cheap look before the costlier patterns below. */
const mayHoldMail =
  /[>|]|--|__|==|wrote|napisa|pisze|пишет|писал|forward|original|исходн|пересыл|oryginal|przekazan|regards|cheers|best|pozdr|wyraz|z pow|уважени|пожелан|sent from|wysłan|wyslan|отправлено|from:|od:|от:/iu;

const mailCuts: readonly RegExp[] = [
  // The line a mail program puts above a quoted mail, or a forwarded mail's head: all after it is someone else's.
  /(?:^|\n)[ \t]*(?:-{2,}|_{3,}|={3,})?[ \t]*(?:begin forwarded message|forwarded message|original message|original appointment|oryginalna wiadomo[śs][ćc]|wiadomo[śs][ćc] oryginalna|wiadomo[śs][ćc] przekazana|przekazana wiadomo[śs][ćc]|treść przekazanej wiadomości|исходное сообщение|пересылаемое сообщение|пересланное сообщение|конец пересылаемого)[\s\S]*$/giu,
  /(?:^|\n)[ \t]*(?:on|w dniu|dnia|am)\s[^\n]{4,120}\s(?:wrote|napisa[łl](?:\(a\)|a)?|pisze)\s?:[\s\S]*$/giu,
  /(?:^|\n)[^\n]{4,120}(?:<[^\n>]{3,80}>|\d{4}[^\n]{0,40})\s*,?\s*(?:пишет|написал|написала|napisa[łl]a?|wrote)\s?:[\s\S]*$/giu,
  /(?:^|\n)[ \t]*(?:from|od|nadawca|от|от кого)[ \t]?:[^\n]{2,120}\n[ \t]*(?:sent|date|to|wys[łl]ano|data|do|отправлено|дата|кому|subject|temat|тема)[ \t]?:[\s\S]*$/giu,
  /(?:^|\n)[ \t]*[>|][^\n]*/gu,
  // Signatures and footers.
  /(?:^|\n)[ \t]*(?:--|—|__)[ \t]*\n[\s\S]*$/gu,
  /(?:^|\n)[ \t]*(?:sent from (?:my|outlook|mail)|get outlook for|wys[łl]an[eo] z|отправлено (?:с|из)|sent via)[^\n]*/giu,
  /(?:^|\n)[ \t]*(?:kind regards|best regards|warm regards|regards|best wishes|many thanks and regards|yours (?:sincerely|faithfully)|z powa[żz]aniem|pozdrawiam(?: serdecznie)?|z wyrazami szacunku|с уважением|с наилучшими пожеланиями)[ \t]*[,.!]?[ \t]*(?:\n[^\n]{0,160}){0,6}\s*$/giu,
];

function blank(found: string): string {
  return found.replace(/[^\n]/g, " ");
}

/** A block tag ends a line: one of its units becomes a line break. */
function lineBreak(found: string): string {
  return `\n${" ".repeat(found.length - 1)}`;
}
