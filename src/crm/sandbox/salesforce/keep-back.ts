import type { Org } from "./org.ts";

/** Opportunities and the rows that name them are there and not shown: our user may not see them, or may see them again. */
export function setVisible(org: Org, dealIds: readonly string[], isVisible: boolean): void {
  const names = new Set<unknown>(dealIds);
  const [from, to] = isVisible ? [org.keptBack, org.tables] : [org.tables, org.keptBack];
  for (const [object, rows] of from) {
    for (const [id, row] of rows) {
      if (!Object.values(row).some((value) => names.has(value))) continue;
      rows.delete(id);
      const others = to.get(object) ?? new Map();
      to.set(object, others.set(id, row));
    }
  }
}
