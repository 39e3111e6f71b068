import type { ObjectType } from "./object-types.ts";
import type { PropertyDefinition, PropertyOption, PropertyType } from "./property-definition.ts";

/** `name type` per line; `!` marks values that HubSpot makes itself; options follow after a colon. */
const common = `
hs_object_id number! / hs_createdate datetime! / hs_lastmodifieddate datetime! / hubspot_owner_id enumeration
hs_object_source enumeration! / hs_object_source_id string! / hs_object_source_label enumeration!
hs_object_source_user_id number! / hs_created_by_user_id number! / hubspot_team_id enumeration!
hs_merged_object_ids string! / hubspot_owner_assigneddate datetime!`;

const engagement = `${common} / hs_timestamp datetime / hs_activity_type enumeration / hs_body_preview string! / hs_queue_membership_ids string
hs_attachment_ids string`;

const tables: Readonly<Record<ObjectType, string>> = {
  deals: `${common} / dealname string / amount number / amount_in_home_currency number! / deal_currency_code enumeration
pipeline enumeration / dealstage enumeration / closedate datetime / createdate datetime
dealtype enumeration:newbusiness,existingbusiness / hs_all_collaborator_owner_ids enumeration
hs_is_closed bool! / hs_is_closed_won bool! / hs_is_closed_lost bool! / hs_deal_stage_probability number!
hs_priority enumeration:low,medium,high / hs_manual_forecast_category enumeration:OMIT,PIPELINE,BEST_CASE,COMMIT,CLOSED
closed_lost_reason string / closed_won_reason string / description string / notes_last_updated datetime! / notes_last_contacted datetime!
notes_next_activity_date datetime! / num_notes number! / num_contacted_notes number! / num_associated_contacts number!
hs_next_step string / hs_next_step_updated_at datetime!`,
  contacts: `${common} / firstname string / lastname string / email string / phone string / jobtitle string / company string
createdate datetime / lastmodifieddate datetime! / lifecyclestage enumeration:lead,opportunity,customer`,
  companies: `${common} / name string / domain string / industry string / country string / createdate datetime / city string`,
  calls: `${engagement} / hs_call_title string / hs_call_body string / hs_call_direction enumeration:INBOUND,OUTBOUND
hs_call_status enumeration:BUSY,CALLING_CRM_USER,CANCELED,COMPLETED,CONNECTING,FAILED,IN_PROGRESS,MISSED,NO_ANSWER,QUEUED,RINGING
hs_call_duration number / hs_call_to_number string / hs_call_from_number string
hs_call_disposition enumeration:f240bbac-87c9-4f6e-bf70-924b57d47db7=Connected,b2cf5968-551e-4856-9783-52b3da59a7d0=Left voicemail,73a0d17f-1163-4015-bdd5-ec830791da20=No answer,9d9162e7-6cf3-4944-bf63-4dff82258764=Busy,a4c4c377-d246-4b32-a13b-75a56a4cd0ff=Left live message,17b47fee-58de-441e-a44c-c6300d46f273=Wrong number`,
  meetings: `${engagement} / hs_meeting_title string / hs_meeting_body string / hs_internal_meeting_notes string
hs_meeting_start_time datetime / hs_meeting_end_time datetime / hs_attendee_owner_ids enumeration / hs_meeting_location string
hs_meeting_outcome enumeration:SCHEDULED,COMPLETED,RESCHEDULED,NO_SHOW,CANCELED / hs_meeting_source enumeration`,
  emails: `${engagement} / hs_email_direction enumeration:EMAIL,INCOMING_EMAIL,FORWARDED_EMAIL
hs_email_status enumeration:BOUNCED,FAILED,SCHEDULED,SENDING,SENT / hs_email_subject string / hs_email_text string / hs_email_html string
hs_email_headers string / hs_sequence_id number`,
  notes: `${engagement} / hs_note_body string`,
  tasks: `${engagement} / hs_task_subject string / hs_task_body string
hs_task_status enumeration:COMPLETED,DEFERRED,IN_PROGRESS,NOT_STARTED,WAITING / hs_task_priority enumeration:HIGH,LOW,MEDIUM,NONE
hs_task_type enumeration:CALL,EMAIL,LINKED_IN,TODO / hs_task_reminders string / hs_task_completion_date datetime!
hs_task_is_completed number!`,
  communications: `${engagement} / hs_communication_channel_type enumeration:CUSTOM_CHANNEL_CONVERSATION,LINKEDIN_MESSAGE,PHYSICAL_MAIL,SMS,WHATS_APP
hs_communication_logged_from enumeration:CRM / hs_communication_body string`,
  quotes: `${common} / hs_title string / hs_expiration_date datetime / hs_quote_amount number! / hs_locked bool! / hs_quote_link string!
hs_status enumeration:DRAFT,PENDING_APPROVAL,APPROVAL_NOT_NEEDED,APPROVED,REJECTED,PENDING_BUYER_ACTION,ACCEPTED,LOST / hs_template_type enumeration / hs_currency enumeration`,
};

