import type { Language } from "../domain/tenant.ts";

/** The few words that belong to the page itself and not to what it reports. */
export interface PageWords {
  readonly locale: string;
  readonly skip: string;
  readonly contents: string;
  /** Opens the numbers behind a chart. */
  readonly numbers: string;
  /** Heads the column that tells the series of a chart apart. */
  readonly series: string;
}

export const pageWords: Readonly<Record<Language, PageWords>> = {
  en: {
    locale: "en-GB",
    skip: "Skip to the report",
    contents: "Contents",
    numbers: "The numbers",
    series: "Series",
  },
  pl: {
    locale: "pl-PL",
    skip: "Przejdź do raportu",
    contents: "Spis treści",
    numbers: "Liczby",
    series: "Seria",
  },
  ru: { locale: "ru-RU", skip: "Перейти к отчёту", contents: "Содержание", numbers: "Цифры", series: "Ряд" },
};
