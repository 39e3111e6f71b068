import type { Env } from "../../config/env.ts";
import { classify } from "./classify.ts";
import { say } from "./print.ts";

export interface RunClassifyOptions {
  readonly isExplained: boolean;
  /** Reads as this tenant's corrections taught, and asks the judge on its account. */
  readonly tenantId: string | null;
  readonly isJudged: boolean;
}

/** `norma classify` on the process's own streams; the store is loaded only for what needs it. True when every row was answered. */
export async function runClassify(env: () => Env, options: RunClassifyOptions): Promise<boolean> {
  const streams = { input: process.stdin, output: process.stdout, say };
  const { isExplained, tenantId, isJudged } = options;
  if (process.stdin.isTTY) say("Reading rows from the terminal, one JSON object a line; Ctrl-D ends them.");
  if (tenantId === null && !isJudged) return await classify(streams, { isExplained });
  const { classifyWithStore } = await import("./classify-with-store.ts");
  return await classifyWithStore(env(), streams, options);
}
