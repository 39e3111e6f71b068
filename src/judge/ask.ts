import { type Endpoint, formats, type WireAnswer } from "./formats.ts";

export type Asked =
  | { readonly kind: "answer"; readonly answer: WireAnswer }
  /** `problem` is for people and logs; it holds neither the key nor the note. */
  | { readonly kind: "failed"; readonly problem: string };

/** Bytes of an answer that are read; ours are a few hundred. */
const maxAnswerBytes = 1_000_000;

/** One call. Never throws; never follows a redirect, which would carry the key to another host. */
export async function ask(
  endpoint: Endpoint,
  message: string,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<Asked> {
  const format = formats[endpoint.kind];
  const { url, headers, body } = format.toRequest(endpoint, message);
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: "POST",
      redirect: "error",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
    });
    const text = await readAtMost(response, maxAnswerBytes);
    if (!response.ok) return failed(`it answered with status ${response.status}`);
    const answer = format.toAnswer(toJson(text));
    return answer === null ? failed("its answer is not in the expected format") : { kind: "answer", answer };
  } catch {
    if (timeout.aborted) return failed(`it did not answer within ${timeoutMs / 1000} s`);
    return failed(signal?.aborted === true ? "interrupted" : "no connection");
  }
}

function failed(problem: string): Asked {
  return { kind: "failed", problem };
}

async function readAtMost(response: Response, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > maxBytes) throw new RangeError("too long");
  }
  return text;
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
