/** Begins the last line of our tasks' text, for orgs without the field that holds the key. */
const markerStart = "Norma ref:";

export function withMarker(text: string, key: string): string {
  return `${text}\n\n${markerStart} ${key}`;
}

/** The key in a task's text; null in tasks that are not ours. */
export function findMarker(text: string | null): string | null {
  const at = text?.lastIndexOf(markerStart) ?? -1;
  if (text === null || at < 0) return null;
  return /^\s*(\S+)/.exec(text.slice(at + markerStart.length))?.[1] ?? null;
}
