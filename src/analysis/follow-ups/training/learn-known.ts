import { addKnown, type KnownFeatures, keepKnown, noFeatures } from "../model/known-features.ts";
import { authorOf, type Sample } from "./dataset.ts";

/** What fewer authors used tells who writes rather than what is said; chosen by leaving authors out in turn. */
const minAuthors = 4;

/** The features that enough authors used. */
export function learnKnown(samples: readonly Sample[]): KnownFeatures {
  /** Who used a feature first, who second, and so on. */
  const users = Array.from({ length: minAuthors - 1 }, () => new Map<number, string>());
  const known = noFeatures();
  for (const sample of samples) {
    const author = authorOf(sample);
    for (const { ids } of [...sample.features, ...sample.topics]) {
      for (const id of ids) {
        if (!users.some((authors) => setOrSame(authors, id, author))) addKnown(known, id);
      }
    }
  }
  return known;
}

/** Notes the author of a feature; whether nobody, or the same author, had been noted. */
function setOrSame(authors: Map<number, string>, id: number, author: string): boolean {
  const noted = authors.get(id);
  if (noted === undefined) authors.set(id, author);
  return noted === undefined || noted === author;
}

/** The same samples with no other features than the known ones. */
export function restrict(samples: readonly Sample[], known: KnownFeatures): readonly Sample[] {
  return samples.map((sample) => ({
    ...sample,
    features: sample.features.map((own) => keepKnown(known, own)),
    topics: sample.topics.map((own) => keepKnown(known, own)),
  }));
}
