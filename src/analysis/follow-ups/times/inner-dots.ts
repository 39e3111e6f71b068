import type { Token } from "../text/tokens.ts";
import { isRoman } from "./roman-months.ts";

/** Words of times that people shorten. */
const shortened = new Set("przysz przyszl nast след сл теч".split(" "));

/** "20.VI", "след. неделе": a dot that ends no sentence. */
export function isDotWithin(tokens: readonly Token[], index: number): boolean {
  const dot = tokens[index];
  const before = tokens[index - 1];
  const after = tokens[index + 1];
  if (dot?.raw !== "." || before?.end !== dot.start) return false;
  return before.kind === "number" ? isRoman(after) && after?.start === dot.end : shortened.has(before.fold);
}
