import { describe, expect, it } from "@jest/globals";
import { toTokens } from "../../../src/analysis/follow-ups/text/tokens.ts";
import { findTimes } from "../../../src/analysis/follow-ups/times/find-times.ts";

const wednesday = "2026-03-11";

function timesIn(text: string, language: "en" | "pl" | "ru") {
  return findTimes(toTokens(text), wednesday, language).map(({ meaning }) => meaning);
}

function firstDue(text: string, language: "en" | "pl" | "ru") {
  for (const meaning of timesIn(text, language)) if (meaning.kind === "time") return meaning.due;
  return undefined;
}

describe("a time resolves to the day the guide says, written on a Wednesday", () => {
  it.each([
    ["en", "on Friday", "2026-03-13"],
    ["en", "on Wednesday", "2026-03-18"],
    ["en", "next Tuesday", "2026-03-17"],
    ["en", "Thursday week", "2026-03-19"],
    ["en", "Friday next week", "2026-03-20"],
    ["en", "tomorrow EOD", "2026-03-12"],
    ["en", "the day after tomorrow", "2026-03-13"],
    ["en", "tmrw", "2026-03-12"],
    ["en", "demo tom 10am", "2026-03-12"],
    ["en", "a week from Friday", "2026-03-20"],
    ["en", "two weeks from Monday", "2026-03-30"],
    ["ru", "завт", "2026-03-12"],
    ["en", "wed 10 am marina", "2026-03-18"],
    ["en", "site walk sat 8am", "2026-03-14"],
    ["en", "by the end of the week", "2026-03-13"],
    ["en", "next week", "2026-03-20"],
    ["en", "by end of month", "2026-03-31"],
    ["en", "within 3 days", "2026-03-14"],
    ["en", "within 3 business days", "2026-03-16"],
    ["en", "in two weeks", "2026-03-25"],
    ["en", "a week from today", "2026-03-18"],
    ["en", "on the 17th", "2026-03-17"],
    ["en", "on the 4th", "2026-04-04"],
    ["en", "March 6", "2027-03-06"],
    ["en", "Tues 22 Sept 11:30", "2026-09-22"],
    ["en", "w/c 7 Sept", "2026-09-11"],
    ["en", "in May", "2026-05-31"],
    ["en", "in Q3", "2026-09-30"],
    ["en", "27/8", "2026-08-27"],
    ["en", "Friday 12/06", "2026-06-12"],
    ["en", "CW 23", "2026-06-05"],
    ["en", "call on 3/15", "2026-03-15"],
    ["en", "lunch 12/3", "2026-03-12"],
    ["en", "lunch 4/2, demo 4/21", "2026-04-02"],
    ["en", "demo 3/4 Fri", "2026-04-03"],
    ["en", "by EOW", "2026-03-13"],
    ["en", "EOW next wk", "2026-03-20"],
    ["en", "EOM", "2026-03-31"],
    ["en", "a week today", "2026-03-18"],
    ["en", "two weeks tomorrow", "2026-03-26"],
    ["en", "Tuesday week", "2026-03-24"],
    ["en", "the first Monday of May", "2026-05-04"],
    ["en", "the last Friday in June 2027", "2027-06-25"],
    ["en", "the second Tuesday of next month", "2026-04-14"],
    ["en", "last Friday of the month", "2026-03-27"],
    ["pl", "w pierwszy poniedziałek maja", "2026-05-04"],
    ["pl", "w trzecią środę miesiąca", "2026-03-18"],
    ["ru", "в первый вторник марта", "2027-03-02"],
    ["ru", "до след. пт", "2026-03-20"],
    ["ru", "в последнюю пятницу июня", "2026-06-26"],
    ["pl", "w piątek", "2026-03-13"],
    ["pl", "w przyszły wtorek", "2026-03-17"],
    ["pl", "w przyszlym tygodniu", "2026-03-20"],
    ["pl", "do końca miesiąca", "2026-03-31"],
    ["pl", "pojutrze", "2026-03-13"],
    ["pl", "we wtorek po świętach", "2026-04-07"],
    ["pl", "przed świętami", "2026-04-04"],
    ["en", "on Thanksgiving", "2026-11-26"],
    ["pl", "za dwa tygodnie", "2026-03-25"],
    ["pl", "w ciągu dziewięciu dni", "2026-03-20"],
    ["pl", "śr. 14.10", "2026-10-14"],
    ["pl", "do 15-tego", "2026-03-15"],
    ["pl", "pierwszego grudnia", "2026-12-01"],
    ["pl", "ostatniego dnia lipca", "2026-07-31"],
    ["pl", "w maju", "2026-05-31"],
    ["pl", "zadzwonię 20/03", "2026-03-20"],
    ["pl", "do 20 VI", "2026-06-20"],
    ["pl", "spotkanie 22 X", "2026-10-22"],
    ["pl", "14.IV", "2026-04-14"],
    ["pl", "do 5 V", "2026-05-05"],
    ["pl", "w pon. o 10", "2026-03-16"],
    ["pl", "na sob", "2026-03-14"],
    ["pl", "środa za tydzień", "2026-03-18"],
    ["pl", "w czw. za tydzień", "2026-03-19"],
    ["pl", "za tydzień we czwartek", "2026-03-19"],
    ["pl", "w piątek za dwa tygodnie", "2026-03-27"],
    ["pl", "w 10 dni", "2026-03-21"],
    ["pl", "w ciągu 10 dni", "2026-03-21"],
    ["pl", "do końca m-ca", "2026-03-31"],
    ["pl", "do 27 11", "2026-11-27"],
    ["pl", "dzwonię 13 03", "2026-03-13"],
    ["pl", "w przysz. tyg.", "2026-03-20"],
    ["pl", "we wtorek po Wielkanocy", "2026-04-07"],
    ["pl", "Nazajutrz po Trzech Królach", "2027-01-07"],
    ["ru", "в пятницу", "2026-03-13"],
    ["ru", "в следующий четверг", "2026-03-19"],
    ["ru", "Во вторник на следующей неделе", "2026-03-17"],
    ["ru", "до конца недели", "2026-03-13"],
    ["ru", "через десять дней", "2026-03-21"],
    ["ru", "за сорок восемь часов", "2026-03-13"],
    ["ru", "двадцать первого", "2026-03-21"],
    ["ru", "К 12.08", "2026-08-12"],
    ["ru", "послезавтра", "2026-03-13"],
    ["ru", "до конца квартала", "2026-03-31"],
    ["ru", "на неделе с 14 апреля", "2026-04-17"],
    ["ru", "25 числа", "2026-03-25"],
    ["ru", "к 5 числу", "2026-04-05"],
    ["ru", "в среду через неделю", "2026-03-18"],
    ["ru", "на след. неделе", "2026-03-20"],
    ["ru", "на сл неделе", "2026-03-20"],
    ["ru", "в теч. 10 дней", "2026-03-21"],
    ["ru", "до 27 11", "2026-11-27"],
    ["ru", "позвоню 20/3", "2026-03-20"],
  ] as const)("%s: %s", (language, text, due) => {
    expect(firstDue(text, language)).toBe(due);
  });
});

