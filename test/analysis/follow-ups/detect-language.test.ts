import { describe, expect, it } from "@jest/globals";
import { detectLanguage } from "../../../src/analysis/follow-ups/text/detect-language.ts";

describe("another language is never taken for one of ours", () => {
  it.each([
    ["German", "Kunde meldet sich nicht, ich rufe am Freitag nochmal an."],
    ["German", "Morgen Angebot schicken"],
    ["German", "Preis zu hoch, Wettbewerber billiger"],
    ["Spanish", "El cliente está de vacaciones, vuelve en septiembre"],
    ["Spanish", "Sin presupuesto hasta enero."],
    ["French", "Le client ne répond pas, je rappelle vendredi."],
    ["French", "Envoyer le devis lundi"],
    ["Czech", "Zákazník neodpovídá, zavolám v pátek."],
    ["Czech without diacritics", "Ceka na schvaleni od sefa"],
    ["Ukrainian", "Клієнт не відповідає, зателефоную в п'ятницю."],
    ["Ukrainian without letters of its own", "Перетелефоную наступного тижня"],
    ["Bulgarian", "Клиентът не отговаря, ще се обадя в петък."],
    ["Dutch", "De klant reageert niet, ik bel vrijdag terug."],
  ])("%s: %s", (_, text) => {
    expect(detectLanguage(text)).toBe("other");
  });
});

describe("short notes of ours are known", () => {
  it.each([
    ["en", "Call back tomorrow"],
    ["en", "im chasing them"],
    ["pl", "Podeslalem im cennik nawozow."],
    ["pl", "oddzwonic w pon"],
    ["ru", "Перезвонить завтра"],
    ["ru", "но, ждём"],
  ] as const)("%s: %s", (language, text) => {
    expect(detectLanguage(text)).toBe(language);
  });
});
