import { globSync, readFileSync } from "node:fs";
import { type ClauseBook, composeTexts, parseClauses } from "../src/analysis/follow-ups/training/compose.ts";
import { type LabelledText, type Sample, toSample } from "../src/analysis/follow-ups/training/dataset.ts";
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
/** A hurried copy teaches little that its original does not; chosen by cross-validation. */
const hurriedWeight = 0.3;
const made = { rounds: 1, count: 500 };

export function readAuthor(author: Author): readonly Sample[] {
  const lines = readFileSync(new URL(`texts/${author}.jsonl`, folder), "utf8")
    .trim()
    .split("\n");
  return lines.map((line, index) =>
    toSample(JSON.parse(line) as LabelledText, Math.floor(index / rowsPerGroup)),
  );
}

/** Each text again as a hurried writer would leave it. */
export function readHurried(author: Author): readonly Sample[] {
  return readAuthor(author).map(({ row, group }) => toSample(spoil(row), group, hurriedWeight));
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
function readPersonas(): readonly AuthorTexts[] {
  return globSync("texts/{en,pl,ru}-p*.txt", { cwd: folder })
    .toSorted()
    .map((path) => {
      const name = path.slice("texts/".length, -".txt".length);
      const lang = languages.find((one) => name.startsWith(`${one}-`)) ?? "en";
      const { texts, problems } = parsePersonaTexts(readFileSync(new URL(path, folder), "utf8"), lang, name);
      const [first] = problems;
      if (first)
        throw new Error(`follow-ups/${path}:${first.line}: ${first.message}; run bench/check-follow-ups.ts`);
      const samples = texts.map((row, index) => toSample(row, Math.floor(index / rowsPerGroup)));
      return { name, lang, samples, lessons: samples };
    });
}

/** Texts of one author: as they are judged, and as the engine learns from them. */
export interface AuthorTexts {
  readonly name: string;
  readonly lang: (typeof languages)[number];
  readonly samples: readonly Sample[];
  readonly lessons: readonly Sample[];
}

/** Every author of labelled texts. */
export function readAuthors(): readonly AuthorTexts[] {
  const first = authors.map((name): AuthorTexts => {
    const samples = readAuthor(name);
    const lang = languages.find((one) => name.startsWith(one)) ?? "en";
    return { name, lang, samples, lessons: [...samples, ...readHurried(name)] };
  });
  return [...first, ...readPersonas()];
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
