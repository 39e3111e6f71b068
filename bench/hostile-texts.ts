/** UTF-16 units of each hostile text. */
const size = 50_000;

/** What a hostile text repeats, by what it strains. */
const units: Readonly<Record<string, string>> = {
  "one letter repeated": "a",
  "words of one letter": "a ",
  digits: "7",
  "a number of slashes": "1/",
  "numbers of one digit": "1 ",
  dates: "12.03 ",
  "phone numbers": "+48 123-456 ",
  weekdays: "Monday ",
  dots: ".",
  commas: ",",
  "words and commas": "a, ",
  "one sentence of segments": "we call, ",
  "one long shortening": "a.",
  "control characters": "\u0000\u0001",
  "broken surrogates": "\ud800",
  "joined emoji": "👩\u200d",
  "combining marks": "e\u0301\u0302\u0303",
  "blank lines": "\n",
  "nested markup": "<div>",
  "unclosed quotations": "<blockquote ",
  "unclosed comments": "<!--",
  entities: "&gt;",
  "letters in italics": "<i>hello ",
  "pasted letters": '\n"hello ',
  "quoted lines": "> a\n",
  "mail heads": "From: a\n",
  greetings: "\nregards",
};

/** Texts of 50,000 units made to take long, by name. */
export const hostileTexts: readonly (readonly [name: string, text: string])[] = Object.entries(units).map(
  ([name, unit]) => [name, unit.repeat(Math.ceil(size / unit.length)).slice(0, size)] as const,
);
