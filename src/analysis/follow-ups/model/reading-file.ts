import { readFileSync } from "node:fs";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";

/** What was learned for reading itself; ships with the product, `npm run train` writes the same bytes again. */
export const readingUrl = new URL("./reading.br", import.meta.url);

/** The shipped reading, unpacked. */
export function readShipped(): Buffer {
  return brotliDecompressSync(readFileSync(readingUrl));
}

/** What is written into the repository. */
export function packReading(bytes: Buffer): Buffer {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}
