import { msPerDay } from "../../../domain/time.ts";
import type { ObjectType } from "./object-types.ts";
import { findProperty, findStage, type Portal } from "./portal.ts";
import type { PropertyDefinition } from "./property-definition.ts";
import { isDerived, toIso } from "./record.ts";
import { invalid } from "./refusals.ts";
import { openEnumerations } from "./standard-properties.ts";

interface Problem {
  readonly isValid: false;
  readonly message: string;
  readonly error: string;
  readonly name: string;
}

/** Longest string value HubSpot keeps, in characters. */
const maxTextLength = 65_536;

/**
 * Checks and normalises what a client wants to write. One bad value refuses the whole request, as HubSpot does:
 * its body names every bad value in one message.
 */
export function validateValues(
  portal: Portal,
  type: ObjectType,
  input: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const values: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const [name, raw] of Object.entries(input)) {
    const checked = checkValue(portal, findProperty(portal, type, name), { name, raw });
    if (typeof checked === "string") values[name] = checked;
    else problems.push(checked);
  }
  if (problems.length > 0) throw invalid(`Property values were not valid: ${JSON.stringify(problems)}`);
  return values;
}

/** Does the stage belong to the pipeline the deal will be in? */
export function validateStage(
  portal: Portal,
  values: Readonly<Record<string, string>>,
  current: Readonly<Record<string, string>>,
): void {
  if (values["dealstage"] === undefined && values["pipeline"] === undefined) return;
  const pipelineId = values["pipeline"] ?? current["pipeline"] ?? portal.pipelines[0]?.id;
  const stageId = values["dealstage"] ?? current["dealstage"];
  if (stageId === undefined || findStage(portal, pipelineId, stageId) !== undefined) return;
  const problem: Problem = {
    isValid: false,
    message: `${stageId} is not a valid stage of pipeline ${pipelineId}`,
    error: "INVALID_OPTION",
    name: "dealstage",
  };
  throw invalid(`Property values were not valid: ${JSON.stringify([problem])}`);
}

interface RawValue {
  readonly name: string;
  readonly raw: unknown;
}

function checkValue(
  portal: Portal,
  property: PropertyDefinition | undefined,
  { name, raw }: RawValue,
): string | Problem {
  const problem = (error: string, message: string): Problem => ({ isValid: false, message, error, name });
  if (property === undefined) return problem("PROPERTY_DOESNT_EXIST", `Property "${name}" does not exist`);
  if (property.isReadOnly || isDerived(name)) {
    return problem("READ_ONLY_VALUE", `"${name}" is a read only property; its value cannot be set.`);
  }
  if (raw === null || raw === "") return "";
  if (typeof raw !== "string" && typeof raw !== "number" && typeof raw !== "boolean") {
    return problem("INVALID_VALUE", `${name} must be a string`);
  }
  const checked = checkers[property.type](String(raw), property, portal);
  return typeof checked === "string" ? checked : problem(checked.error, checked.message);
}

type Checked = string | { readonly error: string; readonly message: string };
type Checker = (text: string, property: PropertyDefinition, portal: Portal) => Checked;

const checkText: Checker = (text) =>
  text.length <= maxTextLength
    ? text
    : { error: "PROPERTY_VALUE_TOO_LONG", message: `value is longer than ${maxTextLength} characters` };

const checkers: Readonly<Record<PropertyDefinition["type"], Checker>> = {
  string: checkText,
  phone_number: checkText,
  json: checkText,
  number: (text) =>
    text.trim() !== "" && Number.isFinite(Number(text))
      ? text
      : { error: "INVALID_NUMBER", message: `${text} was not a valid number.` },
  bool: (text) =>
    text === "true" || text === "false"
      ? text
      : { error: "INVALID_BOOLEAN", message: `${text} was not a valid boolean.` },
  date: checkDate,
  datetime: (text) => {
    const at = toMoment(text);
    return at === null ? { error: "INVALID_DATE", message: `${text} was not a valid long.` } : toIso(at);
  },
  enumeration: checkOption,
};

/** Date properties hold a day and must be given as midnight UTC. */
function checkDate(text: string): Checked {
  const at = toMoment(text);
  if (at === null) return { error: "INVALID_DATE", message: `${text} was not a valid long.` };
  if (at % msPerDay !== 0) {
    return {
      error: "INVALID_DATE",
      message: `${at} is at ${new Date(at).toISOString().slice(11)} UTC, not midnight!`,
    };
  }
  return toIso(at).slice(0, 10);
}

function toMoment(text: string): number | null {
  if (/^-?\d+$/.test(text)) return Number(text);
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

function checkOption(text: string, property: PropertyDefinition, portal: Portal): Checked {
  const allowed = allowedValues(property, portal);
  const given = property.fieldType === "checkbox" ? text.split(";").filter((part) => part !== "") : [text];
  if (allowed === null || given.every((value) => allowed.includes(value))) return text;
  return {
    error: "INVALID_OPTION",
    message: `${text} was not one of the allowed options: [${allowed.join(", ")}]`,
  };
}

function allowedValues(property: PropertyDefinition, portal: Portal): readonly string[] | null {
  if (property.name === "hubspot_owner_id" || property.name.endsWith("_owner_ids")) {
    return portal.owners.map(({ id }) => id);
  }
  if (property.name === "pipeline") return portal.pipelines.map(({ id }) => id);
  if (openEnumerations.has(property.name)) return null;
  return property.options.map(({ value }) => value);
}
