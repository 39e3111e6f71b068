import type { DescriptionNow, ReadDescription } from "../../domain/description.ts";
import { type Moment, msPerDay } from "../../domain/time.ts";
import { type DescriptionAuthor, type DescriptionFrame, readChange } from "./read-description.ts";

/** What a night sees of a deal's description. */
export interface Look extends DescriptionAuthor {
  /** Null when it is empty. */
  readonly now: Pick<DescriptionNow, "text" | "changed"> | null;
  readonly modifiedAt: Moment;
}

/** What the last look knew; `modifiedAt` is the deal's then. */
export interface LastLook {
  readonly description: ReadDescription;
  readonly modifiedAt: Moment;
}

/** Null when nothing changed since the last look. */
export function readLook(look: Look, last: LastLook | null, frame: DescriptionFrame): ReadDescription | null {
  const { now, modifiedAt, repId, isProgram } = look;
  const { text, changed } = now ?? { text: "", changed: null };
  if (last !== null && last.description.text === text) return null;
  const at = last === null ? firstMoment(look, frame) : (sinceLast(changed, last) ?? modifiedAt);
  return readChange(last?.description ?? null, { text, repId, isProgram, at, notAfter: modifiedAt }, frame);
}

/**
 * When the text was changed, where the CRM tells of changes of one day only: of several nobody knows which words are whose. Else
 * when the deal was made, if nobody has touched it since: to a day, because programs touch a new deal at once. Else any age.
 */
function firstMoment({ now, modifiedAt }: Look, { createdAt }: DescriptionFrame): Moment | null {
  if (now === null) return null;
  const { changed } = now;
  if (changed !== null) return changed.last - changed.first <= msPerDay ? changed.last : null;
  return createdAt !== null && modifiedAt - createdAt <= msPerDay ? createdAt : null;
}

/** A change before the last look is not the one seen now: the CRM no longer keeps this field's history. */
function sinceLast(changed: DescriptionNow["changed"], { modifiedAt }: LastLook): Moment | null {
  return changed !== null && changed.last >= modifiedAt ? changed.last : null;
}
