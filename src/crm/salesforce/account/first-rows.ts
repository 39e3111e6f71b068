import { type Org, remember } from "../org.ts";
import { queryTogether } from "../reading/composite.ts";
import { describe, existingFields } from "../reading/describe.ts";
import type { KeysetQuery } from "../reading/keyset.ts";
import type { Row } from "../reading/query.ts";
import { isIn } from "../reading/soql.ts";

/** UserType is a fixed list of Salesforce's own, the same in every language. */
export const programTypes = { automation: "AutomatedProcess", integration: "CloudIntegrationUser" } as const;

const common = { kind: "account", act: "reading the organization, its stages and its settings" };

const names = ["organization", "stages", "recordTypes", "currencies", "programs"] as const;

/** Rows of the small objects that every night needs; none of an object that the org does not have. */
export type FirstRows = Readonly<Record<(typeof names)[number], readonly Row[]>>;

/** All of them in one call, once a night. */
export function readFirstRows(org: Org): Promise<FirstRows> {
  return remember(org, "first rows", async () => {
    const queries = await toQueries(org);
    const wanted = names.filter((name) => queries[name] !== null);
    const answers = await queryTogether(
      org,
      wanted.flatMap((name) => queries[name] ?? []),
    );
    const rowsOf = (name: (typeof names)[number]) => answers[wanted.indexOf(name)] ?? [];
    return {
      organization: rowsOf("organization"),
      stages: rowsOf("stages"),
      recordTypes: rowsOf("recordTypes"),
      currencies: rowsOf("currencies"),
      programs: rowsOf("programs"),
    };
  });
}

async function toQueries(org: Org): Promise<Readonly<Record<(typeof names)[number], KeysetQuery | null>>> {
  const opportunity = await describe(org, "Opportunity");
  const users = await describe(org, "User");
  const stageFields = ["ApiName", "MasterLabel", "IsClosed", "IsWon", "SortOrder"];
  return {
    organization: { ...common, object: "Organization", fields: ["Id", "Name", "TimeZoneSidKey"], where: [] },
    stages: {
      ...common,
      object: "OpportunityStage",
      fields: ["Id", ...(await existingFields(org, "OpportunityStage", stageFields))],
      where: [],
    },
    recordTypes:
      opportunity?.fields.has("RecordTypeId") === true
        ? {
            ...common,
            object: "RecordType",
            fields: ["Id", "Name"],
            where: ["SobjectType = 'Opportunity'"],
            isOptional: true,
          }
        : null,
    // Only an org with several currencies has the object.
    currencies:
      opportunity?.fields.has("CurrencyIsoCode") === true
        ? {
            ...common,
            object: "CurrencyType",
            fields: ["Id", "IsoCode", "ConversionRate", "IsCorporate"],
            where: [],
            isOptional: true,
          }
        : null,
    programs:
      users?.fields.has("UserType") === true
        ? {
            ...common,
            object: "User",
            fields: ["Id", "UserType"],
            where: [isIn("UserType", Object.values(programTypes))],
          }
        : null,
  };
}
