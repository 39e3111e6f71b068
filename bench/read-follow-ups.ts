import { globSync, readFileSync } from "node:fs";
import { type ClauseBook, composeTexts, parseClauses } from "../src/analysis/follow-ups/training/compose.ts";
import { type LabelledText, type Sample, toSample } from "../src/analysis/follow-ups/training/dataset.ts";
import type { AuthorRows } from "../src/analysis/follow-ups/training/learn-reading.ts";
import { parseMarkedTexts } from "../src/analysis/follow-ups/training/marked-texts.ts";
import { parsePersonaTexts } from "../src/analysis/follow-ups/training/persona-texts.ts";
import { spoil } from "../src/analysis/follow-ups/training/spoil.ts";

const folder = new URL("../follow-ups/", import.meta.url);
export const languages = ["en", "pl", "ru"] as const;
/** Files of labelled texts: one author each. */
export const authors = ["en", "en-2", "pl", "pl-2", "ru", "ru-2"] as const;
export type Author = (typeof authors)[number];

/** Neighbouring rows are minimal pairs, so they go into one group. */
const rowsPerGroup = 8;
/** A text put together from clauses counts less than one that a person wrote; chosen by cross-validation. */
const madeWeight = 0.4;
/** A spoiled copy teaches little that its original does not; chosen by cross-validation. */
const spoiledWeight = 0.3;
const made = { rounds: 1, count: 500 };

function readRows(author: Author): readonly LabelledText[] {
  const lines = readFileSync(new URL(`texts/${author}.jsonl`, folder), "utf8")
    .trim()
    .split("\n");
  return lines.map((line) => JSON.parse(line) as LabelledText);
}

/** Texts written with their marks inside: one more voice per language, the same scenes in all three. */
export function readThirdVoices(): readonly Sample[] {
  return languages.flatMap((lang) => {
    const file = readFileSync(new URL(`texts/${lang}-3.txt`, folder), "utf8");
    return parseMarkedTexts(file, lang, `${lang}-3`).map((row, index) =>
      toSample(row, Math.floor(index / 4)),
    );
  });
}

/** All personas, one author each, in the order of their names. Throws with file and line where a file is malformed. */
function readPersonas(): readonly AuthorRows[] {
  return globSync("texts/{en,pl,ru}-p*.txt", { cwd: folder })
    .toSorted()
    .map((path) => {
      const author = path.slice("texts/".length, -".txt".length);
      const file = readFileSync(new URL(path, folder), "utf8");
      const { texts, problems } = parsePersonaTexts(file, languageOf(author), author);
      const [first] = problems;
      if (first)
        throw new Error(`follow-ups/${path}:${first.line}: ${first.message}; run bench/check-follow-ups.ts`);
      return { author, rows: texts };
    });
}

/** The texts of every author, not yet read. */
export function readAuthorRows(): readonly AuthorRows[] {
  return [...authors.map((author) => ({ author, rows: readRows(author) })), ...readPersonas()];
}

function languageOf(author: string): (typeof languages)[number] {
  return languages.find((one) => author.startsWith(one)) ?? "en";
}

/** Texts of one author. */
export interface AuthorTexts {
  readonly name: string;
  readonly lang: (typeof languages)[number];
  readonly samples: readonly Sample[];
}

/** Every author of labelled texts. */
export function readAuthors(): readonly AuthorTexts[] {
  return readAuthorRows().map(toAuthorTexts);
}

/** The author of one of the files. */
export function readAuthor(author: Author): AuthorTexts {
  return toAuthorTexts({ author, rows: readRows(author) });
}

function toAuthorTexts({ author: name, rows }: AuthorRows): AuthorTexts {
  const samples = rows.map((row, index) => toSample(row, Math.floor(index / rowsPerGroup)));
  return { name, lang: languageOf(name), samples };
}

/** What the engine learns from an author: each text as it is, and spoiled. */
export function lessonsOf({ samples }: AuthorTexts): readonly Sample[] {
  return [...samples, ...samples.map(({ row, group }) => toSample(spoil(row), group, spoiledWeight))];
}

/** Texts written or put together for training only. */
export function readTrainingOnly(): readonly Sample[] {
  return [...readThirdVoices(), ...makeTexts()];
}

/** Texts put together from the clause files, the same ones every time. */
export function makeTexts(): readonly Sample[] {
  const times = JSON.parse(readFileSync(new URL("clauses/times.json", folder), "utf8")) as Record<
    string,
    ClauseBook["times"]
  >;
  return languages.flatMap((lang) => {
    const clauses = parseClauses(readFileSync(new URL(`clauses/${lang}.txt`, folder), "utf8"));
    const book: ClauseBook = { lang, clauses, times: times[lang] ?? { t: [], p: [], v: [] } };
    return composeTexts(book, made).map((row, index) => toSample(row, index, madeWeight));
  });
}
