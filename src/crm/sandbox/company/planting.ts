import type { CivilDate } from "../../../domain/time.ts";
import type { CompanyEvent } from "./model.ts";
import type { PlantedTruth } from "./planted.ts";

/** What was put into a company on purpose. */
export interface Planting {
  readonly truths: readonly PlantedTruth[];
  readonly eventsByDay: ReadonlyMap<CivilDate, readonly CompanyEvent[]>;
  /** Share of the usual day's work a rep does on `date`: 0 away, 1 as usual. */
  shareOf(repId: string, date: CivilDate): number;
}

export const nothingPlanted: Planting = { truths: [], eventsByDay: new Map(), shareOf: () => 1 };
