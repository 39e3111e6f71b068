import { z } from "zod";
import { answerSchema, instructions } from "./prompt.ts";

type JudgeKind = "openai" | "anthropic" | "ollama";

/** Where the judge is and who it is. */
export interface Endpoint {
  readonly kind: JudgeKind;
  readonly baseUrl: string;
  readonly model: string;
  /** Null where none is needed, such as a server on this machine. */
  readonly key: string | null;
  readonly maxOutputTokens: number;
}

export interface WireRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

export interface WireAnswer {
  /** JSON text that the judge wrote. */
  readonly content: string;
  /** Null when the server does not count. */
  readonly usage: { readonly input: number; readonly output: number } | null;
}

interface Format {
  readonly toRequest: (endpoint: Endpoint, message: string) => WireRequest;
  /** Null when the body is not of this format, or the judge refused to answer or was cut off. */
  readonly toAnswer: (body: unknown) => WireAnswer | null;
}

const tool = "label_note";
const count = z.number().min(0);

/** Chat Completions with strict structured outputs; also what vLLM, llama.cpp, LM Studio and most gateways speak. No tools, no temperature: reasoning models refuse one. */
const openai: Format = {
  toRequest: ({ baseUrl, model, key, maxOutputTokens }, message) => ({
    url: `${baseUrl}/chat/completions`,
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
    body: {
      model,
      max_completion_tokens: maxOutputTokens,
      messages: [
        { role: "system", content: instructions },
        { role: "user", content: message },
      ],
      response_format: {
        type: "json_schema",
        json_schema: { name: tool, strict: true, schema: answerSchema },
      },
    },
  }),
  toAnswer: (body) => {
    const read = z
      .object({
        choices: z.tuple([z.object({ message: z.object({ content: z.string() }) })], z.unknown()),
        usage: z.object({ prompt_tokens: count, completion_tokens: count }).nullish(),
      })
      .safeParse(body);
    if (!read.success) return null;
    const { choices, usage } = read.data;
    const used = usage ? { input: usage.prompt_tokens, output: usage.completion_tokens } : null;
    return { content: choices[0].message.content, usage: used };
  },
};

/** Messages with one tool that must be used: it exists for the shape of its input only and does nothing. */
const anthropic: Format = {
  toRequest: ({ baseUrl, model, key, maxOutputTokens }, message) => ({
    url: `${baseUrl}/v1/messages`,
    headers: { "anthropic-version": "2023-06-01", ...(key === null ? {} : { "x-api-key": key }) },
    body: {
      model,
      max_tokens: maxOutputTokens,
      system: instructions,
      messages: [{ role: "user", content: message }],
      tools: [{ name: tool, description: "Gives the labels of the note.", input_schema: answerSchema }],
      tool_choice: { type: "tool", name: tool },
    },
  }),
  toAnswer: (body) => {
    const read = z
      .object({
        content: z.array(z.object({ type: z.string(), input: z.unknown().optional() })),
        usage: z.object({ input_tokens: count, output_tokens: count }).nullish(),
      })
      .safeParse(body);
    const use = read.data?.content.find(({ type }) => type === "tool_use");
    if (!read.success || use === undefined) return null;
    const { usage } = read.data;
    return {
      content: JSON.stringify(use.input ?? null),
      usage: usage ? { input: usage.input_tokens, output: usage.output_tokens } : null,
    };
  },
};

/** Ollama's own chat with the schema as `format`. */
const ollama: Format = {
  toRequest: ({ baseUrl, model, key, maxOutputTokens }, message) => ({
    url: `${baseUrl}/api/chat`,
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
    body: {
      model,
      stream: false,
      format: answerSchema,
      options: { temperature: 0, num_predict: maxOutputTokens },
      messages: [
        { role: "system", content: instructions },
        { role: "user", content: message },
      ],
    },
  }),
  toAnswer: (body) => {
    const read = z
      .object({
        message: z.object({ content: z.string() }),
        prompt_eval_count: count.nullish(),
        eval_count: count.nullish(),
      })
      .safeParse(body);
    if (!read.success) return null;
    const { message, prompt_eval_count: input, eval_count: output } = read.data;
    // The count of a prompt that was still in memory is left out.
    const usage = typeof output === "number" ? { input: input ?? 0, output } : null;
    return { content: message.content, usage };
  },
};

export const formats: Readonly<Record<JudgeKind, Format>> = { openai, anthropic, ollama };
