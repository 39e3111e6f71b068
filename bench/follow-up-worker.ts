import { parentPort, Worker, workerData } from "node:worker_threads";
import { type Judgement, judgeText } from "../src/analysis/follow-ups/judge-text.ts";
import { decodeEngine, encodeEngine } from "../src/analysis/follow-ups/model/weights.ts";
import { trainEngine } from "../src/analysis/follow-ups/training/train-engine.ts";
import { readAuthors, readTrainingOnly } from "./read-follow-ups.ts";

/** Learns from some authors and judges others, in a thread of its own: threads of one evaluation run side by side. */
interface Task {
  readonly learn: readonly string[];
  readonly judge: readonly string[];
}

export interface Answer {
  /** The engine as it would ship. */
  readonly engine: Uint8Array;
  /** One a text, in the order of the authors judged and of their texts. */
  readonly judgements: readonly Judgement[];
}

export function learnAndJudge(task: Task): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: task });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

function carryOut({ learn, judge }: Task): Answer {
  const authors = readAuthors();
  const of = (names: readonly string[]) => authors.filter(({ name }) => names.includes(name));
  const lessons = [...of(learn).flatMap(({ lessons: own }) => own), ...readTrainingOnly()];
  const bytes = encodeEngine(trainEngine(lessons));
  const engine = decodeEngine(bytes);
  const samples = of(judge).flatMap(({ samples: own }) => own);
  return {
    engine: bytes,
    judgements: samples.map(({ read }) => judgeText(engine, read)),
  };
}

if (parentPort) parentPort.postMessage(carryOut(workerData as Task));
