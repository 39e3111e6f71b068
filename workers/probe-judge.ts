import { ask } from "../src/judge/ask.ts";
import type { JudgeSettings } from "../src/judge/asker.ts";
import { checkAnswer } from "../src/judge/check-answer.ts";
import { cleanText } from "../src/judge/clean-text.ts";
import { toMessage } from "../src/judge/prompt.ts";

/** A made-up note with one right answer. */
const input = {
  text: "They find it too expensive. I will send a smaller offer on Friday.",
  writtenOn: "2026-03-17",
  channel: "note",
} as const;

export type Probe =
  | { readonly kind: "good"; readonly ms: number; readonly tokens: number | null }
  | { readonly kind: "bad"; readonly problem: string };

/** Asks the judge about a made-up note: whether it is there, takes the key, knows the model and keeps to the format. */
export async function probeJudge({ endpoint, timeoutMs, maxTextLength }: JudgeSettings): Promise<Probe> {
  const clean = cleanText(input.text, maxTextLength);
  const startedAt = performance.now();
  const asked = await ask(endpoint, toMessage(input, clean.sent, null), { timeoutMs });
  if (asked.kind === "failed") return { kind: "bad", problem: asked.problem };
  const { content, usage } = asked.answer;
  const checked = checkAnswer(content, { clean, input, language: "en" });
  if (checked.kind === "bad") return checked;
  const { verdict, due } = checked.classification;
  if (verdict !== "solution" || due !== "2026-03-20")
    return { kind: "bad", problem: `it reads a plain note wrongly (${verdict}); take a better model` };
  const tokens = usage === null ? null : usage.input + usage.output;
  return { kind: "good", ms: Math.round(performance.now() - startedAt), tokens };
}
