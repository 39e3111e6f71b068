/** Minutes in each unit, by how its words begin in the three languages. */
const units: readonly (readonly [RegExp, number])[] = [
  [/(?:^|[^\p{L}])(?:d$|d[^\p{L}]|day|dni|dzień|дн|дней|день)/iu, 1_440],
  [/(?:^|[^\p{L}])(?:h$|h[^\p{L}]|hour|hr|godz|час|ч$|ч[^\p{L}])/iu, 60],
  [/(?:^|[^\p{L}])(?:min|мин)/iu, 1],
];

/**
 * How long an entry lasts, in days: "3 days", "7,5 h", "1:30", or a number in the unit of its column's heading; minutes where neither names
 * one, as both CRMs export meetings. Null when it is no length.
 */
export function readDays(text: string, heading: string): number | null {
  const clock = /^(\d{1,3}):([0-5]\d)(?::[0-5]\d)?$/.exec(text.trim());
  if (clock !== null) return positive((Number(clock[1]) * 60 + Number(clock[2])) / 1_440);
  const [, number = "", unit = ""] = /^(\d+(?:[.,]\d+)?)\s*(\D*)$/.exec(text.trim()) ?? [];
  if (number === "") return null;
  const minutes = minutesIn(unit) ?? minutesIn(heading) ?? 1;
  return positive((Number(number.replace(",", ".")) * minutes) / 1_440);
}

function minutesIn(words: string): number | null {
  return units.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

function positive(days: number): number | null {
  return days > 0 ? days : null;
}
