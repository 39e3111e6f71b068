/** A worker process: `node workers/main.ts`, the same as `norma worker`. */
import { readEnv } from "../config/env.ts";
import { withStop } from "../src/cli/stop.ts";
import { runWorker } from "../src/cli/worker.ts";
import { toSentence } from "../src/domain/errors.ts";

try {
  await withStop((signal) => runWorker(readEnv(), signal));
} catch (error) {
  process.stderr.write(`${toSentence(error)}\n`);
  process.exitCode = 1;
}
