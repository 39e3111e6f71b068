import { describe, expect, it } from "@jest/globals";
import {
  createAttendance,
  isAtWork,
  isComparableWeekday,
  learnAttendance,
  usualWeekdays,
} from "../../../src/analysis/norms/attendance.ts";
import { cohortsOf, createCalendar } from "../../../src/analysis/norms/comparable.ts";
import { publicHolidays } from "../../../src/analysis/norms/public-holidays.ts";
import { addDays, weekdayOf } from "../../../src/domain/time.ts";

describe("public holidays", () => {
  it.each([
    ["PL", "2026-05-03", true],
    ["PL", "2026-05-02", false],
    ["US", "2026-07-04", true],
    ["RU", "2026-01-07", true],
  ])("%s %s: %s", (country, date, isHoliday) => {
    expect(publicHolidays(country)?.(date)).toBe(isHoliday);
  });

  it("are not known of a country that does not exist", () => {
    expect(publicHolidays("XX")).toBeNull();
  });
});

describe("the calendar of an account", () => {
  const calendar = createCalendar([{ repId: "ann", from: "2026-03-02", to: "2026-03-04" }], "Europe/Warsaw");

  it("holds absences with both ends, and the holidays of the time zone's country", () => {
    const away = ["2026-03-01", "2026-03-02", "2026-03-04", "2026-03-05"].map((date) =>
      calendar.isAbsent("ann", date),
    );
    expect(away).toEqual([false, true, true, false]);
    expect(calendar.isAbsent("bob", "2026-03-03")).toBe(false);
    expect(calendar.isDayOff("ann", "2026-11-11")).toBe(true);
  });

  it("compares people of the same role, and among them those of the same team", () => {
    const rep = { userId: null, name: "", email: null, isActive: true };
    const reps = [
      { ...rep, id: "ann", teamIds: ["t1"] },
      { ...rep, id: "bob", teamIds: [] },
      { ...rep, id: "eve", teamIds: ["t1"] },
    ];
    const teams = [{ id: "t1", name: "", parentId: null, managerRepId: "eve" }];
    const cohortOf = cohortsOf({ reps, teams });
    expect(["ann", "bob", "eve", "who"].map(cohortOf)).toEqual([
      ["rep", "rep of t1"],
      ["rep"],
      ["leader", "leader of t1"],
      [],
    ]);
  });
});

describe("attendance", () => {
  /** Eight weeks from a Monday; `recordOf` says what is on record. */
  function attend(recordOf: (date: string, day: number) => "active" | "zeros" | "none") {
    const attendance = createAttendance();
    for (let day = 0; day < 56; day += 1) {
      const date = addDays("2026-01-05", day);
      learnAttendance(attendance, recordOf(date, day), date);
    }
    return attendance;
  }
  const isWorkday = (date: string) => weekdayOf(date) <= 5;

  it("learns part-time and weekends from the record", () => {
    const partTime = attend((date) => (isWorkday(date) && weekdayOf(date) !== 5 ? "active" : "none"));
    expect(usualWeekdays(partTime)).toEqual([1, 2, 3, 4]);
    const weekends = attend((date) => (weekdayOf(date) >= 3 ? "active" : "none"));
    expect(usualWeekdays(weekends)).toEqual([3, 4, 5, 6, 7]);
  });

  it("takes a zero in every channel for an absence where it never happens, and for work where it is common", () => {
    const busy = attend((date) => (isWorkday(date) ? "active" : "zeros"));
    expect(isAtWork(busy, "zeros", "2026-03-02")).toBe(false);
    const quiet = attend((date, day) => (isWorkday(date) && day % 2 === 0 ? "active" : "zeros"));
    expect(isAtWork(quiet, "zeros", "2026-03-02")).toBe(true);
  });

  it("takes a silence too long for chance for an absence", () => {
    const quiet = attend((date, day) => (isWorkday(date) && day % 2 === 0 ? "active" : "zeros"));
    for (let day = 0; day < 9; day += 1) learnAttendance(quiet, "zeros", addDays("2026-03-02", day));
    expect(isAtWork(quiet, "zeros", "2026-03-11")).toBe(false);
  });
});

describe("a weekday", () => {
  it("is compared from a quarter of the most usual one on, and usual from half of it", () => {
    const attendance = createAttendance();
    for (let day = 0; day < 7 * 40; day += 1) {
      const date = addDays("2026-01-05", day);
      const week = Math.floor(day / 7);
      const isWorked = [true, week % 3 === 0, week % 10 === 0][weekdayOf(date) - 1] ?? false;
      learnAttendance(attendance, isWorked ? "active" : "none", date);
    }
    const isCompared = (date: string) => isComparableWeekday(attendance, date);
    expect(usualWeekdays(attendance)).toEqual([1]);
    expect(["2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05"].map(isCompared)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
