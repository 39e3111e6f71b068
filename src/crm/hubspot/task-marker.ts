/**
 * The line by which Norma knows its own tasks again, whatever happened to the answer that created them. HubSpot tasks
 * have no natural key, and its search index comes too late to look for one.
 */
const markerStart = "Norma ref:";

/** A task's body as HubSpot holds it: HTML, the text escaped, the marker as the last line. */
export function toTaskBody(text: string, key: string): string {
  const lines = `${text}\n\n${markerStart} ${key}`.split(/\r?\n/);
  return lines.map(escapeHtml).join("<br>");
}

/** The key in a task's body, whatever markup HubSpot or a person put around it; null in tasks that are not ours. */
export function findMarker(body: string | null): string | null {
  const at = body?.lastIndexOf(markerStart) ?? -1;
  if (body === null || at < 0) return null;
  const rest = body.slice(at + markerStart.length, at + markerStart.length + 500);
  const key = /^(?:\s|&nbsp;|<[^>]*>)*([^\s<]+)/.exec(rest)?.[1];
  return key === undefined ? null : unescapeHtml(key);
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? character);
}

function unescapeHtml(text: string): string {
  return text.replaceAll(
    /&(?:amp|lt|gt|quot|#39);/g,
    (entity) => Object.keys(escapes).find((character) => escapes[character] === entity) ?? entity,
  );
}
