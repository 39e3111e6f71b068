import type { LabelledText } from "./dataset.ts";

/** The text as a hurried writer would leave it: no capitals, no marks; in Polish no diacritics either. Its marks follow. */
export function spoil(row: LabelledText): LabelledText {
  const marks = row.marks.map(({ quote, tag }) => ({ quote: hurry(quote).trim(), tag }));
  return { ...row, id: `${row.id}-hurried`, text: hurry(row.text), marks };
}

function hurry(text: string): string {
  const bare = text.replaceAll(/[.,;:!?()"«»„”…]+(?=\s|$)|[(«„"]/gu, "").toLowerCase();
  return bare
    .normalize("NFD")
    .replaceAll(/[\u0300-\u0305\u0307\u0309-\u036f]/g, "")
    .normalize("NFC")
    .replaceAll("ł", "l");
}
