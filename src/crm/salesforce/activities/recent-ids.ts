/** A set that forgets its oldest members when it is full, so that a long reading does not fill the memory. */
export interface RecentIds {
  /** Null is not kept. */
  add(id: string | null): void;
  has(id: string): boolean;
}

export function createRecentIds(maxSize: number): RecentIds {
  const ids = new Set<string>();
  return {
    add: (id) => {
      if (id === null) return;
      ids.delete(id);
      ids.add(id);
      const [oldest] = ids.size > maxSize ? ids : [];
      if (oldest !== undefined) ids.delete(oldest);
    },
    has: (id) => ids.has(id),
  };
}
