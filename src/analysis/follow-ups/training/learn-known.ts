import { addKnown, type KnownFeatures, keepKnown, noFeatures } from "../model/known-features.ts";
import { authorOf, type Sample } from "./dataset.ts";

/** The features that at least two authors used. */
export function learnKnown(samples: readonly Sample[]): KnownFeatures {
  const firstAuthor = new Map<number, string>();
  const known = noFeatures();
  for (const sample of samples) {
    const author = authorOf(sample);
    for (const { ids } of [...sample.features, ...sample.topics]) {
      for (const id of ids) {
        const first = firstAuthor.get(id);
        if (first === undefined) firstAuthor.set(id, author);
        else if (first !== author) addKnown(known, id);
      }
    }
  }
  return known;
}

/** The same samples with no other features than the known ones. */
export function restrict(samples: readonly Sample[], known: KnownFeatures): readonly Sample[] {
  return samples.map((sample) => ({
    ...sample,
    features: sample.features.map((own) => keepKnown(known, own)),
    topics: sample.topics.map((own) => keepKnown(known, own)),
  }));
}
