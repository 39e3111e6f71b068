import { describe, expect, it } from "@jest/globals";
import { cutAt, toBodyText } from "../../src/crm/body-text.ts";

const max = 4_000;

describe("what the author wrote", () => {
  it.each([
    ["plain text", "Called Anna, demo on Friday", "Called Anna, demo on Friday"],
    [
      "markup",
      "<div><p>Called <b>Anna</b></p><p>demo on&nbsp;Friday</p></div>",
      "Called Anna\n\ndemo on Friday",
    ],
    ["line breaks", "one<br>two<br/>three", "one\ntwo\nthree"],
    ["lists", "<ul><li>price</li><li>terms</li></ul>", "* price\n* terms"],
    ["entities", "Tom &amp; Ola &lt;3 &#1055;&#1088;&#1080;", "Tom & Ola <3 При"],
    ["a lone angle bracket", "discount < 10 % and > 5 %", "discount < 10 % and > 5 %"],
    ["links without their address", '<a href="https://example.com/x">the offer</a>', "the offer"],
    ["tables", "<table><tr><td>Price</td><td>100</td></tr></table>", "Price100"],
  ])("keeps %s readable", (_, body, expected) => {
    expect(toBodyText(body, max)?.replaceAll(/^ +/gm, "")).toBe(expected);
  });

  it.each([
    ["scripts and styles", "<style>p{}</style><script>alert(1)</script><p>Hi</p>", "Hi"],
    [
      "Gmail's quote",
      '<div>Yes, Tuesday.</div><div class="gmail_quote">On Mon wrote:<blockquote>old</blockquote></div>',
      "Yes, Tuesday.",
    ],
    ["a block quote", "<p>Agreed.</p><blockquote><p>Is 10 % fine?</p></blockquote>", "Agreed."],
  ])("leaves out %s", (_, body, expected) => {
    expect(toBodyText(body, max)).toBe(expected);
  });

  it.each([
    [
      "English",
      "I will send the offer on Friday.\n\nOn Mon, 3 Nov 2026 at 10:00, Anna Nowak <anna@example.com> wrote:\n> Any news?",
    ],
    [
      "English, wrapped",
      "I will send the offer on Friday.\n\nOn Mon, 3 Nov 2026 at 10:00, Anna Nowak <anna@example.com>\nwrote:\n> Any news?",
    ],
    [
      "Outlook",
      "I will send the offer on Friday.\n\nFrom: Anna Nowak <anna@example.com>\nSent: Monday, 3 November 2026 10:00\nTo: Jan\nSubject: Offer\n\nAny news?",
    ],
    ["old Outlook", "I will send the offer on Friday.\n\n-----Original Message-----\nFrom: Anna"],
    ["a line of underscores", `I will send the offer on Friday.\n${"_".repeat(32)}\nFrom: Anna`],
    ["signature", "I will send the offer on Friday.\n-- \nJan Kowalski\n+48 600 000 000"],
    ["closing formula", "I will send the offer on Friday.\n\nBest regards,\nJan Kowalski\nAccount Executive"],
    ["phone", "I will send the offer on Friday.\n\nSent from my iPhone"],
  ])("cuts an English mail's end: %s", (_, body) => {
    expect(toBodyText(body, max)).toBe("I will send the offer on Friday.");
  });

  it.each([
    ["Thunderbird", "W piątek wysyłam ofertę.\n\nW dniu 3.11.2026 o 10:00, Anna Nowak pisze:\n> I co?"],
    [
      "Gmail",
      "W piątek wysyłam ofertę.\n\npon., 3 lis 2026 o 10:00 Anna Nowak <anna@example.com> napisał(a):\n> I co?",
    ],
    [
      "Outlook",
      "W piątek wysyłam ofertę.\n\nOd: Anna Nowak <anna@example.com>\nWysłano: poniedziałek, 3 listopada 2026 10:00\nDo: Jan\nTemat: Oferta\n\nI co?",
    ],
    ["closing formula", "W piątek wysyłam ofertę.\n\nPozdrawiam,\nJan Kowalski"],
    ["formal closing", "W piątek wysyłam ofertę.\n\nZ poważaniem\nJan Kowalski\nDyrektor"],
    ["phone", "W piątek wysyłam ofertę.\n\nWysłane z iPhone'a"],
  ])("cuts a Polish mail's end: %s", (_, body) => {
    expect(toBodyText(body, max)).toBe("W piątek wysyłam ofertę.");
  });

  it.each([
    [
      "Gmail",
      "В пятницу отправлю КП.\n\nпн, 3 нояб. 2026 г. в 10:00, Анна Иванова <anna@example.com>:\n> Есть новости?",
    ],
    ["Thunderbird", "В пятницу отправлю КП.\n\n03.11.2026 10:00, Анна Иванова пишет:\n> Есть новости?"],
    [
      "mail.ru",
      "В пятницу отправлю КП.\n\nПонедельник, 3 ноября 2026, 10:00 +03:00 от Анна <anna@example.com> написал(а):\n> Есть новости?",
    ],
    [
      "Outlook",
      "В пятницу отправлю КП.\n\nОт: Анна Иванова <anna@example.com>\nОтправлено: 3 ноября 2026 г. 10:00\nКому: Иван\nТема: КП\n\nЕсть новости?",
    ],
    ["closing formula", "В пятницу отправлю КП.\n\nС уважением,\nИван Петров"],
    ["phone", "В пятницу отправлю КП.\n\nОтправлено с iPhone"],
  ])("cuts a Russian mail's end: %s", (_, body) => {
    expect(toBodyText(body, max)).toBe("В пятницу отправлю КП.");
  });

  it.each([
    [
      "thanks in the middle",
      "Thanks,\nthe client asked for a discount and wants to hear from us about the payment terms by Tuesday; I will call the CFO tomorrow at ten.",
    ],
    ["who said what", "The client wrote: no budget before March."],
    ["Polish report", "Klient napisał: nie mamy budżetu."],
    ["a sender without head lines", "From: Anna I heard that they are buying from a competitor"],
    ["a dash", "Price - too high\n- will call Monday"],
  ])("keeps what only looks like an end: %s", (_, body) => {
    expect(toBodyText(body, max)).toBe(body);
  });

  it("is null when nothing was written", () => {
    expect(toBodyText(null, max)).toBeNull();
    expect(toBodyText("", max)).toBeNull();
    expect(toBodyText("<p>&nbsp;</p><img src='x'>", max)).toBeNull();
  });

  it("never cuts a character in half", () => {
    expect(cutAt("ab😀", 3)).toBe("ab");
    expect(cutAt("ab😀", 4)).toBe("ab😀");
    expect(toBodyText(`${"x".repeat(9)}😀`, 10)).toBe("x".repeat(9));
  });

  it.each([
    ["50,000 nested tags", "<div>".repeat(50_000) + "deep" + "</div>".repeat(50_000)],
    ["100,000 open brackets", "<".repeat(100_000)],
    ["many unclosed tags", "<a ".repeat(50_000)],
    ["closing formulas without end", "Thanks\n".repeat(20_000)],
    ["attributions without end", "On 2026 <\n".repeat(10_000)],
    ["one long line of attribution", `On ${"a ".repeat(40_000)}`],
    ["a megabyte of text", "word ".repeat(200_000)],
    ["entities", "&amp;".repeat(50_000)],
    ["broken surrogates", "\ud800<p>\udfff</p>".repeat(5_000)],
  ])("takes %s in well under a second", (_, body) => {
    const from = process.cpuUsage();
    const text = toBodyText(body, max);
    expect(process.cpuUsage(from).user / 1000).toBeLessThan(800);
    expect((text ?? "").length).toBeLessThanOrEqual(max);
    expect((text ?? "").isWellFormed()).toBe(true);
  });
});
