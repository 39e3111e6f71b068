import type { Moment } from "./time.ts";

/** Who changed a text, as far as the CRM tells. */
export interface TextAuthor {
  /** The CRM's id of the user, or a rep's own id; null when nobody is named. */
  readonly userId: string | null;
  /** An integration, a workflow, an import or Norma itself: no rep's words. */
  readonly isProgram: boolean;
}

/** A deal's free-text description as it stands, in plain words. */
export interface DescriptionNow {
  readonly text: string;
  /** The first and the last change of the text itself that the CRM tells of; null where it does not. */
  readonly changed: { readonly first: Moment; readonly last: Moment } | null;
  /** Who changed the text where the CRM tells, else who touched the deal last. */
  readonly author: TextAuthor;
}

/** One state of a description, from `at` on. */
export interface DescriptionVersion {
  /** Null for the oldest that is kept when older ones were cut off: nobody knows how old its words are. */
  readonly at: Moment | null;
  readonly text: string;
  readonly author: TextAuthor;
}

/** Words of a description that were written at a known moment, or on a known day (then its first moment). */
export interface DatedWords {
  readonly text: string;
  readonly writtenAt: Moment;
  readonly repId: string | null;
}

/** A description taken apart by the age of its words. A description has no date of its own. */
export interface ReadDescription {
  /** All of it, as last seen. */
  readonly text: string;
  /** What nobody knows the age of, or no rep wrote. */
  readonly undated: string;
  readonly dated: readonly DatedWords[];
}
