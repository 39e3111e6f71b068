import { readFileSync } from "node:fs";
import { expect, it } from "@jest/globals";
import { goldenFile, judgePortfolio } from "./judge-portfolio.ts";

it("the sample portfolio is judged as reviewed; `npm run golden` rewrites what was reviewed", () => {
  expect(JSON.parse(judgePortfolio())).toEqual(JSON.parse(readFileSync(goldenFile, "utf8")));
});
