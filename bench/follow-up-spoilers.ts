import { type Sample, toSample } from "../src/analysis/follow-ups/training/dataset.ts";
import { mulberry } from "../src/analysis/follow-ups/training/train-linear.ts";

const random = mulberry(11);

/** Ways in which hurried writers and poor exports spoil a text. */
export const spoilers: Readonly<Record<string, (text: string) => string>> = {
  "as written": (text) => text,
  "lower case": (text) => text.toLowerCase(),
  "no diacritics": (text) =>
    text
      .normalize("NFD")
      .replaceAll(/[\u0300-\u0305\u0307\u0309-\u036f]/g, "")
      .normalize("NFC")
      .replaceAll("ł", "l")
      .replaceAll("Ł", "L"),
  "a typo in every third word": (text) =>
    text.replaceAll(/\p{L}{4,}/gu, (word) => (random() < 1 / 3 ? swapLetters(word) : word)),
  "no punctuation": (text) => text.replaceAll(/[.,;:!?()"«»„”]+(?=\s|$)|[(«„"]/gu, ""),
};

/** The same text spoiled; its marks are lost, its labels stay. */
export function spoil({ row, group }: Sample, change: (text: string) => string): Sample {
  return toSample({ ...row, text: change(row.text), marks: [] }, group);
}

function swapLetters(word: string): string {
  const at = 1 + Math.floor(random() * (word.length - 2));
  return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
}
