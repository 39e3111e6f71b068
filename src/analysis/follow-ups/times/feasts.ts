import { addDays, type CivilDate } from "../../../domain/time.ts";
import { easterOf, nthWeekday, orthodoxEasterOf, toDate, yearOf } from "./calendar.ts";

/** A named day, by folded word forms. `last` is the last day of feasts that take several. */
interface Feast {
  readonly id: number;
  readonly words: string;
  readonly day: (year: number) => CivilDate;
  readonly last?: (year: number) => CivilDate;
}

/** Words for whichever of several feasts comes next: "po świętach" is after Easter in March and after Christmas in December. */
interface Feasts {
  readonly id: number;
  readonly words: string;
  readonly oneOf: readonly number[];
}

function fixed(month: number, day: number): (year: number) => CivilDate {
  return (year) => toDate(year, month, day) ?? `${year}-01-01`;
}

export const feastForms: readonly (Feast | Feasts)[] = [
  {
    id: 1,
    words: "christmas xmas gwiazdka gwiazdke",
    day: fixed(12, 24),
    last: fixed(12, 26),
  },
  {
    id: 2,
    words: "easter wielkanoc wielkanocy wielkanoca",
    day: easterOf,
    last: (year) => addDays(easterOf(year), 1),
  },
  { id: 3, words: "majowka majowki majowke majowce majowka", day: fixed(5, 1), last: fixed(5, 3) },
  { id: 4, words: "майских майские майскими", day: fixed(5, 1), last: fixed(5, 11) },
  { id: 5, words: "пасха пасху пасхи пасхой", day: orthodoxEasterOf },
  { id: 6, words: "barborka barborke barborki", day: fixed(12, 4) },
  { id: 7, words: "popielec popielca", day: (year) => addDays(easterOf(year), -46) },
  { id: 8, words: "juneteenth", day: fixed(6, 19) },
  { id: 9, words: "krolach kroli krolow", day: fixed(1, 6) },
  { id: 10, words: "татьянин", day: fixed(1, 25) },
  { id: 11, words: "sylwester sylwestra sylwestrem", day: fixed(12, 31) },
  { id: 12, words: "каникул новогодних", day: fixed(1, 1), last: fixed(1, 11) },
  { id: 13, words: "mikolajki mikolajkach", day: fixed(12, 6) },
  { id: 14, words: "walentynki valentine's", day: fixed(2, 14) },
  { id: 15, words: "halloween", day: fixed(10, 31) },
  { id: 16, words: "наурыз наурыза наурызом", day: fixed(3, 21), last: fixed(3, 23) },
  { id: 17, words: "рождества рождество рождеством", day: fixed(1, 7) },
  { id: 18, words: "swieta swietami swiat swietach", oneOf: [1, 2] },
  { id: 19, words: "праздников праздники праздниками", oneOf: [12, 4] },
  { id: 20, words: "thanksgiving", day: (year) => nthWeekday(`${year}-11-01`, 4, 4) ?? `${year}-11-28` },
];

interface FeastDays {
  readonly first: CivilDate;
  readonly last: CivilDate;
}

/** The next such feast: its first and last day. */
export function nextFeast(on: CivilDate, id: number): FeastDays | null {
  const feast = feastForms.find((form) => form.id === id);
  if (!feast) return null;
  if ("oneOf" in feast) return nearest(feast.oneOf.map((one) => nextFeast(on, one)));
  for (const year of [yearOf(on), yearOf(on) + 1]) {
    const last = (feast.last ?? feast.day)(year);
    if (last >= on) return { first: feast.day(year), last };
  }
  return null;
}

function nearest(found: readonly (FeastDays | null)[]): FeastDays | null {
  return found.reduce((a, b) => (a === null || (b !== null && b.first < a.first) ? b : a), null);
}
