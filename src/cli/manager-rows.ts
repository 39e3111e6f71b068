import { z } from "zod";
import { readCsv } from "../csv/read-csv.ts";
import { AppError } from "../domain/errors.ts";
import { findCircle, type ManagerWish } from "../domain/manager-chain.ts";
import type { Rep } from "../domain/people.ts";
import { findRep } from "./find-rep.ts";

/** One line of what an admin says; an empty manager means that nobody manages the rep. */
export interface ManagerLine {
  readonly rep: string;
  readonly manager: string;
  /** Where it stands: "line 3", or the option's own text. */
  readonly where: string;
}

const rowSchema = z.object({ rep: z.string().trim().min(1, "the rep is missing"), manager: z.string() });

/** Reads `rep,manager`. Throws input-invalid at the first line that names no rep: half of a hierarchy is a wrong one. */
export async function readManagerLines(path: string): Promise<readonly ManagerLine[]> {
  const lines: ManagerLine[] = [];
  for await (const { line, cells } of readCsv(path, { required: ["rep", "manager"] })) {
    const where = `line ${line}`;
    const read = rowSchema.safeParse(cells);
    if (!read.success) throw refuse(where, read.error.issues.map(({ message }) => message).join("; "));
    lines.push({ ...read.data, where });
  }
  return lines;
}

/**
 * The lines as wishes about known people. Throws input-invalid, naming the line, for somebody unknown, somebody twice, a manager who
 * is not active any more, and managers who lead round in a circle.
 */
export function toWishes(reps: readonly Rep[], lines: readonly ManagerLine[]): readonly ManagerWish[] {
  const wishes = new Map<string, ManagerWish>();
  for (const { rep, manager, where } of lines) {
    const repId = idOf(reps, { text: rep, where });
    if (wishes.has(repId)) throw refuse(where, `${rep} has a manager already`);
    wishes.set(repId, { repId, managerId: toManagerId(reps, { text: manager, where }) });
  }
  const all = [...wishes.values()];
  throwIfCircle(reps, all);
  return all;
}

/** Throws input-invalid when the wishes lead round in a circle. */
export function throwIfCircle(reps: readonly Rep[], wishes: readonly ManagerWish[]): void {
  const circle = findCircle(wishes);
  if (circle === null) return;
  const names = circle.map((id) => reps.find((rep) => rep.id === id)?.name ?? id);
  throw refuse("who manages whom", `${[...names, names[0]].join(" < ")} leads round in a circle`);
}

interface Named {
  readonly text: string;
  readonly where: string;
}

function toManagerId(reps: readonly Rep[], named: Named): string | null {
  if (named.text.trim() === "") return null;
  const id = idOf(reps, named);
  if (reps.find((rep) => rep.id === id)?.isActive !== true)
    throw refuse(named.where, `${named.text} is not active in the CRM any more`);
  return id;
}

function idOf(reps: readonly Rep[], { text, where }: Named): string {
  const found = findRep(reps, text);
  if ("problem" in found) throw refuse(where, found.problem);
  return found.id;
}

function refuse(where: string, cause: string): AppError {
  return new AppError("input-invalid", { details: { problem: `${where}: ${cause}` } });
}
