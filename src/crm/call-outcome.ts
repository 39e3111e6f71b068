/** What the outcome of a call says. `isMissed`: nobody took it, so it counts as an attempt. */
interface CallMeaning {
  readonly isConnected: boolean;
  readonly isMissed: boolean;
}

const talked: CallMeaning = { isConnected: true, isMissed: false };
const leftWord: CallMeaning = { isConnected: false, isMissed: false };
const nobody: CallMeaning = { isConnected: false, isMissed: true };

/**
 * Outcomes as CRMs ship them and as people in our languages usually name them. Only whole names: "not connected" must not be
 * taken for "connected", and a company's own word ("hot") for nothing at all.
 */
const meanings: ReadonlyMap<string, CallMeaning> = new Map([
  ...named(talked, "connected|answered|spoke|reached|conversation|połączono|odebrano|odebrane|rozmowa"),
  ...named(talked, "дозвонились|дозвонился|дозвон|соединено|разговор|разговор состоялся"),
  ...named(leftWord, "left voicemail|left live message|left message|voicemail|poczta głosowa"),
  ...named(leftWord, "zostawiono wiadomość|автоответчик|голосовая почта|оставлено сообщение"),
  ...named(
    nobody,
    "no answer|not answered|unanswered|not connected|not reached|busy|wrong number|bad number",
  ),
  ...named(nobody, "brak odpowiedzi|nie odebrano|nie odebrane|nie odebrał|zajęte|zły numer|błędny numer"),
  ...named(nobody, "нет ответа|не ответил|не дозвонились|не дозвонился|недозвон|занято|неверный номер"),
]);

function named(meaning: CallMeaning, names: string): [string, CallMeaning][] {
  return names.split("|").map((name) => [name, meaning]);
}

/** As outcomes are compared and stored: without case and outer blanks. Null when there is none. */
export function toOutcomeName(text: string | null): string | null {
  return text?.trim().toLowerCase() || null;
}

/** Null for an outcome that is a company's own: only its admin can say what it means. */
export function meaningOfOutcome(name: string | null): CallMeaning | null {
  return meanings.get(name ?? "") ?? null;
}

/**
 * Was it a talk, by nothing but its length? A minute is what no ringing and hardly a recorded greeting takes. Null without a length:
 * forms that people fill in leave it at nothing.
 */
export function wasTalk(durationMs: number | null): boolean | null {
  return durationMs === null || durationMs === 0 ? null : durationMs >= shortestTalkMs;
}

const shortestTalkMs = 60_000;
