import type { CivilDate } from "../../../domain/time.ts";
import type { CodedText } from "./codes.ts";

/** How definite a way of naming a day is; the more definite of two neighbours wins ("Friday, 24 March"). */
export type Grain = "date" | "monthDay" | "weekday" | "day" | "week" | "month" | "none";

export type Meaning =
  | { readonly kind: "time"; readonly due: CivilDate | null; readonly grain: Grain }
  | { readonly kind: "past" | "after" | "vague" | "every" | "span" | "clock" };

/** The matched stretch: where it lies in the coded text, and on which day it was written. */
export interface Match {
  readonly coded: CodedText;
  readonly at: number;
  readonly codes: string;
  readonly on: CivilDate;
}

export function time(due: CivilDate | null, grain: Grain): Meaning {
  return { kind: "time", due, grain };
}

export const past: Meaning = { kind: "past" };
export const span: Meaning = { kind: "span" };

export function valueAt(coded: CodedText, index: number): number {
  return coded.values[index] ?? 0;
}

/** Value of the first token of the match whose code is one of `codes`. */
export function valueOf({ coded, at, codes }: Match, wanted: string): number {
  for (let index = 0; index < codes.length; index++) {
    if (wanted.includes(codes.charAt(index))) return valueAt(coded, at + index);
  }
  return 0;
}

/** "двадцать первого" is two words: tens and units. */
export function dayOf({ coded, at, codes }: Match): number {
  let sum = 0;
  for (let index = 0; index < codes.length; index++) {
    if (!"ndo".includes(codes.charAt(index))) continue;
    const value = valueAt(coded, at + index);
    if (sum === 0 || (sum >= 20 && sum % 10 === 0 && value < 10)) sum += value;
  }
  return sum;
}
