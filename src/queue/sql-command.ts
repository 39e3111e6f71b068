/** What a statement does to the connection it runs on, beyond reading and writing rows. */
export type SqlCommand =
  | { readonly kind: "begin" | "end" | "set" | "other" }
  | { readonly kind: "listen"; readonly channel: string }
  /** `channel` null: all of them. */
  | { readonly kind: "unlisten"; readonly channel: string | null };

const leading = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/;
const channelName = /^(?:un)?listen\s+(?:"([^"]+)"|([\w$]+)|\*)\s*;?\s*$/i;

const transactionWords = new Map<string, "begin" | "end">([
  ["begin", "begin"],
  ["start", "begin"],
  ["commit", "end"],
  ["end", "end"],
  ["abort", "end"],
]);

/** Reads the first word of a statement, past its comments. A text of several statements counts as its first. */
export function readCommand(text: string): SqlCommand {
  const statement = text.replace(leading, "");
  const word = (/^\w+/.exec(statement)?.[0] ?? "").toLowerCase();
  const transactionKind = transactionWords.get(word);
  if (transactionKind !== undefined) return { kind: transactionKind };
  if (word === "rollback") return { kind: isToSavepoint(statement) ? "other" : "end" };
  if (word === "listen") return { kind: "listen", channel: readChannel(statement) ?? "" };
  if (word === "unlisten") return { kind: "unlisten", channel: readChannel(statement) };
  return { kind: changesSettings(statement) ? "set" : "other" };
}

function isToSavepoint(statement: string): boolean {
  return /^rollback\s+(?:work\s+|transaction\s+)?to\b/i.test(statement);
}

/** Unquoted names are folded to lower case, as Postgres does. */
function readChannel(statement: string): string | null {
  const [, quoted, plain] = channelName.exec(statement) ?? [];
  return quoted ?? plain?.toLowerCase() ?? null;
}

function changesSettings(statement: string): boolean {
  return /^(?:set|reset|discard)\b/i.test(statement) || /\bset_config\s*\(/i.test(statement);
}
