import { salesforce } from "./crm-under-night.ts";
import { describeKilledNights } from "./killed-nights.ts";

/** The steps know nothing of the CRM and are killed with the other one; here it is about what Salesforce has seen. */
describeKilledNights(salesforce, {
  steps: [],
  moments: [
    { when: "in the middle of reading", hook: "onAnswer", isIt: salesforce.isReading, nth: 12 },
    { when: "after fields arrived, before the answer", hook: "onAnswer", isIt: salesforce.isDealUpdate },
  ],
});
