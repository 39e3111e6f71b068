import { readFile } from "node:fs/promises";
import { AppError } from "../domain/errors.ts";
import { type Language, languages } from "../domain/tenant.ts";

/** A file of config/locales as it is; who asked checks its shape. */
export async function readLocale(name: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(`../../config/locales/${name}`, import.meta.url), "utf8"));
}

/** What `--language` says; null when it was left out. */
export function toLanguage(text: string | undefined): Language | null {
  if (text === undefined) return null;
  const found = languages.find((language) => language === text);
  if (found !== undefined) return found;
  const problem = `--language ${text} is none of ${languages.join(", ")}`;
  throw new AppError("input-invalid", { details: { problem } });
}
