import { salesforce } from "./crm-under-night.ts";
import { describeKilledNights } from "./killed-nights.ts";

/** The steps know nothing of the CRM and are killed with the other one; here it is about what Salesforce has seen. */
describeKilledNights(salesforce, {
  // Looking for lost tasks knows nothing of the CRM either; here an upsert cannot make a second one.
  isKilledTwice: false,
  steps: [],
  moments: [
    { when: "after fields arrived, before the answer", hook: "onAnswer", isIt: salesforce.isDealUpdate },
  ],
});
