import type { Classification } from "../domain/follow-up.ts";
import type { Log } from "../domain/log.ts";
import type { Moment } from "../domain/time.ts";
import { ask } from "./ask.ts";
import { type BreakerSettings, createBreaker } from "./breaker.ts";
import { checkAnswer, type Note } from "./check-answer.ts";
import type { Endpoint } from "./formats.ts";
import type { Asking } from "./judge.ts";
import { instructions, toMessage } from "./prompt.ts";

export interface JudgeSettings {
  readonly endpoint: Endpoint;
  readonly timeoutMs: number;
  readonly maxConcurrent: number;
  readonly maxTextLength: number;
  readonly breaker: BreakerSettings;
  /** Of a million tokens, in whatever unit the money cap is in. */
  readonly prices: { readonly input: number; readonly output: number };
}

/** Tokens, and their price in millionths of the unit that prices are in. */
export interface Cost {
  readonly tokens: number;
  readonly micros: number;
}

/** What lasts beyond the process. */
export interface JudgeMemory {
  find(tenantId: string, key: string): Promise<Classification | null>;
  keep(tenantId: string, key: string, answer: Classification): Promise<void>;
  /** Takes the cost from the tenant's day; null when a cap would be passed. */
  reserve(tenantId: string, cost: Cost): Promise<Reservation | null>;
}

export interface Reservation {
  /** Puts the true cost in the place of what was reserved. */
  settle(used: Cost): Promise<void>;
}

export interface JudgeDeps {
  readonly memory: JudgeMemory;
  readonly log: Log;
  readonly now: () => Moment;
}

/** What became of one note, and what it took. */
export type End =
  | { readonly kind: "answered"; readonly answer: Classification; readonly spent: Spent }
  | { readonly kind: "capped" | "failed"; readonly spent: Spent };

export interface Spent {
  readonly calls: number;
  readonly tokens: number;
}

export const nothing: Spent = { calls: 0, tokens: 0 };

type Tried = End | { readonly kind: "unusable"; readonly problem: string; readonly spent: Spent };

/**
 * Asks about one note within caps and breaker. A second try, told what was wrong with the first, only for an answer that came
 * and was of no use: what fails otherwise is tried again on another night.
 */
export function createAsker(
  settings: JudgeSettings,
  { memory, log, now }: JudgeDeps,
): (note: Note, asking: Asking) => Promise<End> {
  const breaker = createBreaker(settings.breaker, now);

  async function askOnce(note: Note, problem: string | null, asking: Asking): Promise<Tried> {
    if (asking.signal?.aborted === true || !breaker.mayAsk()) return { kind: "failed", spent: nothing };
    const message = toMessage(note.input, note.clean.sent, problem);
    const reserved = estimateCost(message, settings);
    const reservation = await memory.reserve(asking.tenantId, reserved);
    if (reservation === null) {
      breaker.note("none");
      return { kind: "capped", spent: nothing };
    }
    const { timeoutMs, endpoint } = settings;
    const asked = await ask(endpoint, message, { timeoutMs, signal: asking.signal });
    if (asked.kind === "failed") {
      breaker.note("bad");
      // What a call without an answer cost is not known; the reservation stays, which errs on the safe side.
      log.warn({ problem: asked.problem }, "the judge could not be asked");
      return { kind: "failed", spent: { calls: 1, tokens: 0 } };
    }
    const { content, usage } = asked.answer;
    const used = usage === null ? reserved : costOf(usage, settings);
    await reservation.settle(used);
    const checked = checkAnswer(content, note);
    breaker.note(checked.kind);
    const spent = { calls: 1, tokens: used.tokens };
    if (checked.kind === "bad") return { kind: "unusable", problem: checked.problem, spent };
    return { kind: "answered", answer: checked.classification, spent };
  }

  return async (note, asking) => {
    const first = await askOnce(note, null, asking);
    if (first.kind !== "unusable") return first;
    const second = await askOnce(note, first.problem, asking);
    const spent = add(first.spent, second.spent);
    if (second.kind !== "unusable") return { ...second, spent };
    log.warn({ problem: second.problem }, "the judge's answer could not be used");
    return { kind: "failed", spent };
  };
}

function add(one: Spent, other: Spent): Spent {
  return { calls: one.calls + other.calls, tokens: one.tokens + other.tokens };
}

/** UTF-16 units of a token, low on purpose: Cyrillic takes more tokens than Latin, and a reservation must not be too small. */
const unitsPerToken = 2;
/** Tokens of the schema and of what the format adds. */
const overheadTokens = 500;

function estimateCost(message: string, settings: JudgeSettings): Cost {
  const input = Math.ceil((instructions.length + message.length) / unitsPerToken) + overheadTokens;
  return costOf({ input, output: settings.endpoint.maxOutputTokens }, settings);
}

/** A price per million tokens is as many millionths per token. */
function costOf(usage: { input: number; output: number }, { prices }: JudgeSettings): Cost {
  return {
    tokens: usage.input + usage.output,
    micros: Math.ceil(usage.input * prices.input + usage.output * prices.output),
  };
}
