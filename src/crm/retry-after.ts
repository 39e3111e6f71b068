/** Retry-After as seconds or as a date; milliseconds, null when absent or senseless. */
export function readRetryAfter(headers: Headers, now = Date.now()): number | null {
  const text = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
