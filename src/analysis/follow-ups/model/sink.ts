import type { Bundle } from "./bundle.ts";
import type { Features } from "./linear.ts";

/** Strengths are whole twentieths: sums of them are exact, in whatever order they are added. */
export const strengthUnits = 20;

/** Where features go as they are found: into a list to learn from, or straight into scores. */
export interface Sink {
  add(id: number, strength: number): void;
  addBundle(bundle: Bundle): void;
}

/** The features themselves, in the order in which they were found. */
export function collect(find: (sink: Sink) => void): Features {
  const ids: number[] = [];
  const strengths: number[] = [];
  const add = (id: number, strength: number) => {
    ids.push(id);
    strengths.push(strength / strengthUnits);
  };
  find({
    add,
    addBundle: ({ ids: own, first, others }) => {
      for (const [at, id] of own.entries()) add(id, at === 0 ? first : others);
    },
  });
  return { ids, strengths };
}
