import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "@jest/globals";
import { readActivities } from "../../src/audit/import/read-activities.ts";
import { readDays } from "../../src/audit/import/read-days.ts";
import { countWork } from "../../src/audit/judge/count-work.ts";

const folder = mkdtempSync(join(tmpdir(), "norma-time-off-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  ["end date", "2026-10-02", 2],
  ["end time", "2026-10-03 18:00", 3],
  ["data zakończenia", "2026-10-04", 4],
  ["дата окончания", "2026-10-02", 2],
  ["number of days", "3", 3],
  ["liczba dni", "2", 2],
  ["количество дней", "5", 5],
  ["duration", "4320", 3],
  ["end date", "2026-09-30", 1],
])("takes time off for as long as its %s %s says", async (heading, cell, days) => {
  const path = join(folder, `time-off-${heading}-${cell}.csv`);
  writeFileSync(path, `type,rep,date,subject,${heading}\nMeeting,Jo,2026-10-01,Urlop,${cell}\n`);
  const findDeals = () => ({ dealIds: [], unknown: [] });
  const options = { mapping: new Map(), dateOrder: "day-first", timeZone: "Europe/Warsaw" } as const;
  const { activities, reading } = await readActivities(path, findDeals, options);
  expect(reading.troubles).toEqual([]);
  const { daysOff } = countWork(activities, Date.parse("2026-10-13T06:00:00Z"), "Europe/Warsaw");
  expect(daysOff.get("jo")?.size).toBe(days);
});

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
