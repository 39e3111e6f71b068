import { describe, expect, it } from "@jest/globals";
import { isTimeOffTitle } from "../../src/crm/time-off.ts";

describe("a calendar entry", () => {
  it.each([
    "Out of office",
    "OOO",
    "ooo – back on Monday",
    "Anna OOO",
    "PTO",
    "Sick leave",
    "Vacation",
    "Vacation: 3–7 Nov",
    "Anna - vacation",
    "Urlop",
    "URLOP wypoczynkowy",
    "Urlop Anna",
    "Jan – L4",
    "L4 3-7.11",
    "Nieobecność",
    "Zwolnienie lekarskie",
    "Отпуск",
    "Отпуск до 12.11",
    "Больничный.",
    "Волков: отгул",
  ])("called %j is time off", (title) => expect(isTimeOffTitle(title)).toBe(true));

  it.each([
    null,
    "",
    "Meeting Anna Nowak",
    "Holiday campaign kick-off",
    "Vacation rentals: demo",
    "Wolne środki – plan",
    "Sick pay policy",
    "Urlopy 24 sp. z o.o. – prezentacja",
    "L45 project",
    "Отпускные программы: показ",
    "Room OOOps",
  ])("called %j is not", (title) => expect(isTimeOffTitle(title)).toBe(false));
});
