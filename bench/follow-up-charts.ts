import { accuracyAt, type Judged, reliability } from "./follow-up-measures.ts";

const size = 320;
const margin = 44;
const colours: Readonly<Record<string, string>> = { en: "#1f6feb", pl: "#d1242f", ru: "#1a7f37" };

/** Accuracy among the surest share of texts, one line a language. */
export function riskCoverageSvg(byLanguage: ReadonlyMap<string, readonly Judged[]>): string {
  const lines = [...byLanguage].map(([language, judged]) => {
    const points = Array.from({ length: 20 }, (_, index) => {
      const coverage = (index + 1) / 20;
      return [coverage, scale(accuracyAt(judged, coverage), 0.5)] as const;
    });
    return line(points, language);
  });
  return frame(
    { title: "Accuracy of the verdict by coverage", x: "share of texts judged", y: "accuracy (0.5 to 1)" },
    lines,
  );
}

/** Share right by confidence; on the dashed line a confidence is worth what it says. */
export function reliabilitySvg(byLanguage: ReadonlyMap<string, readonly Judged[]>): string {
  const diagonal = `<path d="M${px(0)} ${py(0)}L${px(1)} ${py(1)}" stroke="#888" stroke-dasharray="4"/>`;
  const lines = [...byLanguage].map(([language, judged]) =>
    line(
      reliability(judged).map(({ confidence, accuracy }) => [confidence, accuracy] as const),
      language,
    ),
  );
  return frame({ title: "Reliability of the confidence", x: "confidence", y: "share right" }, [
    diagonal,
    ...lines,
  ]);
}

function scale(value: number, from: number): number {
  return Math.max(0, (value - from) / (1 - from));
}

function px(x: number): number {
  return Math.round((margin + x * size) * 10) / 10;
}

function py(y: number): number {
  return Math.round((margin + (1 - y) * size) * 10) / 10;
}

function line(points: readonly (readonly [x: number, y: number])[], language: string): string {
  const path = points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${px(x)} ${py(y)}`).join("");
  const [x = 0, y = 0] = points.at(-1) ?? [];
  const colour = colours[language] ?? "#000";
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/><text x="${px(x) + 4}" y="${py(y)}" fill="${colour}">${language}</text>`;
}

function frame({ title, x, y }: { title: string; x: string; y: string }, body: readonly string[]): string {
  const whole = size + 2 * margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${whole} ${whole}" font-family="sans-serif" font-size="12">`,
    `<rect width="${whole}" height="${whole}" fill="#fff"/>`,
    `<rect x="${margin}" y="${margin}" width="${size}" height="${size}" fill="none" stroke="#ccc"/>`,
    `<text x="${margin}" y="${margin - 14}" font-size="14">${title}</text>`,
    `<text x="${margin}" y="${whole - 12}">0</text><text x="${whole - margin}" y="${whole - 12}">1</text>`,
    `<text x="${whole / 2}" y="${whole - 12}" text-anchor="middle">${x}</text>`,
    `<text x="16" y="${whole / 2}" text-anchor="middle" transform="rotate(-90 16 ${whole / 2})">${y}</text>`,
    ...body,
    "</svg>",
    "",
  ].join("\n");
}
