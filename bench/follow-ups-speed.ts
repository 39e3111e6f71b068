import { classifyFollowUp } from "../src/analysis/follow-ups/classify-follow-up.ts";
import { authors, readAuthor } from "./read-follow-ups.ts";

/** Rounds over all labelled texts; the first ones warm the compiler up. */
const rounds = 6;

/** How fast follow-ups are classified: texts a second of one core, and how long the slowest hundredth of notes up to 1,000 characters take. */
const rows = authors.flatMap((author) => readAuthor(author).map(({ row }) => row));
const loadStarted = performance.now();
classifyFollowUp({ text: "Call Anna tomorrow", writtenOn: "2026-03-03" });
console.log(`first call with loading the weights: ${(performance.now() - loadStarted).toFixed(0)} ms`);
for (let round = 1; round <= rounds; round++) console.log(`round ${round}: ${measureRound()}`);

function measureRound(): string {
  const cpu = process.cpuUsage();
  const times: number[] = [];
  for (const { text, written_on: writtenOn } of rows) {
    const started = performance.now();
    classifyFollowUp({ text, writtenOn });
    if (text.length <= 1_000) times.push(performance.now() - started);
  }
  const { user, system } = process.cpuUsage(cpu);
  times.sort((a, b) => a - b);
  const perSecond = Math.round((rows.length / (user + system)) * 1e6);
  return `${perSecond} texts per second of one core, p50 ${at(times, 0.5)} ms, p99 ${at(times, 0.99)} ms`;
}

function at(sorted: readonly number[], share: number): string {
  return (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2);
}
