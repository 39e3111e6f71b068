import type { Moment } from "../../../domain/time.ts";
import type { Clock } from "../clock.ts";
import type { Company } from "../company/company.ts";
import { createCompany } from "../company/create-company.ts";
import type { EntityKind } from "../company/model.ts";
import type { CompanySize } from "../company/size.ts";
import { applyEvent } from "./apply-event.ts";
import { touchObjects } from "./apply-touch-event.ts";
import { installPackage } from "./install-package.ts";
import { addRow, createOrg, defaultOrgSettings, type Org, type OrgSettings, takeId, toId } from "./org.ts";
import { showCompany } from "./show-company.ts";

export interface OrgOptions extends Partial<OrgSettings> {
  /** 18 characters that begin with 00D. Default: the first sandbox org. */
  readonly orgId?: string;
  readonly name?: string;
  /** The same seed, size and start give the same company as in the other CRM. Default: the sandbox's seed. */
  readonly seed?: number;
  readonly size?: CompanySize;
  readonly timeZone?: string;
  readonly currency?: string;
  /** Is Norma's package installed? Default: yes. */
  readonly hasPackage?: boolean;
}

/** One org with the company it shows. */
export interface OpenOrg {
  readonly org: Org;
  readonly company: Company;
  /** The integration user's name and id. */
  readonly username: string;
  readonly userId: string;
}

const defaultOrgId = toId("00D", 51_000_001);

interface OrgPlace {
  readonly clock: Clock;
  readonly startAt: Moment;
  readonly seed: number;
  readonly size: CompanySize;
}

/** Plays the company's history into a fresh org. */
export function openOrg(options: OrgOptions, { clock, startAt, seed, size }: OrgPlace): OpenOrg {
  const { orgId = defaultOrgId, timeZone = "Europe/Warsaw", currency = "PLN" } = options;
  const settings = { ...defaultOrgSettings, ...options };
  const org = createOrg({
    id: orgId,
    name: options.name ?? "Sandbox org",
    timeZone,
    currency,
    clock,
    settings,
  });
  if (options.hasPackage ?? true) installPackage(org);
  const company = createCompany({
    seed: options.seed ?? seed,
    size: options.size ?? size,
    startAt,
    timeZone,
    currency,
    takeId: (kind) => takeId(org, objects[kind]),
    emit: (event) => applyEvent(org, company.pipelines, event),
  });
  showCompany(org, company);
  company.playHistory();
  const username = `norma@${orgId.slice(0, 15).toLowerCase()}.sandbox`;
  const user = addRow(org, "User", {
    at: startAt,
    byId: null,
    values: { Name: "Norma Integration", Username: username, UserType: "Standard", IsActive: true },
  });
  return { org, company, username, userId: String(user["Id"]) };
}

const objects: Readonly<Record<EntityKind, string>> = {
  ...touchObjects,
  deal: "Opportunity",
  contact: "Contact",
  customer: "Account",
};
