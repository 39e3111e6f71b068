import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";

const accountId = z.union([z.number(), z.string()]);

/**
 * One act that changed the sandbox, in the order in which it happened. `request` and `org-request`: a writing API
 * call that was answered; `token`: an OAuth exchange; `edit`: what a person did in the CRM; `day`: another day of the company.
 */
const entrySchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("request"),
    at: z.number(),
    portalId: z.number(),
    appId: z.string(),
    method: z.string(),
    path: z.string(),
    params: z.record(z.string(), z.string()),
    query: z.string(),
    body: z.unknown(),
  }),
  z.object({
    kind: z.literal("org-request"),
    at: z.number(),
    orgId: z.string(),
    userId: z.string(),
    method: z.string(),
    path: z.string(),
    params: z.record(z.string(), z.string()),
    query: z.string(),
    body: z.unknown(),
  }),
  z.object({
    kind: z.literal("token"),
    at: z.number(),
    realAt: z.number(),
    form: z.record(z.string(), z.string()),
  }),
  z.object({ kind: z.literal("edit"), at: z.number(), portalId: accountId, edit: z.unknown() }),
  z.object({ kind: z.literal("day"), at: z.number(), portalId: accountId }),
]);
export type JournalEntry = z.infer<typeof entrySchema>;

export interface Journal {
  append(entry: JournalEntry): void;
}

export const noJournal: Journal = { append: () => undefined };

/** Opens the file for appending and gives back what it holds. `header` names the company; another one is refused. */
export function openJournal(
  file: string,
  options: { readonly header: string; readonly isReset: boolean },
): { readonly journal: Journal; readonly entries: readonly JournalEntry[] } {
  mkdirSync(dirname(file), { recursive: true });
  if (options.isReset) rmSync(file, { force: true });
  const lines = existsSync(file) ? completeLines(readFileSync(file, "utf8")) : [];
  const [header, ...rest] = lines;
  if (header === undefined) appendFileSync(file, `${options.header}\n`);
  else if (header !== options.header) {
    throw new Error(
      `The sandbox journal ${file} belongs to another company: ${header}, not ${options.header}`,
    );
  }
  return {
    journal: { append: (entry) => appendFileSync(file, `${JSON.stringify(entry)}\n`) },
    entries: rest.map((line) => entrySchema.parse(JSON.parse(line))),
  };
}

/** A process killed while it wrote leaves half a line at the end; that act was never answered. */
function completeLines(text: string): string[] {
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((line) => line !== "");
}
