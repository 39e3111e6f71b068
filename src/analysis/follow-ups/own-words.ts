const cuts: readonly RegExp[] = [
  // Quoted lines and the headers mail programs put above them, to the end of the text.
  /^\s*>.*$/gmu,
  /(?:^|\n)(?:On .{5,80} wrote:|W dniu .{5,80} (?:napisał|pisze).*:|.{5,80} (?:пишет|написал|написала):|-{3,}\s?(?:Original Message|Oryginalna wiadomość|Исходное сообщение))[\s\S]*$/giu,
  /<blockquote[\s\S]*?<\/blockquote>/giu,
  /<(?:style|script)[\s\S]*?<\/(?:style|script)>/giu,
  /(?:^|\n)--\s*\n[\s\S]*$/gu,
  /<[^<>]{0,500}>/gu,
  /&[a-z]{2,8};|&#\d{1,6};/giu,
];

/** The text with everything that is not the rep's own words blanked out; same length, so offsets stay true. */
export function keepOwnWords(text: string): string {
  let kept = text;
  for (const cut of cuts)
    kept = kept.replace(cut, (found) => found.replace(/[^\n]/gu, (c) => " ".repeat(c.length)));
  return kept;
}