/** Options of these are checked against the portal's own people, stages or currencies instead of a fixed list. */
export const openEnumerations: ReadonlySet<string> = new Set([
  "hubspot_owner_id",
  "hubspot_team_id",
  "hs_all_collaborator_owner_ids",
  "hs_attendee_owner_ids",
  "pipeline",
  "dealstage",
  "deal_currency_code",
  "hs_currency",
  "hs_activity_type",
  "hs_meeting_source",
  "hs_template_type",
  "hs_object_source",
  "hs_object_source_label",
]);

const multiValued = new Set(["hs_all_collaborator_owner_ids", "hs_attendee_owner_ids"]);

/** HubSpot's own properties of an object type, as far as the sandbox knows them. */
export function standardProperties(type: ObjectType): PropertyDefinition[] {
  return tables[type]
    .split(/\s*\/\s*|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => toDefinition(line, type));
}

function toDefinition(line: string, objectType: ObjectType): PropertyDefinition {
  const name = line.slice(0, line.indexOf(" "));
  const [typeText = "", optionText = ""] = splitOnce(line.slice(name.length + 1), ":");
  const type = toPropertyType(typeText.replace("!", ""));
  return {
    name,
    label: toLabel(name),
    description: "",
    type,
    fieldType: multiValued.has(name) ? "checkbox" : fieldTypes[type],
    groupName: `${objectType}information`,
    options: type === "bool" ? boolOptions : toOptions(optionText),
    displayOrder: -1,
    hidden: false,
    formField: false,
    hasUniqueValue: false,
    isHubSpotDefined: true,
    isReadOnly: typeText.endsWith("!"),
    isInUse: false,
    createdAt: 0,
    updatedAt: 0,
    archivedAt: null,
  };
}

const fieldTypes: Readonly<Record<PropertyType, string>> = {
  bool: "booleancheckbox",
  date: "date",
  datetime: "date",
  enumeration: "select",
  number: "number",
  phone_number: "phonenumber",
  string: "text",
  json: "text",
};

const boolOptions: readonly PropertyOption[] = [
  { label: "True", value: "true", displayOrder: 0, hidden: false },
  { label: "False", value: "false", displayOrder: 1, hidden: false },
];

function toPropertyType(name: string): PropertyType {
  const known: readonly PropertyType[] = ["bool", "date", "datetime", "enumeration", "number"];
  return known.find((type) => type === name) ?? "string";
}

function toOptions(text: string): PropertyOption[] {
  if (text === "") return [];
  return text.split(",").map((option, displayOrder) => {
    const [value = "", label = value] = splitOnce(option, "=");
    return { label, value, displayOrder, hidden: false };
  });
}

function toLabel(name: string): string {
  const words = name.replace(/^hs_/, "").replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
