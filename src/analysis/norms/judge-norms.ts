import type { NormJudgement } from "../../domain/norm.ts";
import type { CivilDate } from "../../domain/time.ts";
import type { NormSettings } from "../settings.ts";
import { learnNorms } from "./learn-norms.ts";
import type { RepHistory } from "./rep-history.ts";

/** Each rep's last complete day and week as `learnNorms` judges them, where everybody is comparable. */
export function judgeNorms(
  histories: readonly RepHistory[],
  settings: NormSettings,
  today: CivilDate,
): readonly NormJudgement[] {
  return learnNorms(histories, settings, { today }).judgements;
}
