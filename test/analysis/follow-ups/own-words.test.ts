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
