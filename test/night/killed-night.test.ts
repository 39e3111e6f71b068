import { hubspot } from "./crm-under-night.ts";
import { describeKilledNights } from "./killed-nights.ts";

const { isReading, isDealUpdate, isTaskCreate, isTaskSearch } = hubspot;

/** A kill at a line lands a little later; what it finds there may be over by then, so a later step counts too. */
describeKilledNights(hubspot, [
  { when: "as soon as it reads", line: /pull: / },
  { when: "in the middle of reading", hook: "onAnswer", isIt: isReading, nth: 12 },
  { when: "as it begins to learn", line: /(learn|analyse|write-back): / },
  { when: "as it begins to judge", line: /(analyse|write-back): / },
  { when: "before properties arrive", hook: "onRequest", isIt: isDealUpdate },
  { when: "after properties arrived, before the answer", hook: "onAnswer", isIt: isDealUpdate },
  { when: "before tasks arrive", hook: "onRequest", isIt: isTaskCreate },
  { when: "after tasks arrived, before the answer", hook: "onAnswer", isIt: isTaskCreate },
  { when: "while it looks for those tasks", hook: "onAnswer", isIt: isTaskSearch },
  { when: "as it closes", line: /digest: / },
]);
