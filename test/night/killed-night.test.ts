import { hubspot } from "./crm-under-night.ts";
import { describeKilledNights } from "./killed-nights.ts";

const { isReading, isDealUpdate, isTaskCreate } = hubspot;

describeKilledNights(hubspot, {
  isKilledTwice: true,
  steps: ["pull", "learn", "analyse", "write-back", "digest"],
  moments: [
    { when: "in the middle of reading", hook: "onAnswer", isIt: isReading, nth: 12 },
    { when: "before properties arrive", hook: "onRequest", isIt: isDealUpdate },
    { when: "after properties arrived, before the answer", hook: "onAnswer", isIt: isDealUpdate },
    { when: "before tasks arrive", hook: "onRequest", isIt: isTaskCreate },
    { when: "after tasks arrived, before the answer", hook: "onAnswer", isIt: isTaskCreate },
  ],
});
