import { readFile } from "node:fs/promises";
import { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import { activityFields } from "./activity-fields.ts";
import { dealFields } from "./deal-fields.ts";

/** What the user said about columns, stages, kinds of activity and date orders: `deal.amount` → `Kwota`. */
export type Mapping = ReadonlyMap<string, string>;

const fileSchema = z.record(z.string(), z.string());

const keys =
  "deal.FIELD=COLUMN, activity.FIELD=COLUMN, stage.NAME=open|won|lost, kind.NAME=call|meeting|email|message|proposal|note|task, dates=day-first|month-first";

/**
 * The answers of `--map`: each a JSON file of such pairs or one pair itself; later ones win. Throws `input-invalid` for a
 * file that is no such JSON and for names that mean nothing.
 */
export async function readMapping(answers: readonly string[]): Promise<Mapping> {
  const mapping = new Map<string, string>();
  for (const answer of answers) {
    for (const [key, value] of await readAnswer(answer)) {
      refuseUnknown(key, value);
      mapping.set(key, value);
    }
  }
  return mapping;
}

async function readAnswer(answer: string): Promise<[string, string][]> {
  const at = answer.indexOf("=");
  if (at > 0) return [[answer.slice(0, at).trim(), answer.slice(at + 1).trim()]];
  try {
    return Object.entries(fileSchema.parse(JSON.parse(await readFile(answer, "utf8"))));
  } catch (error) {
    throw invalid(`--map ${answer} is neither KEY=VALUE nor a JSON file of such pairs`, error);
  }
}

const allowed: readonly (readonly [key: RegExp, value: RegExp])[] = [
  [new RegExp(`^deal\\.(${Object.keys(dealFields).join("|")})$`), /^/],
  [new RegExp(`^activity\\.(${Object.keys(activityFields).join("|")})$`), /^/],
  [/^stage\../, /^(open|won|lost)$/],
  [/^kind\../, /^(call|meeting|email|message|proposal|note|task)$/],
  [/^dates$/, /^(day-first|month-first)$/],
];

function refuseUnknown(key: string, value: string): void {
  const rule = allowed.find(([shape]) => shape.test(key));
  if (rule?.[1].test(value) === true) return;
  const fields =
    rule === undefined
      ? `. Fields: deal.${Object.keys(dealFields).join(" deal.")} activity.${Object.keys(activityFields).join(" activity.")}`
      : "";
  throw invalid(`--map ${key}=${value} is not understood. Expected ${keys}${fields}`);
}

function invalid(problem: string, cause?: unknown): AppError {
  return new AppError("input-invalid", { details: { problem }, cause });
}
