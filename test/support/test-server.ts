import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** A throw-away server of one test file, or why there is none on this machine. */
export type TestServer =
  | { readonly kind: "running"; readonly url: string; stop(): Promise<void> }
  | { readonly kind: "missing"; readonly reason: string };

/** Repeats `isReady` until it holds; fails when the server ends first or is not ready in time. */
export async function waitUntilReady(child: ChildProcess, isReady: () => Promise<boolean>): Promise<void> {
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk) => output.push(String(chunk)));
  const deadline = Date.now() + 20_000;
  while (!(await isReady())) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(`the server ${child.spawnfile} did not start: ${output.join("").slice(-2_000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Asks the process to end, and ends it when it does not. */
export async function stopProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  const deadline = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await ended;
  clearTimeout(deadline);
}
