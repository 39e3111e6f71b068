import type { Moment } from "../../../domain/time.ts";
import type { CompanyEvent, Contact, Customer } from "../company/model.ts";
import { applyDealEvent } from "./apply-deal-event.ts";
import { applyTouchEvent } from "./apply-touch-event.ts";
import { personContext } from "./person-context.ts";
import type { Portal } from "./portal.ts";
import { toIso } from "./record.ts";
import { createRecord } from "./write-record.ts";

/** Shows in the portal what happened in the company, as if people had typed it into HubSpot. */
export function applyEvent(portal: Portal, event: CompanyEvent): void {
  if (event.kind === "customer-added") addCustomer(portal, event.customer, event.at);
  else if (event.kind === "contact-added") addContact(portal, event.contact, event.at);
  else if ("touch" in event) applyTouchEvent(portal, event);
  else applyDealEvent(portal, event);
}

function addCustomer(portal: Portal, customer: Customer, at: Moment): void {
  const { id, name, domain, industry, country } = customer;
  const values = { name, domain, industry, country, createdate: toIso(at) };
  createRecord(personContext(portal, at, null), "companies", { id, values });
}

function addContact(portal: Portal, contact: Contact, at: Moment): void {
  const { id, firstName: firstname, lastName: lastname, email, jobTitle: jobtitle } = contact;
  const values = { firstname, lastname, email, jobtitle, createdate: toIso(at) };
  createRecord(personContext(portal, at, null), "contacts", { id, values });
  portal.links.add({ type: "contacts", id }, { type: "companies", id: contact.customerId });
}
