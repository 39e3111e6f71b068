import type { Log } from "../domain/log.ts";
import { redactSecrets } from "../domain/redact.ts";
import { FlowProducer, type JobFlows, type JobQueue, type JobsBackend, Queue } from "./connection.ts";
import type { RetrySettings } from "./job-options.ts";
import { repeatNightly } from "./next-night.ts";
import { type JobName, jobNames } from "./steps.ts";

/** What the acts on the queue share. */
export interface QueueDeps {
  readonly backend: JobsBackend;
  readonly queues: Readonly<Record<JobName, JobQueue>>;
  readonly flows: JobFlows;
  readonly retries: RetrySettings;
  readonly log: Log;
}

/** Redis keys begin with it; on Postgres the schema keeps the queue apart. */
export const prefix = "norma";

export function openQueues(
  backend: JobsBackend,
  { retries, log }: { retries: RetrySettings; log: Log },
): QueueDeps {
  const { connection } = backend;
  const open = (name: JobName): JobQueue =>
    logErrors(
      new Queue<unknown, unknown, string>(name, {
        connection,
        prefix,
        settings: { repeatStrategy: repeatNightly },
      }),
      log.child({ queue: name }),
    );
  const queues = {
    sweep: open("sweep"),
    pull: open("pull"),
    learn: open("learn"),
    analyse: open("analyse"),
    "write-back": open("write-back"),
    digest: open("digest"),
  };
  return { backend, queues, flows: logErrors(new FlowProducer({ connection, prefix }), log), retries, log };
}

export async function closeQueues({ queues, flows }: QueueDeps): Promise<void> {
  await Promise.all([...jobNames.map((name) => queues[name].close()), flows.close()]);
}

interface Emitter {
  on(event: "error", listener: (error: Error) => void): unknown;
}

/** BullMQ's parts throw what nobody listens to; they recover from connection errors by themselves. */
export function logErrors<Part extends Emitter>(part: Part, log: Log): Part {
  part.on("error", (error) => log.warn({ problem: redactSecrets(error.message) }, "the queue had an error"));
  return part;
}
