import type { DatedWords, ReadDescription } from "../../domain/description.ts";
import { type CivilDate, type Moment, startOfDay, toCivilDate } from "../../domain/time.ts";
import { findAddedLines, keepStanding } from "./added-lines.ts";
import { type DatedLine, readLineDate, toDayRange } from "./line-date.ts";
import { toPlainWords } from "./plain-words.ts";

/** Who wrote what is new in it. */
export interface DescriptionAuthor {
  readonly repId: string | null;
  /** What a program wrote is no rep's word. */
  readonly isProgram: boolean;
}

/** One state of a description; see `DescriptionVersion` in the domain. */
export interface AuthoredVersion extends DescriptionAuthor {
  readonly at: Moment | null;
  readonly text: string;
}

/** What is known of one change of a deal's description, or of its first look. */
export interface DescriptionChange extends DescriptionAuthor {
  readonly text: string;
  /** When the words that are new in it were written at the latest; null when they may be of any age. */
  readonly at: Moment | null;
  /** The last moment at which anything in it can have been written. */
  readonly notAfter: Moment;
}

/** What holds for all changes of a deal. */
export interface DescriptionFrame {
  readonly createdAt: Moment | null;
  readonly timeZone: string;
}

const nothing: ReadDescription = { text: "", undated: "", dated: [] };

/**
 * The description after a change: words that stand there no more go, words that are new get the day that their line names, else
 * the change's moment, else none. Words that were there keep what is known of their age. Null before: the first look.
 */
export function readChange(
  before: ReadDescription | null,
  change: DescriptionChange,
  frame: DescriptionFrame,
): ReadDescription {
  const { text, undated, dated } = before ?? nothing;
  const lines = findAddedLines(text, change.text);
  const added = change.isProgram
    ? { undated: joinLines(lines), dated: [] }
    : takeApart(lines, { ...change, isNew: before !== null }, frame);
  return {
    text: change.text,
    undated: joinLines([...keepStanding(undated, change.text).split("\n"), added.undated]),
    dated: withoutRepeats([...keepDated(dated, change.text), ...added.dated]),
  };
}

/** Every state from the oldest on; each one's new words are its own. */
export function readVersions(versions: readonly AuthoredVersion[], frame: DescriptionFrame): ReadDescription {
  let read: ReadDescription | null = versions[0]?.at === null ? null : nothing;
  for (const version of versions) {
    const notAfter = version.at ?? versions[1]?.at ?? frame.createdAt ?? 0;
    read = readChange(read, { ...version, notAfter }, frame);
  }
  return read ?? nothing;
}

interface Addition extends DescriptionChange {
  readonly isNew: boolean;
}

/** Words under a line with a date belong to that day, down to the next date or an empty line. */
function takeApart(
  lines: readonly string[],
  addition: Addition,
  frame: DescriptionFrame,
): Pick<ReadDescription, "undated" | "dated"> {
  const plain: string[] = [];
  const dated: { day: CivilDate; lines: string[] }[] = [];
  let open: string[] | null = null;
  for (const line of lines) {
    const found: DatedLine | null = line === "" ? null : readDay(line, addition, frame);
    if (line === "") open = null;
    else if (found !== null) {
      open = [found.words];
      dated.push({ day: found.day, lines: open });
    } else (open ?? plain).push(line);
  }
  const words = dated.map(({ day, lines: own }) => ({
    text: joinLines(own),
    writtenAt: startOfDay(day, frame.timeZone),
    repId: addition.repId,
  }));
  const { at, repId, isNew } = addition;
  // Among lines with days, seen for the first time, the others are older than the last change.
  if (at === null || (!isNew && words.length > 0)) return { undated: joinLines(plain), dated: words };
  return { undated: "", dated: [...words, { text: joinLines(plain), writtenAt: at, repId }] };
}

function readDay(
  line: string,
  { notAfter, isNew }: Addition,
  { createdAt, timeZone }: DescriptionFrame,
): DatedLine | null {
  const createdOn = createdAt === null ? null : toCivilDate(createdAt, timeZone);
  return readLineDate(line, toDayRange(createdOn, toCivilDate(notAfter, timeZone), isNew));
}

function keepDated(dated: readonly DatedWords[], text: string): readonly DatedWords[] {
  return dated.map((words) => ({ ...words, text: keepStanding(words.text, text) }));
}

/** In the order of time. The same words of another day are another follow-up: "no answer" is written again and again. */
function withoutRepeats(dated: readonly DatedWords[]): readonly DatedWords[] {
  const first = new Map<string, DatedWords>();
  for (const words of dated.toSorted((a, b) => a.writtenAt - b.writtenAt)) {
    const plain = toPlainWords(words.text);
    const key = `${words.writtenAt} ${plain}`;
    if (plain !== "" && !first.has(key)) first.set(key, words);
  }
  return [...first.values()];
}

function joinLines(lines: readonly string[]): string {
  return lines.filter((line) => line.trim() !== "").join("\n");
}
