import { addDays } from "../../../domain/time.ts";
import { addWorkdays } from "./calendar.ts";
import { demoRoles } from "./cast.ts";
import type { CompanyEvent } from "./model.ts";
import type { PlantedTruth } from "./planted.ts";
import type { Planting } from "./planting.ts";
import type { World } from "./world.ts";

/** Working days for which one rep slackens and another is away. */
const oddDays = 10;
/** What is left of the usual work of the rep who slackens. */
const slackShare = 0.4;

/** Everything that the demo promises to show. */
export function plantDemo(world: World): Planting {
  const since = addWorkdays(world.startDate, -oddDays);
  const truths: PlantedTruth[] = [
    { on: "rep", kind: "below-norm", repId: demoRoles.belowNorm, since },
    { on: "rep", kind: "absent", repId: demoRoles.absent, since: addDays(since, 0) },
  ];
  const eventsByDay = new Map<string, CompanyEvent[]>();
  return {
    truths,
    eventsByDay,
    shareOf: (repId, date) => {
      if (date < since || date >= world.startDate) return 1;
      if (repId === demoRoles.absent) return 0;
      return repId === demoRoles.belowNorm ? slackShare : 1;
    },
  };
}
