import { describe, expect, it } from "@jest/globals";
import { keepOwnWords } from "../../../src/analysis/follow-ups/text/own-words.ts";

function kept(text: string): string {
  return keepOwnWords(text).replaceAll(/\s+/g, " ").trim();
}

describe("only the rep's own words are kept", () => {
  it.each([
    ["markup", "<p>Nice <b>talk</b>.</p><br>Bye&nbsp;now", "Nice talk . Bye now"],
    ["quoted lines", "My view\n> their view\n> more", "My view"],
    ["a quotation element", "FYI<blockquote>too dear</blockquote>", "FYI"],
    ["English quoted mail", "Fine.\nOn Mon, 3 Mar 2026, Tom wrote:\nToo dear", "Fine."],
    ["Polish quoted mail", "Dobrze.\nW dniu 3.03.2026 o 10:00 Jan Nowak napisał:\nZa drogo", "Dobrze."],
    ["Russian quoted mail", "Хорошо.\n3 марта 2026 г. Иван <i@x.ru> пишет:\nДорого", "Хорошо."],
    ["an Outlook head", "Ok\nFrom: Tom\nSent: Monday\nToo dear", "Ok"],
    ["a Polish Outlook head", "Ok\nOd: Jan\nWysłano: środa\nZa drogo", "Ok"],
    ["a Russian Outlook head", "Ок\nОт: Иван\nОтправлено: среда\nДорого", "Ок"],
    ["a forwarded mail", "See\n---------- Forwarded message ---------\nToo dear", "See"],
    ["a signature", "I'll call him\n-- \nTom\nSales", "I'll call him"],
    ["quoted lines in markup", "My view<br>&gt; their view<br>&gt; more", "My view"],
    [
      "a pasted letter in italics",
      "Template went out.<hr><i>Dear customer, I will call on Friday</i>",
      "Template went out.",
    ],
    [
      "a pasted English letter in quotes",
      'No comment.\n"Hello, it is too expensive for us. Regards, Tom"',
      "No comment.",
    ],
    [
      "a pasted Polish letter in quotes",
      "Bez komentarza.\n„Dzień dobry, to dla nas za drogo. Jan”",
      "Bez komentarza.",
    ],
    [
      "a pasted Russian letter in quotes",
      "Пересылаю.\n«Добрый день! Для нас это дорого. Иван»",
      "Пересылаю.",
    ],
    ["a Polish signature", "Dzwonię jutro\nPozdrawiam serdecznie,\nJan\ntel. 601", "Dzwonię jutro"],
    [
      "a Russian signature with a slogan",
      "Звоню завтра<br>С уважением,<br>Громов<br><i>Звоните нам до 18:00!</i>",
      "Звоню завтра",
    ],
    ["a Polish phone's footer", "Dzwonię jutro\nWysłano z iPhone'a", "Dzwonię jutro"],
    ["a Russian phone's footer", "Звоню завтра\nОтправлено с iPhone", "Звоню завтра"],
    ["a Gmail quotation in markup", 'Ok<div class="gmail_quote">too dear</div>', "Ok"],
    ["a closing", "I'll call him\nKind regards,\nTom", "I'll call him"],
    ["a phone's footer", "I'll call him\nSent from my iPhone", "I'll call him"],
  ])("%s", (_, text, own) => {
    expect(kept(text)).toBe(own);
  });

  it("offsets stay those of the text given", () => {
    const text = "<p>Za&nbsp;drogo</p>\n> cytat\n🙂 koniec";
    expect(keepOwnWords(text)).toHaveLength(text.length);
    expect(keepOwnWords(text).indexOf("koniec")).toBe(text.indexOf("koniec"));
  });
});
