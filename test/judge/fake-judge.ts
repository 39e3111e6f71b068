import type { ServerResponse } from "node:http";
import type { JudgeSettings } from "../../src/judge/asker.ts";
import { type Seen, sendJson, startTinyServer } from "../crm/tiny-server.ts";

export type Kind = JudgeSettings["endpoint"]["kind"];

/** A question as the fake understood it from the wire. */
export interface Asked {
  readonly kind: Kind;
  readonly key: string | null;
  readonly model: string;
  /** What the user's turn says, marks and note. */
  readonly message: string;
  /** The note alone. */
  readonly note: string;
  /** The JSON schema that the answer is bound to by the format's own means. */
  readonly schema: unknown;
}

export type Reply =
  /** An object is what the model answers; a text is sent as the model wrote it. */
  | { readonly answer: object | string; readonly hasUsage?: boolean }
  | { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> }
  | "hang";

export interface FakeJudge {
  readonly baseUrl: (kind: Kind) => string;
  readonly asked: Asked[];
  /** What it answers from now on. */
  reply: (asked: Asked, count: number) => Reply;
  close(): Promise<void>;
}

export const usage = { input: 900, output: 100 };

/** A server that speaks the three formats: it reads a question from any of them and writes the reply in the same one. */
export async function startFakeJudge(): Promise<FakeJudge> {
  const asked: Asked[] = [];
  const fake = {
    asked,
    reply: (): Reply => ({ status: 500 }),
  } as Pick<FakeJudge, "reply"> & { asked: Asked[] };
  const server = await startTinyServer((seen, response) => {
    const question = toAsked(seen);
    asked.push(question);
    send(response, question.kind, fake.reply(question, asked.length));
  });
  return Object.assign(fake, {
    baseUrl: (kind: Kind) => (kind === "openai" ? `${server.baseUrl}/v1` : server.baseUrl),
    close: () => server.close(),
  });
}

const kindOfPath: Readonly<Record<string, Kind>> = {
  "/v1/chat/completions": "openai",
  "/v1/messages": "anthropic",
  "/api/chat": "ollama",
};

interface WireBody {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: { readonly json_schema: { readonly strict: boolean; readonly schema: unknown } };
  readonly tools?: readonly { readonly name: string; readonly input_schema: unknown }[];
  readonly tool_choice?: { readonly type: string; readonly name: string };
  readonly format?: unknown;
}

function toAsked({ path, headers, body }: Seen): Asked {
  const kind = kindOfPath[path];
  if (kind === undefined) throw new Error(`no such path: ${path}`);
  const read = JSON.parse(body) as WireBody;
  const message = read.messages.findLast(({ role }) => role === "user")?.content ?? "";
  const authorization = headers.authorization ?? null;
  const key = kind === "anthropic" ? (headers["x-api-key"] ?? null) : authorization;
  const note = /<(note-\w+)>\n([\s\S]*)\n<\/\1>/.exec(message)?.[2] ?? "";
  return {
    kind,
    key: key === null ? null : String(key),
    model: read.model,
    message,
    note,
    schema: schemaOf(read),
  };
}

function schemaOf({ response_format, tools, tool_choice, format }: WireBody): unknown {
  if (response_format !== undefined)
    return response_format.json_schema.strict ? response_format.json_schema.schema : null;
  if (tools !== undefined) return tools.find(({ name }) => name === tool_choice?.name)?.input_schema;
  return format;
}

function send(response: ServerResponse, kind: Kind, reply: Reply): void {
  if (reply === "hang") return;
  if ("status" in reply) {
    for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
    sendJson(response, reply.status, reply.body ?? { error: { message: "no" } });
    return;
  }
  sendJson(response, 200, toWire(kind, reply.answer, reply.hasUsage ?? true));
}

function toWire(kind: Kind, answer: object | string, hasUsage: boolean): object {
  const text = typeof answer === "string" ? answer : JSON.stringify(answer);
  if (kind === "openai") {
    const counts = { usage: { prompt_tokens: usage.input, completion_tokens: usage.output } };
    return {
      choices: [{ index: 0, message: { role: "assistant", content: text } }],
      ...(hasUsage ? counts : {}),
    };
  }
  if (kind === "anthropic") {
    const counts = { usage: { input_tokens: usage.input, output_tokens: usage.output } };
    const use = { type: "tool_use", id: "t1", name: "label_note", input: answer };
    const content =
      typeof answer === "string" ? [{ type: "text", text }] : [{ type: "text", text: "Here." }, use];
    return { content, stop_reason: "tool_use", ...(hasUsage ? counts : {}) };
  }
  const counts = { prompt_eval_count: usage.input, eval_count: usage.output };
  return { message: { role: "assistant", content: text }, done: true, ...(hasUsage ? counts : {}) };
}
