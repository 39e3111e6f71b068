/** The words of a text alone, in small letters: what is equal here was not written anew. Empty for a line of dashes. */
export function toPlainWords(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Whether the words stand in the text one after another. Both as `toPlainWords` gives them. */
export function holdsWords(text: string, words: string): boolean {
  return ` ${text} `.includes(` ${words} `);
}

// Two letters before the full stop: "12.03. Called" and "J. Smith" are not two sentences.
const sentenceEnd = /(?<=[\p{L}\p{N})"”»]{2}[.!?…])\s+(?=[\p{L}\p{N}"„“«([])/u;

export function toSentences(line: string): string[] {
  return line.split(sentenceEnd).filter((sentence) => sentence.trim() !== "");
}
