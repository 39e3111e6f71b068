import { type Field, type FieldType, type ObjectSchema, toField } from "./schema.ts";

type Spec = readonly [name: string, type: FieldType, more?: Partial<Field>];

const system: readonly Spec[] = [
  ["Id", "id"],
  ["CreatedDate", "datetime"],
  ["CreatedById", "reference", { references: ["User"] }],
  ["LastModifiedDate", "datetime"],
  ["LastModifiedById", "reference", { references: ["User"] }],
  ["SystemModstamp", "datetime"],
  ["IsDeleted", "boolean"],
];
const editable = { isCreateable: true, isUpdateable: true };
const owner: Spec = ["OwnerId", "reference", { ...editable, references: ["User"] }];
const about: readonly Spec[] = [
  ["WhatId", "reference", { ...editable, references: ["Opportunity", "Account"] }],
  ["WhoId", "reference", { ...editable, references: ["Contact", "Lead"] }],
];

/** The org is set up in German: labels and values of picklists are the customer's own words. */
const quoteStatuses = [
  { value: "Entwurf", label: "Entwurf", isDefault: true },
  { value: "Vorgelegt", label: "Vorgelegt", isDefault: false },
];

function statusFields(meaning: string): readonly Spec[] {
  return [
    ["ApiName", "string"],
    ["MasterLabel", "string"],
    ["SortOrder", "int"],
    [meaning, "boolean"],
  ];
}

function opportunityFields(): readonly Spec[] {
  return [
    ["Name", "string", editable],
    ["AccountId", "reference", { ...editable, references: ["Account"] }],
    ["StageName", "picklist", editable],
    ["IsClosed", "boolean"],
    ["IsWon", "boolean"],
    ["Amount", "currency", editable],
    ["CurrencyIsoCode", "picklist", editable],
    ["Probability", "double", editable],
    ["CloseDate", "date", editable],
    ["LeadSource", "picklist", editable],
    ["NextStep", "string", { ...editable, length: 255 }],
    ["Description", "textarea", { ...editable, length: 32_000 }],
    ["RecordTypeId", "reference", { ...editable, references: ["RecordType"] }],
    ["LastStageChangeDate", "datetime"],
    owner,
  ];
}

function taskFields(): readonly Spec[] {
  return [
    ["Subject", "string", { ...editable, length: 255 }],
    ["Description", "textarea", { ...editable, length: 32_000 }],
    ["Status", "picklist", editable],
    ["Priority", "picklist", editable],
    ["IsClosed", "boolean"],
    ["IsHighPriority", "boolean"],
    ["ActivityDate", "date", editable],
    ["CompletedDateTime", "datetime"],
    ["TaskSubtype", "picklist", { isCreateable: true }],
    ["CallType", "picklist", editable],
    ["CallDurationInSeconds", "int", editable],
    ["CallDisposition", "string", editable],
    ["IsArchived", "boolean"],
    ["IsRecurrence", "boolean"],
    ...about,
    owner,
  ];
}

function eventFields(): readonly Spec[] {
  return [
    ["Subject", "string", { ...editable, length: 255 }],
    ["Description", "textarea", { ...editable, length: 32_000 }],
    ["StartDateTime", "datetime", editable],
    ["EndDateTime", "datetime", editable],
    ["ActivityDateTime", "datetime", editable],
    ["ActivityDate", "date", editable],
    ["DurationInMinutes", "int", editable],
    ["IsAllDayEvent", "boolean", editable],
    ["IsChild", "boolean"],
    ["IsGroupEvent", "boolean"],
    ["IsArchived", "boolean"],
    ["IsRecurrence", "boolean"],
    ["ShowAs", "picklist", editable],
    ...about,
    owner,
  ];
}

function object(
  own: Pick<ObjectSchema, "name" | "prefix"> & Partial<ObjectSchema>,
  specs: readonly Spec[],
): ObjectSchema {
  const fields = [...system, ...specs].map(([name, type, more = {}]): [string, Field] => [
    name,
    toField(name, type, more),
  ]);
  return { isWritable: false, ...own, fields: new Map(fields) };
}

const orgObjects: readonly ObjectSchema[] = [
  object({ name: "Organization", prefix: "00D" }, [
    ["Name", "string"],
    ["TimeZoneSidKey", "string"],
    ["IsSandbox", "boolean"],
  ]),
  object({ name: "User", prefix: "005" }, [
    ["Name", "string"],
    ["FirstName", "string"],
    ["LastName", "string"],
    ["Username", "string"],
    ["Email", "email"],
    ["IsActive", "boolean"],
    ["UserType", "picklist"],
    ["ManagerId", "reference", { references: ["User"] }],
    ["UserRoleId", "reference", { references: ["UserRole"] }],
  ]),
  object({ name: "UserRole", prefix: "00E" }, [
    ["Name", "string"],
    ["ParentRoleId", "reference", { references: ["UserRole"] }],
  ]),
  object({ name: "CurrencyType", prefix: "01L" }, [
    ["IsoCode", "picklist"],
    ["ConversionRate", "double"],
    ["IsCorporate", "boolean"],
    ["IsActive", "boolean"],
  ]),
  object({ name: "OpportunityStage", prefix: "01J" }, [
    ["ApiName", "string"],
    ["MasterLabel", "string"],
    ["IsActive", "boolean"],
    ["IsClosed", "boolean"],
    ["IsWon", "boolean"],
    ["SortOrder", "int"],
    ["DefaultProbability", "double"],
  ]),
  object({ name: "TaskStatus", prefix: "01T" }, statusFields("IsClosed")),
  object({ name: "TaskPriority", prefix: "03Z" }, statusFields("IsHighPriority")),
  object({ name: "RecordType", prefix: "012" }, [
    ["Name", "string"],
    ["SobjectType", "string"],
    ["IsActive", "boolean"],
  ]),
];

