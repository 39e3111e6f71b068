import { hashOf } from "./hash.ts";

/** Something that holds for a segment, with its hash; the same name is the same object. */
export interface Flag {
  readonly name: string;
  readonly hash: number;
  /** Concepts (c:), times (t:), actors (a:) and conjunctions (s:) say something to the neighbours. */
  readonly isContext: boolean;
  readonly isConcept: boolean;
}

export function toFlag(name: string): Flag {
  const isKind = name.charCodeAt(1) === 58;
  const kind = name.charAt(0);
  return {
    name,
    hash: hashOf(name),
    isContext: isKind && "ctas".includes(kind),
    isConcept: isKind && kind === "c",
  };
}

const flags = new Map<string, Flag>();
/** Names are few; the bound only guards against a leak. */
const maxFlags = 50_000;

export function flagNamed(name: string): Flag {
  let flag = flags.get(name);
  if (flag === undefined) {
    flag = toFlag(name);
    if (flags.size < maxFlags) flags.set(name, flag);
  }
  return flag;
}

/** Flags of one kind by what follows the kind's prefix; spares joining strings for those seen before. */
export function flagsOfKind(prefix: string): (rest: string) => Flag {
  const kind = new Map<string, Flag>();
  return (rest) => {
    let flag = kind.get(rest);
    if (flag === undefined) {
      flag = flagNamed(prefix + rest);
      if (kind.size < maxFlags) kind.set(rest, flag);
    }
    return flag;
  };
}

export function flagHash(name: string): number {
  return flagNamed(name).hash;
}
