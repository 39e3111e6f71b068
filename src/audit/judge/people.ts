import { isDeactivated, toRepId } from "../import/rep-id.ts";
import type { Export } from "./export.ts";

export interface People {
  readonly names: ReadonlyMap<string, string>;
  readonly activeIds: ReadonlySet<string>;
  /** Who has any activity of any kind on record. */
  readonly recordedIds: ReadonlySet<string>;
}

/** Everybody who owns a deal or did something. Who is marked as deactivated in any row has left. */
export function findPeople({ deals, activities }: Export): People {
  const names = new Map<string, string>();
  const goneIds = new Set<string>();
  const see = (name: string) => {
    const id = toRepId(name);
    if (id === "") return;
    if (isDeactivated(name)) goneIds.add(id);
    if (!names.has(id)) names.set(id, name.replace(/\s*\([^)]*\)\s*$/, "").trim());
  };
  for (const { owner } of deals) see(owner);
  for (const { rep } of activities) see(rep);
  return {
    names,
    activeIds: new Set([...names.keys()].filter((id) => !goneIds.has(id))),
    recordedIds: new Set(activities.map(({ rep }) => toRepId(rep))),
  };
}
