/**
 * Cuts the mail that a mail answers and the signature off its end. By line, because that is how mail programs mark them;
 * when everything looks quoted, the text stays as it is: better too much than a rep's only sentence lost.
 */
export function cutQuotedMail(text: string): string {
  const lines = text.split("\n");
  const start = lines.findIndex((_, index) => startsQuote(lines, index));
  const above = start < 0 ? lines : lines.slice(0, start);
  const unquoted = above.filter((line) => !line.trim().startsWith(">"));
  const signature = findSignature(unquoted);
  const own = (signature < 0 ? unquoted : unquoted.slice(0, signature)).join("\n").trim();
  return own;
}

/** Lines that open the quoted mail by themselves. */
const quoteLines: readonly RegExp[] = [
  // -----Original Message----- / -----Wiadomość oryginalna----- / -----Исходное сообщение-----
  /^-{2,}\s*(?:original message|forwarded message|oryginalna wiadomość|wiadomość oryginalna|wiadomość przekazana|исходное сообщение|пересылаемое сообщение|пересланное сообщение)\s*-{2,}$/iu,
  /^_{20,}$/,
  // On Mon, 3 Nov 2026 at 10:00, Anna <a@b.c> wrote:
  /^on\s.{4,200}\bwrote\s?:$/iu,
  // W dniu 3.11.2026 o 10:00, Anna pisze: / pon., 3 lis 2026 o 10:00 Anna <a@b.c> napisał(a):
  /^(?:w dniu|dnia)\s.{4,200}\b(?:pisze|napisał|napisała|napisał\(a\))\s?:$/iu,
  /^.{0,40}\d{4}.{0,160}\bnapisał(?:a|\(a\))?\s?:$/iu,
  // пн, 3 нояб. 2026 г. в 10:00, Анна <a@b.c>: / 03.11.2026 10:00, Анна пишет: / написал(а):
  /^.{0,40}\d{4}.{0,160}(?:пишет|писал|писала|написал|написала|написал\(а\))\s?:$/iu,
  /^(?:пн|вт|ср|чт|пт|сб|вс),?\s\d{1,2}\s.{3,12}\s\d{4}\s?г?\.?.{0,160}<[^<>\s]{3,80}@[^<>\s]{3,80}>\s?:$/iu,
];

/** Outlook's head of a quoted mail: the sender's line with a date's or subject's line close below. */
const senderLine = /^\*{0,2}(?:from|od|от|von)\s?:\*{0,2}\s.{2,200}$/iu;
const headerLine =
  /^\*{0,2}(?:sent|date|to|subject|wysłano|data|do|temat|отправлено|дата|кому|тема)\s?:\*{0,2}\s?.{0,300}$/iu;

function startsQuote(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? "";
  if (line.length > 400) return false;
  // Long attributions are wrapped: "On … <a@b.c>" / "wrote:".
  const wrapped = `${line} ${lines[index + 1] ?? ""}`.slice(0, 400).trim();
  if (
    quoteLines.some((pattern) => pattern.test(line) || (startsAttribution(line) && pattern.test(wrapped)))
  ) {
    return true;
  }
  if (!senderLine.test(line)) return false;
  return lines.slice(index + 1, index + 4).filter((next) => headerLine.test(next)).length >= 2;
}

function startsAttribution(line: string): boolean {
  return /^(?:on\s|w dniu\s|dnia\s)/iu.test(line) || /\d{4}.{0,160}<[^<>]*>?,?$/u.test(line);
}

/** "-- ", a mail program's boast, or a closing formula with only a few short lines after it. */
const separators: readonly RegExp[] = [
  /^--\s?$/,
  /^(?:sent|get) (?:from|outlook for) (?:my )?(?:iphone|ipad|android|mobile|samsung|outlook|mail for|ios|yahoo|galaxy).{0,60}$/iu,
  /^wysłan[eoa] z (?:mojego )?(?:iphone|ipada|ipad|telefonu|androida|outlook|samsung).{0,60}$/iu,
  /^отправлено (?:с|из) (?:моего )?(?:iphone|ipad|android|телефона|мобильн|outlook|почты|samsung|mail).{0,60}$/iu,
];
const closings =
  /^(?:best|kind|warm|many)?\s?(?:regards|wishes|thanks|cheers|sincerely|best),?$|^(?:yours sincerely|thanks and regards|thank you and best regards),?$|^(?:pozdrawiam|z poważaniem|z wyrazami szacunku|pozdrowienia|serdecznie pozdrawiam|pozdrawiam serdecznie|z pozdrowieniami),?$|^(?:с уважением|всего доброго|всего хорошего|с наилучшими пожеланиями|с уважением и наилучшими пожеланиями),?$/iu;

/** A signature has few lines and these are short; a longer tail after "Thanks," is still text. */
const maxSignatureLines = 8;
const maxSignatureLineLength = 80;

function findSignature(lines: readonly string[]): number {
  return lines.findIndex((line, index) => {
    if (line.length > maxSignatureLineLength) return false;
    const trimmed = line.trim();
    if (separators.some((pattern) => pattern.test(trimmed))) return true;
    if (!closings.test(trimmed)) return false;
    if (lines.length - index > maxSignatureLines * 4) return false;
    const tail = lines.slice(index + 1).filter((next) => next.trim() !== "");
    return tail.length <= maxSignatureLines && tail.every((next) => next.length <= maxSignatureLineLength);
  });
}
