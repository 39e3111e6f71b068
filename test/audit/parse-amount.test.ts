import { describe, expect, it } from "@jest/globals";
import { collectDecimalEvidence, currencyIn, parseAmount } from "../../src/audit/import/parse-amount.ts";
import { fc } from "../support/properties.ts";

/** The numbers of a column, each read the way the whole column is written. */
function readColumn(texts: readonly string[]): (number | null)[] {
  const evidence = collectDecimalEvidence();
  for (const text of texts) evidence.add(text);
  return texts.map((text) => parseAmount(text, evidence.decide()));
}

describe("an amount", () => {
  it.each([
    ["1234.5", 1234.5],
    ["$1,234.50", 1234.5],
    ["1 234,50 zł", 1234.5],
    ["1\u00a0234,50\u00a0₽", 1234.5],
    ["12 000 руб.", 12000],
    ["PLN 1.234,50", 1234.5],
    ["€ 1.234.567", 1234567],
    ["1'234'567.25 CHF", 1234567.25],
    ["(500.00)", -500],
    ["-$20", -20],
    ["−7,5", -7.5],
    ["0,125", 0.125],
  ])("%s is read", (text, expected) => {
    expect(readColumn([text])).toEqual([expected]);
  });

  it.each(["", "n/a", "12 apples 5", "1,23,45.6.7", "1.2.3", "--", "ten"])("%j is none", (text) => {
    expect(readColumn([text])).toEqual([null]);
  });

  it("with three digits behind its only sign is a thousand, unless its column says otherwise", () => {
    expect(readColumn(["1,234"])).toEqual([1234]);
    expect(readColumn(["12.000", "8.500"])).toEqual([12000, 8500]);
    expect(readColumn(["1.234", "99,90"])).toEqual([1234, 99.9]);
    expect(readColumn(["1.234", "99.90"])).toEqual([1.234, 99.9]);
  });

  it("in another notation than its column's is refused rather than read ten or a thousand times too large", () => {
    expect(readColumn(["10,50", "11,90", "12.5"])).toEqual([10.5, 11.9, null]);
  });

  it("tells its currency", () => {
    expect(["1 200 zł", "EUR 5", "5"].map(currencyIn)).toEqual(["zł", "EUR", null]);
  });

  it("written by any of our locales is read back", () => {
    const locale = fc.constantFrom("en-US", "en-GB", "pl-PL", "ru-RU", "de-DE", "de-CH");
    fc.assert(
      fc.property(
        locale,
        fc.array(fc.integer({ min: 0, max: 10 ** 10 }), { minLength: 1 }),
        (name, cents) => {
          const format = new Intl.NumberFormat(name, { minimumFractionDigits: 2 });
          const amounts = cents.map((cent) => cent / 100);
          expect(readColumn(amounts.map((amount) => format.format(amount)))).toEqual(amounts);
        },
      ),
    );
  });
});
