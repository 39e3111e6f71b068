/** Lower case, ё as е, one kind of apostrophe. */
export function toLow(word: string): string {
  return word.toLowerCase().replaceAll("ё", "е").replaceAll(/[’ʼ]/g, "'");
}

const latinMarks = /[\u0300-\u0305\u0307-\u036f]/g;
const foldedLetters: Readonly<Record<string, string>> = { ł: "l", ø: "o", đ: "d", ß: "ss" };

/** Without diacritics. Cyrillic й stays: its mark makes another letter, not another spelling. */
export function foldWord(low: string): string {
  if (isPlain(low)) return low;
  let folded = "";
  for (const letter of low) {
    folded +=
      letter === "й" ? letter : (foldedLetters[letter] ?? letter.normalize("NFD").replaceAll(latinMarks, ""));
  }
  return folded;
}

/** Only ASCII, or Cyrillic letters, none of which this file folds. */
function isPlain(word: string): boolean {
  for (let index = 0; index < word.length; index++) {
    const code = word.charCodeAt(index);
    if (code > 0x7f && (code < 0x430 || code > 0x44f)) return false;
  }
  return true;
}
