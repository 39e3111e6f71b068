/** One rep at work on a date: the chance of a zero in this metric, and whether it was one. */
export interface ChannelDay {
  readonly zeroChance: number;
  readonly isZero: boolean;
  readonly quiet: number;
}

/**
 * Did nobody's record hold this metric although together they practically never have none? Then the telephone system or the
 * mail connection is silent, not the people. At least two must be at work: with one, person and channel look the same.
 */
export function isSilentForAll(days: readonly ChannelDay[]): boolean {
  if (days.length < minRepsOfOutage || days.some(({ isZero }) => !isZero)) return false;
  return days.reduce((sum, { zeroChance }) => sum + surprise(zeroChance), 0) > improbable;
}

/**
 * Has one rep's channel stopped recording? True after so many zero days, each unusual, while other channels went on, that
 * "did none at all, day after day" is less likely than a mailbox or a telephone that was never connected again.
 */
export function hasStopped({ quiet }: Pick<ChannelDay, "quiet">): boolean {
  return quiet > stopped;
}

/** The evidence of zero days up to and with this one; any count ends it. */
export function addQuiet({ zeroChance, isZero, quiet }: ChannelDay): number {
  return isZero ? quiet + surprise(zeroChance) : 0;
}

// One day can say only so much: a day of training has no calls either.
function surprise(chance: number): number {
  return Math.min(largestSurprise, -Math.log(Math.max(chance, 1e-9)));
}

const minRepsOfOutage = 2;
/** Natural logarithms: 1 in 400 for all together, 1 in a million for one alone, at most 1 in 20 a day. */
const improbable = 6;
const stopped = 13.8;
const largestSurprise = 3.1;