describe("a definite time that has no one day stays a time without due date", () => {
  it.each([
    ["en", "mid March"],
    ["en", "01/02"],
  ] as const)("%s: %s", (language, text) => {
    expect(firstDue(text, language)).toBeNull();
  });
});

describe("no time", () => {
  it.each([
    ["en", "24/7 support"],
    ["pl", "serwis 24/7"],
    ["ru", "поддержка 24/7"],
    ["pl", "tel. 601 12 03 26"],
    ["pl", "+48 22 555 12 10"],
    ["ru", "тел. +7 915 120-30-12"],
    ["ru", "8 (495) 555-12-10"],
    ["en", "cell 555-0139"],
    ["pl", "wersja 2.10"],
    ["ru", "версия 2.10"],
    ["pl", "po 12,50 zł"],
    ["ru", "по 12.50 руб."],
    ["en", "order 4500-77219"],
    ["en", "version v2.10"],
    ["en", "£15.50 a unit"],
    ["en", "call +44 20 7946 0018"],
    ["en", "they may come"],
    ["en", "I sat with him"],
    ["en", "SoW to Tom"],
    ["en", "Sat with the buyer"],
    ["pl", "oni mają czas"],
    ["pl", "cena 15.50 zł"],
    ["ru", "проверяет СБ"],
    ["ru", "скидка 12.5 %"],
    ["en", "3/4 of the team"],
    ["en", "invoice 12/03"],
    ["en", "24 V supply"],
    ["pl", "zasilacz 24 V"],
    ["pl", "NPS 9/10"],
    ["pl", "1/3 ceny"],
    ["pl", "faktura 12/03"],
    ["pl", "cena 27 11"],
    ["pl", "wersja 13 03"],
    ["pl", "6 telefonów w 2 tyg."],
    ["ru", "1/3 предоплаты"],
    ["ru", "счёт 12/03"],
    ["ru", "шаг 10 12"],
  ] as const)("%s: %s", (language, text) => {
    expect(firstDue(text, language)).toBeUndefined();
  });
});

describe("a lower bound, a past time and a vague one are not times by which something happens", () => {
  it.each([
    ["en", "after Friday", "after"],
    ["pl", "po piątku", "after"],
    ["ru", "после пятницы", "after"],
    ["en", "last Friday", "past"],
    ["pl", "w zeszły piątek", "past"],
    ["ru", "в прошлую пятницу", "past"],
    ["en", "two days ago", "past"],
    ["pl", "wkrótce", "vague"],
    ["ru", "позже", "vague"],
    ["en", "every Friday", "every"],
  ] as const)("%s: %s is %s", (language, text, kind) => {
    expect(timesIn(text, language).map((meaning) => meaning.kind)).toContain(kind);
    expect(firstDue(text, language)).toBeUndefined();
  });
});
