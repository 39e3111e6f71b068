import cliProgress from "cli-progress";

/** Shows how far a night is. On a terminal one bar a step, in a pipe one plain line when a step starts and ends. */
export interface Progress {
  update(step: string, at: { label: string; done: number; total: number | null }): void;
  finish(step: string): void;
  stop(): void;
}

export function openProgress(stream: NodeJS.WriteStream, prefix = ""): Progress {
  return stream.isTTY ? openBars(stream, prefix) : openLines(stream, prefix);
}

function openBars(stream: NodeJS.WriteStream, prefix: string): Progress {
  const bars = new cliProgress.MultiBar(
    {
      stream,
      format: `${prefix}{step} {bar} {value}{of} {label}`,
      barsize: 24,
      hideCursor: true,
      clearOnComplete: false,
      gracefulExit: false,
    },
    cliProgress.Presets.shades_classic,
  );
  const byStep = new Map<string, cliProgress.SingleBar>();
  function barOf(step: string): cliProgress.SingleBar {
    const known = byStep.get(step);
    if (known !== undefined) return known;
    const bar = bars.create(1, 0, { step: step.padEnd(10), label: "", of: "" });
    byStep.set(step, bar);
    return bar;
  }
  return {
    update(step, { label, done, total }) {
      const bar = barOf(step);
      // Without a known total the bar stays half full and the count tells the progress.
      bar.setTotal(total ?? Math.max(1, done * 2));
      bar.update(done, { label, of: total === null ? "" : ` of ${total}` });
    },
    finish(step) {
      const bar = barOf(step);
      bar.setTotal(1);
      bar.update(1, { label: "done", of: " of 1" });
    },
    stop: () => bars.stop(),
  };
}

function openLines(stream: NodeJS.WriteStream, prefix: string): Progress {
  const labels = new Map<string, string>();
  return {
    update(step, { label, done, total }) {
      const isComplete = total !== null && done >= total;
      if (labels.get(step) === label && !isComplete) return;
      labels.set(step, label);
      stream.write(`${prefix}${step}: ${label} ${done}${total === null ? "" : ` of ${total}`}\n`);
    },
    finish: (step) => stream.write(`${prefix}${step}: done\n`),
    stop: () => undefined,
  };
}
