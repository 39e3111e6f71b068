import type { Moment } from "../../../domain/time.ts";
import type { Company } from "../company/company.ts";
import type { CompanyEvent } from "../company/model.ts";
import { applyDealEvent } from "./apply-deal-event.ts";
import { applyTouchEvent } from "./apply-touch-event.ts";
import { addRow, type Org } from "./org.ts";
import { toSeconds } from "./show-company.ts";

/** Shows in the org what happened in the company, as if people had typed it into Salesforce. */
export function applyEvent(org: Org, pipelines: Company["pipelines"], event: CompanyEvent): void {
  const at = toSeconds(event.at);
  if (event.kind === "customer-added") addCustomer(org, event, at);
  else if (event.kind === "contact-added") addContact(org, event, at);
  else if ("touch" in event) applyTouchEvent(org, event, at);
  else applyDealEvent(org, pipelines, { ...event, at });
}

type EventOf<K extends CompanyEvent["kind"]> = Extract<CompanyEvent, { kind: K }>;

function addCustomer(org: Org, { customer }: EventOf<"customer-added">, at: Moment): void {
  const values = { Id: customer.id, Name: customer.name, Industry: customer.industry };
  addRow(org, "Account", { at, byId: null, values });
}

function addContact(org: Org, { contact }: EventOf<"contact-added">, at: Moment): void {
  const values = {
    Id: contact.id,
    FirstName: contact.firstName,
    LastName: contact.lastName,
    Email: contact.email,
    Title: contact.jobTitle,
    AccountId: contact.customerId,
  };
  addRow(org, "Contact", { at, byId: null, values });
}
