/** Object types the sandbox holds, under the names in HubSpot's paths. */
export const objectTypes = [
  "deals",
  "contacts",
  "companies",
  "calls",
  "meetings",
  "emails",
  "notes",
  "tasks",
  "communications",
  "quotes",
] as const;
export type ObjectType = (typeof objectTypes)[number];

interface TypeFacts {
  readonly typeId: string;
  readonly singular: string;
  readonly readScopes: readonly string[];
  readonly writeScopes: readonly string[];
  /** Communications are not on HubSpot's list of searchable engagements. */
  readonly isSearchable: boolean;
  /** What comes back when no properties are asked for. */
  readonly defaultProperties: readonly string[];
}

const contactScopes = {
  readScopes: ["crm.objects.contacts.read"],
  writeScopes: ["crm.objects.contacts.write"],
} as const;
const stamps = ["hs_createdate", "hs_lastmodifieddate", "hs_object_id"] as const;
const engagement = { ...contactScopes, isSearchable: true, defaultProperties: stamps };

export const typeFacts: Readonly<Record<ObjectType, TypeFacts>> = {
  deals: {
    typeId: "0-3",
    singular: "deal",
    readScopes: ["crm.objects.deals.read"],
    writeScopes: ["crm.objects.deals.write"],
    isSearchable: true,
    defaultProperties: [
      "amount",
      "closedate",
      "createdate",
      "dealname",
      "dealstage",
      "hs_lastmodifieddate",
      "hs_object_id",
      "pipeline",
    ],
  },
  contacts: {
    typeId: "0-1",
    singular: "contact",
    ...contactScopes,
    isSearchable: true,
    defaultProperties: ["createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"],
  },
  companies: {
    typeId: "0-2",
    singular: "company",
    readScopes: ["crm.objects.companies.read"],
    writeScopes: ["crm.objects.companies.write"],
    isSearchable: true,
    defaultProperties: ["createdate", "domain", "hs_lastmodifieddate", "hs_object_id", "name"],
  },
  calls: { typeId: "0-48", singular: "call", ...engagement },
  meetings: { typeId: "0-47", singular: "meeting", ...engagement },
  emails: {
    typeId: "0-49",
    singular: "email",
    ...engagement,
    readScopes: ["crm.objects.contacts.read", "sales-email-read"],
  },
  notes: { typeId: "0-46", singular: "note", ...engagement },
  tasks: { typeId: "0-27", singular: "task", ...engagement },
  communications: { typeId: "0-18", singular: "communication", ...engagement, isSearchable: false },
  quotes: {
    typeId: "0-14",
    singular: "quote",
    readScopes: ["crm.objects.quotes.read"],
    writeScopes: ["crm.objects.quotes.write"],
    isSearchable: true,
    defaultProperties: stamps,
  },
};

/** A path's type: plural or singular name, or type id. Null when the sandbox has no such type. */
export function toObjectType(name: string): ObjectType | null {
  const lower = name.toLowerCase();
  return (
    objectTypes.find(
      (type) => type === lower || typeFacts[type].singular === lower || typeFacts[type].typeId === lower,
    ) ?? null
  );
}

/** HubSpot's default association type ids; pairs that are not in its public list get an id of the sandbox's own. */
const associationTypeIds: Readonly<Record<string, number>> = {
  "deals>contacts": 3,
  "contacts>deals": 4,
  "deals>companies": 341,
  "companies>deals": 342,
  "contacts>companies": 279,
  "companies>contacts": 280,
  "deals>tasks": 215,
  "tasks>deals": 216,
  "tasks>contacts": 204,
  "contacts>tasks": 203,
  "tasks>companies": 192,
  "deals>calls": 205,
  "calls>deals": 206,
  "calls>contacts": 194,
  "contacts>calls": 193,
  "deals>emails": 209,
  "emails>deals": 210,
  "emails>contacts": 198,
  "contacts>emails": 197,
  "deals>meetings": 211,
  "meetings>deals": 212,
  "meetings>contacts": 200,
  "contacts>meetings": 199,
  "deals>notes": 213,
  "notes>deals": 214,
  "notes>contacts": 202,
  "contacts>notes": 201,
  "deals>communications": 86,
  "communications>deals": 85,
  "communications>contacts": 81,
  "contacts>communications": 82,
  "deals>quotes": 63,
  "quotes>deals": 64,
};

export function associationTypeId(from: ObjectType, to: ObjectType): number {
  return (
    associationTypeIds[`${from}>${to}`] ?? 9_000 + objectTypes.indexOf(from) * 20 + objectTypes.indexOf(to)
  );
}
