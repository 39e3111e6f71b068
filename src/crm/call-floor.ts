/** What one night had to move, for counting the fewest calls that could have moved it. */
export interface NightVolume {
  readonly people: number;
  readonly openDeals: number;
  /** Deals that were open or changed: each must be seen once. */
  readonly dealsSeen: number;
  readonly historiesRead: number;
  /** Changed activities by kind; kinds that cannot be read are left out. */
  readonly activities: Readonly<Record<string, number>>;
  readonly dealsWritten: number;
  readonly tasksWritten: number;
  readonly tasksClosed: number;
}

/**
 * The fewest HubSpot calls that could have done a night of this volume, by kind: every page and batch full, nothing asked
 * twice. Sizes are HubSpot's documented limits: search 200, lists and batches 100, histories 50, associations 1,000. A
 * kind of activity costs one search even when nothing changed.
 */
export function computeHubSpotCallFloor(volume: NightVolume): Record<string, number> {
  const kinds = Object.values(volume.activities);
  return {
    // Account, pipelines, properties of deals, live and archived owners: one call each.
    fixed: 4 + pages(volume.people, 100),
    search: pages(volume.dealsSeen, 200) + sum(kinds.map((count) => pages(count, 200))),
    history: Math.ceil(volume.historiesRead / 50),
    association: pages(volume.openDeals, 1000) + 2 * sum(kinds.map((count) => Math.ceil(count / 1000))),
    write: sum(
      [volume.dealsWritten, volume.tasksWritten, volume.tasksClosed].map((count) => Math.ceil(count / 100)),
    ),
  };
}

function pages(rows: number, size: number): number {
  return Math.max(1, Math.ceil(rows / size));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
