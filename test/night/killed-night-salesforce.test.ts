import { salesforce } from "./crm-under-night.ts";
import { describeKilledNights } from "./killed-nights.ts";

/** What knows nothing of the CRM is killed with the other one; here it is about what Salesforce has seen. */
describeKilledNights(salesforce, [
  {
    when: "after fields arrived, before the answer",
    hook: "onAnswer",
    isIt: salesforce.isDealUpdate,
  },
  {
    when: "after tasks arrived, before the answer",
    hook: "onAnswer",
    isIt: salesforce.isTaskCreate,
  },
]);
