import cliProgress from "cli-progress";

/** How far one part of a step is; `total` is null while it is not known. */
export interface ProgressAt {
  readonly label: string;
  readonly done: number;
  readonly total: number | null;
}

/** Shows how far a night is: on a terminal one bar for each part of a step, in a pipe a plain line now and then. */
export interface Progress {
  update(step: string, at: ProgressAt): void;
  stop(): void;
}

export function openProgress(stream: NodeJS.WriteStream, prefix = ""): Progress {
  return stream.isTTY ? openBars(stream, prefix) : openLines(stream, prefix);
}

function openBars(stream: NodeJS.WriteStream, prefix: string): Progress {
  const bars = new cliProgress.MultiBar(
    {
      stream,
      format: `${prefix}{step} {label} {bar} {value}{of}`,
      barsize: 24,
      hideCursor: true,
      clearOnComplete: false,
      gracefulExit: false,
    },
    cliProgress.Presets.shades_classic,
  );
  const known = new Map<string, cliProgress.SingleBar>();
  const openEnded = new Set<cliProgress.SingleBar>();
  const valueOf = new Map<cliProgress.SingleBar, number>();
  return {
    update(step, { label, done, total }) {
      if (done === 0 && total === null) return;
      const key = `${step} ${label}`;
      const names = { step: step.padEnd(10), label: label.padEnd(22) };
      const bar = known.get(key) ?? bars.create(1, 0, { ...names, of: "" });
      known.set(key, bar);
      // Without a known total the bar stays half full and the count tells the progress.
      if (total === null) openEnded.add(bar);
      valueOf.set(bar, done);
      bar.setTotal(total ?? Math.max(1, done * 2));
      bar.update(done, { of: total === null ? "" : ` of ${total}` });
    },
    stop() {
      // What was counted without a known total is complete by now, or as complete as it will get.
      for (const bar of openEnded) bar.setTotal(valueOf.get(bar) ?? 1);
      bars.stop();
    },
  };
}

/** In a pipe a part is mentioned when it begins, when it is complete, and this often in between. */
const lineEveryMs = 10_000;

function openLines(stream: NodeJS.WriteStream, prefix: string): Progress {
  const mentionedAt = new Map<string, number>();
  return {
    update(step, { label, done, total }) {
      const key = `${step} ${label}`;
      const isComplete = total !== null && done >= total;
      if (!isComplete && Date.now() - (mentionedAt.get(key) ?? -lineEveryMs) < lineEveryMs) return;
      mentionedAt.set(key, Date.now());
      stream.write(
        `${prefix}${step}: ${label}${done === 0 ? "" : ` ${done}`}${total === null ? "" : ` of ${total}`}\n`,
      );
    },
    stop: () => undefined,
  };
}
