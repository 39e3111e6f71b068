import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

/** Recorded answers of real CRMs lie outside the repository: they are other people's data. */
const folder = process.env["NORMA_SHARED_DATA"] ?? resolve("..", "shared", "data");

/** The parsed JSON of a file of the shared test data; null where that is not at hand. */
export function sharedData(path: string): unknown {
  const file = resolve(folder, path);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

/** Where a file of the shared test data is; null where it is not at hand. */
export function sharedPath(path: string): string | null {
  const file = resolve(folder, path);
  return existsSync(file) ? file : null;
}
