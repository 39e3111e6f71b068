import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));

/** Dozens of processes start in these tests; each need not compile everything anew. */
const compileCache = fileURLToPath(
  new URL("../../node_modules/.cache/norma-tests/compiled", import.meta.url),
);

export interface NormaRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface NormaOptions {
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Sees each line of stderr as it comes, with the process at hand. */
  readonly onLine?: (line: string, child: ChildProcess) => void;
  readonly onStart?: (child: ChildProcess) => void;
  /** What it reads on stdin. */
  readonly input?: string;
}

/** Runs the command line as a person would, in a process of its own, and waits for its end. */
export async function runNorma(args: readonly string[], options: NormaOptions): Promise<NormaRun> {
  const { dataDir, env = {}, onLine, onStart, input = "" } = options;
  const child = spawn(process.execPath, [cli, ...args], {
    env: {
      PATH: process.env["PATH"] ?? "",
      NODE_COMPILE_CACHE: compileCache,
      NORMA_DATA_DIR: dataDir,
      ...fastPacing,
      ...env,
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => undefined).end(input);
  onStart?.(child);
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  createInterface({ input: child.stderr }).on("line", (line) => {
    stderr += `${line}\n`;
    onLine?.(line, child);
  });
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  return { code, signal, stdout, stderr };
}

/** The simulator enforces no limits in these tests, so nothing need wait for them. */
export const fastPacing = { NORMA_HUBSPOT_SEARCHES_PER_SECOND: "500", NORMA_HUBSPOT_CALLS_PER_SECOND: "500" };

/** The JSON lines of stdout. */
export function jsonLines(run: NormaRun): Record<string, unknown>[] {
  return run.stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** The last JSON line of stdout. */
export function lastJson(run: NormaRun): Record<string, unknown> {
  const last = jsonLines(run).at(-1);
  if (last === undefined) throw new Error(`no JSON line; stderr was: ${run.stderr}`);
  return last;
}
