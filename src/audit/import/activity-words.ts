import type { Activity, ActivityKind } from "../../domain/activity.ts";
import type { Mapping } from "./read-mapping.ts";

type Rules<T> = readonly (readonly [pattern: RegExp, meaning: T])[];

// The order counts: an “offer sent by mail” is an offer, a “call reminder task” a task.
const kinds: Rules<ActivityKind> = [
  [/proposal|quote|\boffer|ofert|wycen|предложен|(?<!\p{L})кп(?!\p{L})|коммерческ/u, "proposal"],
  [/whatsapp|linkedin|\bsms\b|message|communication|wiadomo|сообщен|мессендж|telegram/, "message"],
  [/e-?mail|\bmail|poczt|письм|почт|эл\. ?адрес/, "email"],
  [/\bcall|phone|telefon|rozmow|połącz|звон|телефон/, "call"],
  [
    /meeting|event|visit|demo|spotkan|wydarzen|wizyt|prezentac|встреч|мероприят|визит|демонстрац|презентац/,
    "meeting",
  ],
  [/\bto-?do|task|zadani|задач|задани|дело/, "task"],
  [/\bnote|notat|uwag|comment|заметк|примечан|комментар/, "note"],
];

const results: Rules<Activity["result"]> = [
  [/cancel|bounce|failed|deleted|odwoł|anulow|odrzuc|отмен|ошибк|удален/, "failed"],
  [
    /no.?show|no.?answer|voicemail|busy|wrong number|missed|unanswered|left (?:live )?message|nie odebra|brak odpowiedzi|nieobecn|zajęt|poczta głosowa|skrzynk|не ответ|нет ответа|неявк|не явил|занят|пропущен|автоответчик/,
    "missed",
  ],
  [
    /not.?started|scheduled|planned|rescheduled|in progress|open|waiting|deferred|nie rozpocz|zaplanow|w toku|otwart|oczekuj|przełoż|не начат|заплан|назначен|в работе|открыт|ожида|отлож|перенес/,
    "booked",
  ],
  [
    /complete|connected|done|held|sent|logged|closed|zakończ|ukończ|wykonan|odebran|połączono|odbyt|wysłan|заверш|выполн|состоял|отправл|дозвон|соедин|проведен/,
    "done",
  ],
];

/** The kind of an activity by the word in its column, the user's own words first; null when it says nothing known. */
export function readKind(word: string, mapping: Mapping): ActivityKind | null {
  const wanted = `kind.${word.replaceAll(/\s+/g, " ").trim().toLowerCase()}`;
  const given = [...mapping].findLast(([key]) => key.toLowerCase() === wanted)?.[1];
  return kinds.find(([, kind]) => kind === given)?.[1] ?? find(kinds, word);
}

/** The result by the word in its column; null when it says nothing known. */
export function readResult(word: string): Activity["result"] | null {
  return find(results, word);
}

/** Did somebody speak? Only a word that says so counts. */
export function readConnected(word: string): boolean | null {
  const result = find(results, word);
  if (/connected|odebran|połączono|дозвон|соедин/.test(word.toLowerCase()) && result === "done") return true;
  return result === "missed" ? false : null;
}

export function readDirection(word: string): Activity["direction"] | null {
  const low = word.toLowerCase();
  if (/inbound|incoming|przychodz|odebran|входящ/.test(low)) return "inbound";
  return /outbound|outgoing|wychodz|исходящ/.test(low) ? "outbound" : null;
}

/** Sequences and workflows are nobody's effort. An import is: somebody did what was imported. */
export function isAutomated(word: string): boolean {
  return /automat|sequence|workflow|sekwenc|przepływ pracy|автомат|последоват|рабочий процесс/.test(
    word.toLowerCase(),
  );
}

function find<T>(rules: Rules<T>, word: string): T | null {
  const low = word.toLowerCase();
  return rules.find(([pattern]) => pattern.test(low))?.[1] ?? null;
}
