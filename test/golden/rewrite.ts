import { writeFileSync } from "node:fs";
import { goldenFile, judgePortfolio } from "./judge-portfolio.ts";

// `npm run golden`: what Norma says about the portfolio today. Review the change as a diff before you commit it.
writeFileSync(goldenFile, judgePortfolio());
