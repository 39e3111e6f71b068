import type { CivilDate } from "../../../domain/time.ts";
import { type Analysed, analyse } from "../flags.ts";
import { findTimes, type TimeExpression } from "../times/find-times.ts";
import { detectLanguage, type Language } from "./detect-language.ts";
import { keepOwnWords } from "./own-words.ts";
import { type Segment, toSegments } from "./segments.ts";
import { type Token, toTokens } from "./tokens.ts";

/** UTF-16 units read of one text: four times the longest labelled text, and a bound on the time one text may take. */
const maxLength = 8_000;
/** Segments judged of one text; later ones are left out. */
const maxSegments = 200;

/** A text as the engine sees it; all offsets are those of the text given. */
export interface ReadText {
  readonly own: string;
  readonly language: Language;
  readonly tokens: readonly Token[];
  readonly times: readonly TimeExpression[];
  readonly segments: readonly Segment[];
  readonly analysed: readonly Analysed[];
}

export function readText(text: string, writtenOn: CivilDate, language?: Language): ReadText {
  const own = keepOwnWords(text.slice(0, maxLength));
  const found = language ?? detectLanguage(own);
  const tokens = toTokens(own);
  const times = findTimes(tokens, writtenOn, found);
  const segments = toSegments({ tokens, text: own, times, language: found }).slice(0, maxSegments);
  return {
    own,
    language: found,
    tokens,
    times,
    segments,
    analysed: analyse({ tokens, segments, times, language: found }),
  };
}
