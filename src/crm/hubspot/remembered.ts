import { msPerHour } from "../../domain/time.ts";

/** One answer, asked for once however many want it at the same time. A failure is not kept. */
export interface Remembered<T> {
  /** The kept answer, or a new one when there is none or it is too old. */
  get(read: () => Promise<T>): Promise<T>;
  /** A new answer, kept in place of the old one. */
  renew(read: () => Promise<T>): Promise<T>;
}

/**
 * Adapters live as long as their process, for months; a night's answers must not outlive the night by much. Several processes may
 * share the steps of a night, so that none is told when it begins.
 */
const maxAgeMs = msPerHour;

export function remember<T>(now: () => number = () => performance.now()): Remembered<T> {
  let kept: { readonly answer: Promise<T>; readonly at: number } | null = null;

  function renew(read: () => Promise<T>): Promise<T> {
    const own = { answer: read(), at: now() };
    kept = own;
    own.answer.catch(() => {
      if (kept === own) kept = null;
    });
    return own.answer;
  }

  return {
    get: (read) => (kept !== null && now() - kept.at < maxAgeMs ? kept.answer : renew(read)),
    renew,
  };
}