const customerObjects: readonly ObjectSchema[] = [
  object({ name: "Account", prefix: "001" }, [
    ["Name", "string", editable],
    ["Industry", "string", editable],
    owner,
  ]),
  object({ name: "Contact", prefix: "003" }, [
    ["FirstName", "string", editable],
    ["LastName", "string", editable],
    ["Email", "email", editable],
    ["Title", "string", editable],
    ["AccountId", "reference", { ...editable, references: ["Account"] }],
  ]),
  object({ name: "Opportunity", prefix: "006", isWritable: true }, opportunityFields()),
  object({ name: "OpportunityHistory", prefix: "008" }, [
    ["OpportunityId", "reference", { references: ["Opportunity"] }],
    ["StageName", "picklist"],
    ["Amount", "currency"],
    ["CloseDate", "date"],
    ["Probability", "double"],
    ["ExpectedRevenue", "currency"],
  ]),
  object({ name: "OpportunityFieldHistory", prefix: "017" }, [
    ["OpportunityId", "reference", { references: ["Opportunity"] }],
    ["Field", "picklist"],
    ["OldValue", "string"],
    ["NewValue", "string"],
  ]),
  object({ name: "OpportunityContactRole", prefix: "00K" }, [
    ["OpportunityId", "reference", { references: ["Opportunity"] }],
    ["ContactId", "reference", { references: ["Contact"] }],
    ["IsPrimary", "boolean"],
    ["Role", "picklist"],
  ]),
];

const activityObjects: readonly ObjectSchema[] = [
  object({ name: "Task", prefix: "00T", isWritable: true }, taskFields()),
  object({ name: "Event", prefix: "00U", isWritable: true }, eventFields()),
  object({ name: "EventRelation", prefix: "0RE" }, [
    ["EventId", "reference", { references: ["Event"] }],
    ["RelationId", "reference", { references: ["User", "Contact"] }],
    ["IsInvitee", "boolean"],
    ["Status", "picklist"],
    ["RespondedDate", "datetime"],
  ]),
  object({ name: "EmailMessage", prefix: "02s" }, [
    ["ActivityId", "reference", { references: ["Task"] }],
    ["RelatedToId", "reference", { references: ["Opportunity", "Account"] }],
    ["Incoming", "boolean"],
    ["IsBounced", "boolean"],
    ["Status", "picklist"],
    ["MessageDate", "datetime"],
    ["Subject", "string"],
    ["FromAddress", "email"],
    ["ToAddress", "string"],
    ["TextBody", "textarea", { length: 131_072 }],
    ["HtmlBody", "textarea", { length: 131_072 }],
  ]),
  object({ name: "EmailMessageRelation", prefix: "0EM" }, [
    ["EmailMessageId", "reference", { references: ["EmailMessage"] }],
    ["RelationId", "reference", { references: ["User", "Contact", "Lead"] }],
    ["RelationType", "picklist"],
  ]),
  object({ name: "Quote", prefix: "0Q0" }, [
    ["Name", "string"],
    ["OpportunityId", "reference", { references: ["Opportunity"] }],
    ["Status", "picklist", { values: quoteStatuses }],
    ["GrandTotal", "currency"],
    ["ExpirationDate", "date"],
    owner,
  ]),
  object({ name: "ContentNote", prefix: "069" }, [
    ["Title", "string"],
    ["TextPreview", "string", { length: 255 }],
    owner,
  ]),
  object(
    {
      name: "ContentDocumentLink",
      prefix: "06A",
      needsFilterOn: ["Id", "ContentDocumentId", "LinkedEntityId"],
    },
    [
      ["ContentDocumentId", "reference", { references: ["ContentNote"] }],
      ["LinkedEntityId", "reference", { references: ["Opportunity", "Account", "User"] }],
      ["ShareType", "picklist"],
      ["Visibility", "picklist"],
    ],
  ),
  object({ name: "Note", prefix: "002" }, [
    ["ParentId", "reference", { references: ["Opportunity", "Account"] }],
    ["Title", "string"],
    ["Body", "textarea"],
    owner,
  ]),
];

/** The objects of the simulated org, with the fields that matter to anybody who reads sales. */
export function standardObjects(): ReadonlyMap<string, ObjectSchema> {
  return new Map(
    [...orgObjects, ...customerObjects, ...activityObjects].map((schema) => [schema.name, schema]),
  );
}
