import { open, stat } from "node:fs/promises";

/** Bytes of the beginning that are looked at. */
const headSize = 1024;

const saveAsCsv = "open it in a spreadsheet and save it as CSV (UTF-8)";

/** What a file begins with, one character a byte, that is no text with delimiters, and what to do about it. */
const formats: readonly (readonly [beginning: string, says: string])[] = [
  ["PK\x03\x04", `an Excel workbook or another zip file, not CSV: ${saveAsCsv}, or unpack it`],
  ["\xd0\xcf\x11\xe0", `an old Excel workbook, not CSV: ${saveAsCsv}`],
  ["\x1f\x8b", "compressed with gzip: unpack it first"],
  ["%PDF", "a PDF, not CSV: export the records as CSV instead"],
];

const textFormats: readonly (readonly [beginning: RegExp, says: string])[] = [
  [/^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|head|meta|table)/i, `a web page, not CSV: ${saveAsCsv}`],
  [/^(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*"/, "JSON, not CSV: export the records as CSV instead"],
];

/** Why a path is no CSV file that can be read, as the end of a sentence; null when it may well be one. */
export async function findForeignFormat(path: string): Promise<string | null> {
  const found = await stat(path);
  if (found.isDirectory()) return "a folder: name the file in it";
  if (!found.isFile())
    return "a pipe or a device, and files are read more than once: save it to a file first";
  const beginning = await readBeginning(path);
  const format =
    formats.find(([start]) => beginning.startsWith(start)) ??
    textFormats.find(([shape]) => shape.test(beginning));
  return format?.[1] ?? null;
}

/** One character a byte. */
async function readBeginning(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headSize), 0, headSize, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await file.close();
  }
}
