import type {
  FlowProducer as BullFlowProducer,
  Queue as BullQueue,
  QueueEvents as BullQueueEvents,
  Worker as BullWorker,
} from "bullmq";
import {
  type BackendFactory,
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  type JobProgress,
  type PgPool,
  withBackend,
} from "bullmq";
import type { Redis } from "ioredis";

/** Where the jobs live. What is shared here is closed by whoever opened it, after everything that uses it. */
export type JobsConnection =
  | { readonly kind: "postgres"; readonly pool: PgPool }
  | {
      readonly kind: "redis";
      /** Gives up on a command after some tries, so that whoever enqueues learns that Redis is away. */
      readonly producer: Redis;
      /** Never gives up, as BullMQ demands of workers: they wait until Redis is back. */
      readonly consumer: Redis;
    };

export interface JobsBackend {
  readonly name: "embedded" | "postgres" | "redis";
  /** For people; without credentials. */
  readonly where: string;
  readonly connection: JobsConnection;
  /** How long a job stays its worker's without a sign of life, milliseconds. */
  readonly lockMs: number;
  /** How often jobs whose lock has run out are looked for, milliseconds. */
  readonly stalledCheckMs: number;
  /** The queue's newest event, or `$` where the backend itself finds it without loss. */
  readLatestEventId(queueName: string): Promise<string>;
  close(): Promise<void>;
}

const openBackend: BackendFactory<IQueueBackend, JobsConnection> = (name, opts, needs = {}) => {
  const { connection } = opts;
  if (connection.kind === "postgres") {
    return createPostgresBackend(name, { ...opts, connection: connection.pool }, needs);
  }
  const isConsumer = needs.blocking === true || needs.withBlockingConnection === true;
  const client = isConsumer ? connection.consumer : connection.producer;
  return createRedisBackend(name, { ...opts, connection: client }, needs);
};

/** BullMQ's parts over any of the three backends. */
export const { Queue, Worker, QueueEvents, FlowProducer } = withBackend(openBackend);

export type JobQueue = BullQueue<
  unknown,
  unknown,
  string,
  unknown,
  unknown,
  string,
  IQueueBackend,
  JobsConnection
>;
export type JobWorker = BullWorker<unknown, unknown, string, IQueueBackend, JobProgress, JobsConnection>;
export type JobEvents = BullQueueEvents<unknown, IQueueBackend, JobsConnection>;
export type JobFlows = BullFlowProducer<IQueueBackend, JobsConnection>;
