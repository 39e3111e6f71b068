import { expect, it } from "@jest/globals";
import { readDays } from "../../src/audit/import/read-days.ts";

it.each<[text: string, heading: string, days: number | null]>([
  ["3 days", "Duration", 3],
  ["1 day", "", 1],
  ["2 dni", "Czas trwania", 2],
  ["5 дней", "", 5],
  ["3", "Number of days", 3],
  ["3", "Liczba dni", 3],
  ["3", "Количество дней", 3],
  ["12 h", "", 0.5],
  ["7,2 godz.", "", 0.3],
  ["6 часов", "", 0.25],
  ["36", "Duration (hours)", 1.5],
  ["1440", "Duration (minutes)", 1],
  ["720", "Duration", 0.5],
  ["90 min", "Liczba dni", 0.0625],
  ["1:30", "", 0.0625],
  ["", "Duration", null],
  ["0", "Duration", null],
  ["a week", "Duration", null],
])("of %j under %j takes it for %j days", (text, heading, days) => {
  expect(readDays(text, heading)).toBe(days);
});
