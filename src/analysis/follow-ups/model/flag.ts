import { type Bundle, toBundle } from "./bundle.ts";
import { hashOf, mix } from "./hash.ts";

/** Something that holds for a segment, with its hash; the same name is the same object. */
export interface Flag {
  readonly name: string;
  readonly hash: number;
  /** Concepts (c:), times (t:), actors (a:) and conjunctions (s:) say something to the neighbours. */
  readonly isContext: boolean;
  readonly isConcept: boolean;
}

/** One flag, or several that always come together: what models make of them is kept. */
export interface FlagGroup {
  readonly flags: readonly Flag[];
  readonly own: Bundle;
  /** What the group says to a neighbour, by how that one stands to it; filled when asked for. */
  readonly around: (Bundle | undefined)[];
}

/** In twentieths: how much a flag counts for its own segment and for a neighbour. */
const flagStrength = 20;
const contextStrength = 6;

function toFlag(name: string): Flag {
  const isKind = name.charCodeAt(1) === 58;
  const kind = name.charAt(0);
  return {
    name,
    hash: hashOf(name),
    isContext: isKind && "ctas".includes(kind),
    isConcept: isKind && kind === "c",
  };
}

function toGroup(flags: readonly Flag[]): FlagGroup {
  const own = toBundle(
    flags.map(({ hash }) => hash),
    flagStrength,
  );
  return { flags, own, around: [] };
}

/** The hash of each way a neighbour can stand to a segment: before or after it, in its sentence or another. */
const placeHashes = ["previous", "next"].flatMap((side) => [1, 2].map((place) => mix(hashOf(side), place)));

/** What the group says to a neighbour: `place` is 0 and 1 for the one that comes after it, 2 and 3 for the one before it, odd in another sentence. */
export function aroundOf({ flags, around }: FlagGroup, place: number): Bundle {
  let bundle = around[place];
  if (bundle === undefined) {
    const seen = flags.filter(({ isContext }) => isContext);
    bundle = toBundle(
      seen.map(({ hash }) => mix(placeHashes[place] ?? 0, hash)),
      contextStrength,
    );
    around[place] = bundle;
  }
  return bundle;
}

const groups = new Map<string, FlagGroup>();
/** Names are few; the bound only guards against a leak. */
const maxFlags = 50_000;

/** The group of one flag; the same name gives the same object. */
export function flagNamed(name: string): FlagGroup {
  let group = groups.get(name);
  if (group === undefined) {
    group = toGroup([toFlag(name)]);
    if (groups.size < maxFlags) groups.set(name, group);
  }
  return group;
}

/** Flags that come together, by their names. */
export function groupNamed(names: readonly string[]): FlagGroup {
  return toGroup(names.flatMap((name) => flagNamed(name).flags));
}

/** Flags of one kind by what follows the kind's prefix; spares joining strings for those seen before. */
export function flagsOfKind(prefix: string): (rest: string) => FlagGroup {
  const kind = new Map<string, FlagGroup>();
  return (rest) => {
    let flag = kind.get(rest);
    if (flag === undefined) {
      flag = flagNamed(prefix + rest);
      if (kind.size < maxFlags) kind.set(rest, flag);
    }
    return flag;
  };
}
