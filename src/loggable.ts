import type { LogFields } from "./domain/log.ts";
import { redactSecrets } from "./domain/redact.ts";

type Loggable =
  | string
  | number
  | boolean
  | null
  | readonly Loggable[]
  | { readonly [name: string]: Loggable };

/** Fields that open something, in any spelling of theirs: access_token, accessToken, ACCESS-TOKEN. */
const secretNames =
  /(token|secret|password|passphrase|authorization|credentials?|cookie|apikey|hapikey|encryptionkey|keyhex|signature)$/;
/** Fields that hold what people wrote. */
const textNames = /(text|body|html|notes?|content|evidence|comment|subject|query|params|detail)$/;
const mailNames = /e?mails?$/;
const mailShape = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/** Enough for an error, its causes and their details; deeper things are data and no business of a log. */
const maxDepth = 8;
const maxItems = 20;
const maxLength = 2_000;

/** What may be logged of `fields`: no credentials, nothing people wrote, no addresses; errors with their causes. */
export function toLoggable(fields: LogFields): { readonly [name: string]: Loggable } {
  return toRecord(Object.entries(fields), 0);
}

function toRecord(entries: readonly (readonly [string, unknown])[], depth: number) {
  const record: Record<string, Loggable> = {};
  for (const [name, value] of entries.slice(0, maxItems)) {
    if (value !== undefined) record[name] = isHidden(name, value) ? "[redacted]" : toValue(value, depth + 1);
  }
  return record;
}

/** Numbers and flags give nothing away: `tokens: 3`, `hasBody: true`. */
function isHidden(name: string, value: unknown): boolean {
  if (value === null || typeof value === "number" || typeof value === "boolean") return false;
  const plain = name.toLowerCase().replaceAll(/[^a-z]/g, "");
  return secretNames.test(plain) || textNames.test(plain) || mailNames.test(plain);
}

function toValue(value: unknown, depth: number): Loggable {
  if (typeof value === "string") return clean(value);
  if (typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value === "bigint") return String(value);
  if (value === null) return null;
  return typeof value === "object" ? toObject(value, depth) : `[${typeof value}]`;
}

function toObject(value: object, depth: number): Loggable {
  if (depth > maxDepth) return "[deeper]";
  if (Error.isError(value)) return toErrorRecord(value, depth);
  if (Array.isArray(value)) return value.slice(0, maxItems).map((item) => toValue(item, depth + 1));
  if (value instanceof Date) return value.toISOString();
  return toRecord(Object.entries(value), depth);
}

/** Of an error only these: libraries hang requests, answers and failing rows on theirs. */
const errorFields = ["code", "status", "details", "retryAfterMs", "errors", "cause"] as const;

function toErrorRecord(error: Error, depth: number): Loggable {
  const own = new Map(
    Object.entries(Object.getOwnPropertyDescriptors(error)).map(([name, { value }]) => [name, value]),
  );
  const kept = errorFields.filter((name) => own.has(name)).map((name) => [name, own.get(name)] as const);
  return toRecord(
    [["name", error.name], ["message", toMessage(error)], ["at", toFrames(error)], ...kept],
    depth,
  );
}

/** What JSON.parse says quotes the text that it could not read. */
function toMessage({ name, message }: Error): string {
  return name === "SyntaxError" ? message.replaceAll(/"[\s\S]*"|'[\s\S]*'/g, "[redacted]") : message;
}

/** Where it was thrown, without the message that a stack begins with. */
function toFrames({ stack = "" }: Error): readonly string[] {
  const frames = stack.split("\n").filter((line) => /^\s+at .+:\d+:\d+\)?$/.test(line));
  return frames.slice(0, 5).map((line) => line.trim());
}

function clean(text: string): string {
  return redactSecrets(text).replaceAll(mailShape, "[e-mail]").slice(0, maxLength);
}
