import type { Tone } from "../../report/charts/palette.ts";

/** One colour for one meaning, in tags and charts alike. */
export const tones = {
  solution: "green",
  vague: "yellow",
  excuse: "orange",
  log: "blue",
  silent: "grey",
  broken: "red",
} as const satisfies Record<string, Tone>;
