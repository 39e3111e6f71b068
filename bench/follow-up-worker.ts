import { parentPort, Worker, workerData } from "node:worker_threads";
import { type Judgement, judgeText } from "../src/analysis/follow-ups/judge-text.ts";
import { decodeEngine, encodeEngine } from "../src/analysis/follow-ups/model/weights.ts";
import { decodeReading } from "../src/analysis/follow-ups/text/reading.ts";
import type { Sample } from "../src/analysis/follow-ups/training/dataset.ts";
import { learnReading, useReading } from "../src/analysis/follow-ups/training/learn-reading.ts";
import { trainEngine } from "../src/analysis/follow-ups/training/train-engine.ts";
import { lessonsOf, readAuthorRows, readAuthors, readTrainingOnly } from "./read-follow-ups.ts";

/** Learns from some authors and judges others, in a thread of its own: threads of one evaluation run side by side. */
interface Task {
  readonly learn: readonly string[];
  readonly judge: readonly string[];
}

export interface Answer {
  /** The engine as it would ship. */
  readonly engine: Uint8Array;
  /** How it reads, as it would ship. */
  readonly reading: Uint8Array;
  /** One a text, in the order of the authors judged and of their texts. */
  readonly judgements: readonly Judgement[];
  /** The labelled tag of each segment, text by text: another reading makes other segments. */
  readonly tags: readonly Sample["tags"][];
}

export function learnAndJudge(task: Task): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: task });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

function carryOut({ learn, judge }: Task): Answer {
  const reading = learnReading(readAuthorRows().filter(({ author }) => learn.includes(author)));
  useReading(decodeReading(reading));
  const authors = readAuthors();
  const of = (names: readonly string[]) => authors.filter(({ name }) => names.includes(name));
  const lessons = [...of(learn).flatMap(lessonsOf), ...readTrainingOnly()];
  const bytes = encodeEngine(trainEngine(lessons));
  const engine = decodeEngine(bytes);
  const samples = of(judge).flatMap(({ samples: own }) => own);
  return {
    engine: bytes,
    reading,
    tags: samples.map(({ tags }) => tags),
    judgements: samples.map(({ read }) => judgeText(engine, read)),
  };
}

if (parentPort) parentPort.postMessage(carryOut(workerData as Task));
