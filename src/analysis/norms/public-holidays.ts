import Holidays from "date-holidays";
import type { CivilDate } from "../../domain/time.ts";

/**
 * Public holidays of a country as civil dates, by `date-holidays`. Null: the country (ISO 3166-1, two letters) is not known.
 * Only holidays of the whole country: an office in one region works on another's.
 */
export function publicHolidays(country: string): ((date: CivilDate) => boolean) | null {
  const code = country.toUpperCase();
  const calendar = new Holidays();
  if (calendar.getCountries()[code] === undefined) return null;
  calendar.init(code);
  const byYear = new Map<string, ReadonlySet<CivilDate>>();
  return (date) => {
    const year = date.slice(0, 4);
    const known = byYear.get(year) ?? holidaysOf(calendar, year);
    byYear.set(year, known);
    return known.has(date);
  };
}

function holidaysOf(calendar: Holidays, year: string): ReadonlySet<CivilDate> {
  const found = calendar.getHolidays(Number(year)).filter(({ type }) => type === "public");
  return new Set(found.map(({ date }) => date.slice(0, 10)));
}

/** The country whose people live by this time zone (IANA name); null when several share it or none is known. */
export function countryOfTimeZone(timeZone: string): string | null {
  const calendar = new Holidays();
  const countries = Object.keys(calendar.getCountries()).filter((code) => {
    calendar.init(code);
    return calendar.getTimezones().includes(timeZone);
  });
  return countries.length === 1 ? (countries[0] ?? null) : null;
}
