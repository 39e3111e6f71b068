/** A deal that has ended, by the most that each limit's measure ever reached during its life. */
export interface LimitCase {
  readonly isWon: boolean;
  /** How many deals it stands for: one that took long is seldom seen to its end in a young record. */
  readonly weight: number;
  /** By key of the limit. */
  readonly peaks: ReadonlyMap<string, number>;
}

/** How many won deals may be touched at all, and how much rarer than usual those touched must be won. */
export interface LimitAims {
  readonly maxWonFlagged: number;
  readonly maxWinRatio: number;
}

/**
 * Chooses limits that together flag as many lost deals as possible while at most the share `maxWonFlagged` of won deals is
 * ever flagged and those flagged are won at most `maxWinRatio` times as often as all. A limit that would buy nothing within
 * these aims is not among the result. A deal is beyond a limit when its peak is greater.
 *
 * This is the most powerful test of Neyman and Pearson (1933) taken greedily: the limit and step with the most lost deals
 * for each won one first. Every limit in use is charged one won deal more than lie beyond it, because of n won deals and
 * one new one, the new one is beyond the j-th largest with a chance of j / (n + 1) (Wilks 1941): so a few deals never buy
 * a limit on the strength of "no won deal was ever longer", and with many the charge no longer matters. It stands for as
 * many as the won deal next below the limit, at least for as many as one does on average.
 */
export function chooseLimits(cases: readonly LimitCase[], aims: LimitAims): Map<string, number> {
  const ladders = toLadders(cases);
  const all = countAll(cases);
  const flagged = new Set<LimitCase>();
  const spent: Spent = { won: 0, lost: 0 };
  const limits = new Map<string, number>();
  for (;;) {
    const best = findBestStep(ladders, { flagged, spent, all, aims });
    if (best === null) return limits;
    for (const { of } of best.ladder.rungs.slice(best.ladder.next, best.last + 1)) flagged.add(of);
    best.ladder.next = best.last + 1;
    limits.set(best.ladder.key, limitAfter(best));
    spent.won += best.won;
    spent.lost += best.lost;
  }
}

interface Rung {
  readonly of: LimitCase;
  readonly peak: number;
  /** For how many deals the next won one below stands; 0 when there is none. */
  readonly nextWon: number;
}

/** The deals that know a limit, from the greatest peak down; those before `next` are beyond it already. */
interface Ladder {
  readonly key: string;
  readonly rungs: readonly Rung[];
  next: number;
}

interface Spent {
  won: number;
  lost: number;
}

interface Search {
  readonly flagged: ReadonlySet<LimitCase>;
  readonly spent: Readonly<Spent>;
  readonly all: Totals;
  readonly aims: LimitAims;
}

interface Totals {
  readonly won: number;
  readonly lost: number;
  /** What one won deal counts on average. */
  readonly oneWon: number;
}

interface Step {
  readonly ladder: Ladder;
  readonly last: number;
  readonly won: number;
  readonly lost: number;
  readonly worth: number;
}

/** A step that flags fewer of all lost deals than this is noise. */
const minLostShare = 0.003;

function toLadders(cases: readonly LimitCase[]): Ladder[] {
  const byKey = new Map<string, LimitCase[]>();
  for (const of of cases)
    for (const key of of.peaks.keys()) {
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, [of]);
      else known.push(of);
    }
  return [...byKey.keys()]
    .toSorted()
    .map((key) => ({ key, rungs: toRungs(byKey.get(key) ?? [], key), next: 0 }));
}

// Of equal peaks the heavier comes first, so that the order in which the deals came does not matter.
function toRungs(cases: readonly LimitCase[], key: string): Rung[] {
  const rungs: Rung[] = [];
  let nextWon = 0;
  const peakOf = ({ peaks }: LimitCase) => peaks.get(key) ?? 0;
  for (const of of cases.toSorted((a, b) => peakOf(a) - peakOf(b) || a.weight - b.weight)) {
    rungs.push({ of, peak: peakOf(of), nextWon });
    if (of.isWon) nextWon = of.weight;
  }
  return rungs.reverse();
}

function countAll(cases: readonly LimitCase[]): Totals {
  let [won, lost, wonCases] = [0, 0, 0];
  for (const { isWon, weight } of cases) {
    if (isWon) won += weight;
    else lost += weight;
    if (isWon) wonCases += 1;
  }
  return { won, lost, oneWon: wonCases === 0 ? 1 : won / wonCases };
}

// Where no deal's peak lies for days below the last one flagged, the limit is set close to that one: the side that flags less.
function limitAfter({ ladder: { rungs }, last }: Step): number {
  return Math.max(rungs[last + 1]?.peak ?? 0, (rungs[last]?.peak ?? 0) - 1);
}

function findBestStep(ladders: readonly Ladder[], search: Search): Step | null {
  let best: Step | null = null;
  for (const ladder of ladders) {
    const step = findStep(ladder, search);
    if (step !== null && (best === null || step.worth > best.worth)) best = step;
  }
  return best;
}

function findStep(ladder: Ladder, search: Search): Step | null {
  const { spent, all, aims } = search;
  let best: Step | null = null;
  for (const step of climb(ladder, search)) {
    const after = { won: spent.won + step.won, lost: spent.lost + step.lost };
    if (after.won > aims.maxWonFlagged * all.won) break;
    const isNoise = step.lost < minLostShare * all.lost;
    if (!isNoise && (best === null || step.worth > best.worth) && isPure(after, all, aims)) best = step;
  }
  return best;
}

/** Every step from where the ladder stands, the shortest first. */
function* climb(ladder: Ladder, { flagged, all }: Search): Generator<Step> {
  const isNew = ladder.next === 0;
  let [won, lost] = [0, 0];
  for (let last = ladder.next; last < ladder.rungs.length; last += 1) {
    const rung = ladder.rungs[last];
    if (rung === undefined) return;
    const weight = flagged.has(rung.of) ? 0 : rung.of.weight;
    if (rung.of.isWon) won += weight;
    else lost += weight;
    // Deals with equal peaks are flagged together.
    if (ladder.rungs[last + 1]?.peak === rung.peak) continue;
    const charged = won + (isNew ? Math.max(all.oneWon, rung.nextWon) : 0);
    yield { ladder, last, won: charged, lost, worth: lost / (charged + all.oneWon / 2) };
  }
}

function isPure(flagged: Readonly<Spent>, all: Totals, { maxWinRatio }: LimitAims): boolean {
  const usual = all.won / (all.won + all.lost);
  return flagged.won / (flagged.won + flagged.lost) <= maxWinRatio * usual;
}
