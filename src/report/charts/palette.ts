/**
 * Colours are named here and chosen by the page's style sheet, so that one drawing serves light, dark and print. The chart
 * library wants real colours: each name has a stand-in that `drawSvg` replaces by the style sheet's variable.
 * Hues are Okabe and Ito's (2008), told apart by people with any kind of colour blindness; each series has a pattern as well.
 */
export const tones = ["blue", "orange", "green", "yellow", "red", "purple", "grey"] as const;
export type Tone = (typeof tones)[number];

const names = ["ink", "soft", "line", "paper", "band", "decal", ...tones] as const;
type ColourName = (typeof names)[number];

const prefix = "#0a0b";

/** The stand-in of a colour of the page. */
export function colour(name: ColourName): string {
  return `${prefix}${(names.indexOf(name) + 16).toString(16)}`;
}

/** The drawing with the style sheet's variables in place of the stand-ins. */
export function toPageColours(svg: string): string {
  return svg.replaceAll(/#0a0b([0-9a-f]{2})/g, (_, code: string) => {
    const name = names[Number.parseInt(code, 16) - 16];
    return `var(--${name ?? "ink"})`;
  });
}

/** As the chart library takes it. */
interface Decal {
  color?: string;
  symbol: string;
  dashArrayX?: number | (number | number[])[];
  dashArrayY?: number | number[];
  rotation?: number;
  symbolSize?: number;
}

/** The pattern that tells a tone from the others without its colour; none for the first and the grey one. */
export function decalOf(tone: Tone): Decal | null {
  const color = colour("decal");
  const stripes = { color, symbol: "rect", dashArrayX: [1, 0], symbolSize: 1 };
  switch (tone) {
    case "orange":
      return { ...stripes, dashArrayY: [2, 5], rotation: Math.PI / 4 };
    case "green":
      return {
        color,
        symbol: "circle",
        dashArrayX: [
          [0, 7],
          [4, 3],
        ],
        dashArrayY: [4, 3],
        symbolSize: 0.6,
      };
    case "yellow":
      return { ...stripes, dashArrayY: [1, 6], rotation: 0 };
    case "red":
      return { ...stripes, dashArrayY: [2, 5], rotation: -Math.PI / 4 };
    case "purple":
      return { ...stripes, dashArrayY: [1, 6], rotation: Math.PI / 2 };
    case "blue":
    case "grey":
      return null;
  }
}

/** Symbols of series in charts of lines and points, in the same order. */
const symbols = ["circle", "rect", "triangle", "diamond", "pin", "arrow", "roundRect"] as const;

export function symbolOf(tone: Tone): string {
  return symbols[tones.indexOf(tone)] ?? "circle";
}
