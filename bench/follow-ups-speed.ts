import { classifyFollowUp } from "../src/analysis/follow-ups/classify-follow-up.ts";
import { hostileTexts } from "./hostile-texts.ts";
import { type AuthorTexts, readAuthors } from "./read-follow-ups.ts";

const rounds = 6;

export interface FollowUpSpeedLine {
  readonly what: string;
  /** Texts a second of one core; null for the line about loading. */
  readonly textsPerSecond: number | null;
  /** Milliseconds; percentiles are of notes up to 1,000 characters. */
  readonly ms: Readonly<Record<string, number>>;
}

/** Bars: 3,000 texts a second of one core, 3 ms for the slowest hundredth of notes, weights loaded in 100 ms, 50 ms for any text. */
export const followUpSpeedBars = { textsPerSecond: 3_000, p99Ms: 3, loadMs: 100, hostileMs: 50 } as const;

/** How fast follow-ups are classified, over all labelled texts; the first rounds warm the compiler up. */
export function benchFollowUpSpeed(): FollowUpSpeedLine[] {
  const started = performance.now();
  classifyFollowUp({ text: "Call Anna tomorrow", writtenOn: "2026-03-03" });
  const loading = {
    what: "first call with loading",
    textsPerSecond: null,
    ms: { all: performance.now() - started },
  };
  const rows = readAuthors().flatMap(({ samples }) => samples.map(({ row }) => row));
  const measured = Array.from({ length: rounds }, (_, round) => measureRound(rows, round + 1));
  return [loading, ...measured, measureHostile()];
}

/** The three slowest of the texts made to take long, each read once. */
function measureHostile(): FollowUpSpeedLine {
  const times = hostileTexts.map(([name, text]) => {
    const started = performance.now();
    classifyFollowUp({ text, writtenOn: "2026-03-03" });
    return [name, performance.now() - started] as const;
  });
  times.sort(([, a], [, b]) => b - a);
  return {
    what: "slowest hostile texts",
    textsPerSecond: null,
    ms: Object.fromEntries(times.slice(0, 3)),
  };
}

type Row = AuthorTexts["samples"][number]["row"];

function measureRound(rows: readonly Row[], round: number): FollowUpSpeedLine {
  const cpu = process.cpuUsage();
  const times: number[] = [];
  for (const { text, written_on: writtenOn } of rows) {
    const started = performance.now();
    classifyFollowUp({ text, writtenOn });
    if (text.length <= 1_000) times.push(performance.now() - started);
  }
  const { user, system } = process.cpuUsage(cpu);
  times.sort((a, b) => a - b);
  const textsPerSecond = Math.round((rows.length / (user + system)) * 1e6);
  return { what: `round ${round}`, textsPerSecond, ms: { p50: at(times, 0.5), p99: at(times, 0.99) } };
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}
