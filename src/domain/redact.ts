const secretShapes: readonly RegExp[] = [
  // HTTP credentials, whatever the scheme.
  /\b(?:Bearer|Basic)\s+[\w.~+/=-]{6,}/gi,
  // HubSpot private app and developer tokens, e.g. pat-eu1-<uuid>.
  /\bpat-[a-z]{2}\d-[\w-]{8,}/gi,
  // JSON web tokens.
  /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g,
  // Salesforce session ids: the org id, an exclamation mark, the secret.
  /\b00D\w{12,15}![\w.]{20,}/g,
  // user:password@ in addresses.
  /(?<=:\/\/)[^\s/@:]*:[^\s/@]+(?=@)/g,
  // name=value and "name": "value" pairs whose name says what they are.
  /(?<=\b(?:access_?token|refresh_?token|client_?secret|password|api_?key|hapikey|code)["']?\s*[=:]\s*["']?)[^\s"'&,;}]{4,}/gi,
];

/** Takes what looks like a credential out of a text that is shown, logged or kept. */
export function redactSecrets(text: string): string {
  let clean = text;
  for (const shape of secretShapes) clean = clean.replaceAll(shape, "[redacted]");
  return clean;
}
