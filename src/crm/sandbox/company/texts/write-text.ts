import type { ReasonCode, Verdict } from "../../../../domain/follow-up.ts";
import { reasonCodes, verdicts } from "../../../../domain/follow-up.ts";
import type { Language } from "../../../../domain/tenant.ts";
import type { CivilDate } from "../../../../domain/time.ts";
import type { Random } from "../../random.ts";
import * as en from "./english.ts";
import * as pl from "./polish.ts";
import * as ru from "./russian.ts";

export interface FollowUpTemplate {
  readonly verdict: Verdict;
  readonly reason: ReasonCode | null;
  readonly text: string;
}

interface Phrases {
  readonly followUps: readonly FollowUpTemplate[];
  readonly nextSteps: readonly string[];
  readonly lostReasons: readonly string[];
  readonly smallTalk: readonly string[];
  readonly reply: string;
  readonly wrote: string;
}

const lines = (text: string): string[] => text.split("\n").filter((line) => line !== "");

/** Everything reps of a language write, in the sloppy words in which people fill a CRM. */
export const phrases: Readonly<Record<Language, Phrases>> = {
  en: {
    followUps: lines(en.englishFollowUps).map(toTemplate),
    nextSteps: lines(en.englishNextSteps),
    lostReasons: lines(en.englishLostReasons),
    smallTalk: lines(en.englishSmallTalk),
    reply: en.englishReply,
    wrote: "On Mon, Oct 5, 2026 at 10:12 AM {name} wrote:",
  },
  pl: {
    followUps: lines(pl.polishFollowUps).map(toTemplate),
    nextSteps: lines(pl.polishNextSteps),
    lostReasons: lines(pl.polishLostReasons),
    smallTalk: lines(pl.polishSmallTalk),
    reply: pl.polishReply,
    wrote: "pon., 5 paź 2026 o 10:12 {name} napisał(a):",
  },
  ru: {
    followUps: lines(ru.russianFollowUps).map(toTemplate),
    nextSteps: lines(ru.russianNextSteps),
    lostReasons: lines(ru.russianLostReasons),
    smallTalk: lines(ru.russianSmallTalk),
    reply: ru.russianReply,
    wrote: "пн, 5 окт. 2026 г. в 10:12, {name} пишет:",
  },
};

function toTemplate(line: string): FollowUpTemplate {
  const [verdictName, reasonName, text = ""] = line.split("|");
  const verdict = verdicts.find((one) => one === verdictName);
  if (verdict === undefined) throw new RangeError(`no such verdict: ${line}`);
  return { verdict, reason: reasonCodes.find((one) => one === reasonName) ?? null, text };
}

export interface TextPlace {
  readonly name: string;
  readonly firm: string;
  /** Due date of the own step, for solutions. */
  readonly day: CivilDate;
}

export function fillText(language: Language, text: string, place: TextPlace): string {
  return text
    .replaceAll("{name}", place.name)
    .replaceAll("{firm}", place.firm)
    .replaceAll("{day}", toDayText(language, place.day));
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `16 Oct` in English, `16.10` in Polish and Russian notes. */
function toDayText(language: Language, day: CivilDate): string {
  const [, month = "", date = ""] = day.split("-");
  return language === "en" ? `${Number(date)} ${months[Number(month) - 1]}` : `${date}.${month}`;
}

export function pickFollowUp(
  random: Random,
  language: Language,
  wanted: { readonly verdict: Verdict; readonly reason?: ReasonCode | null },
): FollowUpTemplate {
  const fitting = phrases[language].followUps.filter(
    ({ verdict, reason }) =>
      verdict === wanted.verdict && (wanted.reason === undefined || reason === wanted.reason),
  );
  return random.pick(fitting);
}

export function nextStepText(random: Random, language: Language): string {
  return random.pick(phrases[language].nextSteps);
}

export function closingNote(random: Random, language: Language): string {
  return random.pick(phrases[language].lostReasons);
}

/** As CRMs keep notes: HTML, now and then with a div per line. */
export function toHtml(random: Random, text: string): string {
  const style = random.below(3);
  if (style === 0) return `<p>${text}</p>`;
  return style === 1
    ? `<div style="" dir="auto" data-top-level="true"><p style="margin:0;">${text}</p></div>`
    : text;
}

export interface Writer {
  readonly firstName: string;
  readonly lastName: string;
  readonly language: Language;
}

/** A mail with signature and, often, the quoted mail it answers: neither is the rep's own word. */
export function mailText(random: Random, writer: Writer, place: TextPlace): string {
  const own = fillText(writer.language, random.pick(phrases[writer.language].smallTalk), place);
  return `<div>${own}<br>${signature(writer)}${random.chance(0.4) ? quotedMail(writer, place) : ""}</div>`;
}

/** A note with a pasted mail below the rep's own words. */
export function noteWithQuote(writer: Writer, own: string, place: TextPlace): string {
  return `<div><p>${own}</p><br>${signature(writer)}${quotedMail(writer, place)}</div>`;
}

function signature(writer: Writer): string {
  return `-- <br>${writer.firstName} ${writer.lastName}<br>Warta Systems | +48 22 555 01 77<br>www.warta-systems.example`;
}

function quotedMail({ language }: Writer, place: TextPlace): string {
  const { wrote, reply } = phrases[language];
  return `<br><div class="gmail_quote">${fillText(language, wrote, place)}<br><blockquote>${reply}</blockquote></div>`;
}

export function replyText({ language }: Writer): string {
  return `<div>${phrases[language].reply}</div>`;
}
