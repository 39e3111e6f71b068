export interface Refusals {
  note(problem: string): void;
  noteAccepted(): void;
  /** Whether so many inputs were refused for this reason, each alone, and none accepted, that the reason is taken to be all inputs'. */
  areGeneral(problem: string): boolean;
}

/**
 * With a third of all inputs refused, one sample of six in 700 would condemn the others for a night; as samples differ from night to
 * night, for that night only.
 */
const sampleSize = 6;

export function watchRefusals(): Refusals {
  const timesRefused = new Map<string, number>();
  let isAnyAccepted = false;
  // Ids and values differ from one input to the next.
  const toReason = (problem: string) => problem.replaceAll(/\d+/g, "0");
  return {
    note: (problem) => {
      const reason = toReason(problem);
      timesRefused.set(reason, (timesRefused.get(reason) ?? 0) + 1);
    },
    noteAccepted: () => {
      isAnyAccepted = true;
    },
    areGeneral: (problem) => !isAnyAccepted && (timesRefused.get(toReason(problem)) ?? 0) >= sampleSize,
  };
}
