/** What people in our languages write into their calendars for time off. Nothing else begins or ends with these. */
const plain =
  "out of (?:the )?office|ooo|pto|annual leave|sick leave|parental leave|maternity leave|paternity leave|day off|days off|time off" +
  "|urlop(?: wypoczynkowy| na żądanie| macierzyński)?|na urlopie|l4|l-4|zwolnienie lekarskie|poza biurem|dzień wolny|opieka nad dzieckiem" +
  "|отпуск|в отпуске|больничный|на больничном|отгул|не в офисе|вне офиса";

/** The same, but other titles may begin so ("holiday campaign", "wolne środki"): only alone, or set off by a sign or a number. */
const ambiguous =
  "vacation|holidays?|on leave|sick|bank holiday|zwolnienie|chorobowe|nieobecność|nieobecny|nieobecna|wolne|выходной|отсутствую|отсутствие";

const edge = String.raw`(?![\p{L}\p{N}])`;
const sign = String.raw`\s*(?:[-–—:;,.!/|(\d])`;
const titles = [
  `^(?:${plain})${edge}`,
  String.raw`(?:^|[^\p{L}\p{N}])(?:${plain})$`,
  `^(?:${ambiguous})(?:$|${sign})`,
  String.raw`[-–—:,/|]\s*(?:${ambiguous})$`,
].map((pattern) => new RegExp(pattern, "iu"));

/** Does the title of a calendar entry without any buyer say that its owner is away? Case, dates and names around it do not matter. */
export function isTimeOffTitle(title: string | null): boolean {
  const text = (title ?? "")
    .replaceAll(/\s+/g, " ")
    .replace(/[\s.!)]+$/, "")
    .trim();
  return titles.some((pattern) => pattern.test(text));
}
