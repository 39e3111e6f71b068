/** One measurement with the group it belongs to (a rep, a size class); null: of none. */
export interface Grouped {
  readonly group: string | null;
  /** Logarithm of observed over expected. */
  readonly logRatio: number;
}

/** Beyond these a group's factor says more about its few odd deals than about its habit. */
const [lowest, highest] = [0.5, 2];

/**
 * By how much each group's measurements are longer than all, shrunk towards 1. With group effects drawn from a normal
 * distribution, the posterior mean of a group's effect is its mean log ratio times n / (n + k), where k is the variance
 * within groups over the variance between them (Efron and Morris 1975; the variances by analysis of variance, Searle 1971).
 * Groups that differ no more than chance makes them get 1. `strength` is the least k, so that a few measurements never
 * count fully.
 */
export function shrinkFactors(measurements: readonly Grouped[], strength: number): Map<string, number> {
  const groups = toGroups(measurements);
  const between = compareVariances(groups);
  return new Map(
    groups.map(({ group, mean, count }) => {
      if (between === null) return [group, 1];
      const share = count / (count + Math.max(strength, between.within / between.variance));
      return [group, clamp(Math.exp(share * (mean - between.centre)))];
    }),
  );
}

interface Group {
  readonly group: string;
  readonly count: number;
  readonly mean: number;
  /** Sum of squared distances from the mean. */
  readonly squares: number;
}

function toGroups(measurements: readonly Grouped[]): Group[] {
  const byGroup = new Map<string, number[]>();
  for (const { group, logRatio } of measurements) {
    if (group === null) continue;
    const known = byGroup.get(group);
    if (known === undefined) byGroup.set(group, [logRatio]);
    else known.push(logRatio);
  }
  return [...byGroup.keys()].toSorted().map((group) => {
    const values = byGroup.get(group) ?? [];
    const mean = sum(values) / values.length;
    return { group, count: values.length, mean, squares: sum(values.map((value) => (value - mean) ** 2)) };
  });
}

/** Null when the groups do not differ by more than chance, or there is too little to tell. */
function compareVariances(groups: readonly Group[]) {
  const count = sum(groups.map((one) => one.count));
  const free = count - groups.length;
  if (groups.length < 2 || free <= 0) return null;
  const centre = sum(groups.map((one) => one.count * one.mean)) / count;
  const within = sum(groups.map(({ squares }) => squares)) / free;
  const among = sum(groups.map((one) => one.count * (one.mean - centre) ** 2)) / (groups.length - 1);
  const size = (count - sum(groups.map((one) => one.count ** 2)) / count) / (groups.length - 1);
  const variance = (among - within) / size;
  return variance > 0 ? { centre, within, variance } : null;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function clamp(factor: number): number {
  return Math.min(highest, Math.max(lowest, factor));
}
