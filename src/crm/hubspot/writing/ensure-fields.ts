import { isAppError } from "../../../domain/errors.ts";
import type { ManifestField } from "../../manifest.ts";
import type { FieldsReport } from "../../port.ts";
import { statusOf } from "../errors.ts";
import { callFor, type Portal, type PropertyDefinition, type PropertyOption } from "../portal.ts";
import { definitionSchema, readDefinitions } from "../reading/property-definitions.ts";

type Outcome = "created" | "repaired" | "unchanged";

/** Brings the portal's deal properties to what the manifest says, writing only what is missing or wrong. */
export async function ensureFields(portal: Portal): Promise<FieldsReport> {
  const { group, fields } = portal.manifest.dealFields;
  portal.memory.properties.delete("deals");
  const definitions = (await readDefinitions(portal, "deals")) ?? [];
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const outcomes = new Map<string, Outcome>();
  if (fields.some(({ name }) => !byName.has(name))) await ensureGroup(portal, group);
  for (const field of fields) {
    const existing = byName.get(field.name);
    const outcome =
      existing === undefined ? await create(portal, field) : await repair(portal, field, existing);
    outcomes.set(field.name, outcome);
  }
  const namesOf = (wanted: Outcome) => [...outcomes].filter(([, is]) => is === wanted).map(([name]) => name);
  // What was just made is among the portal's properties from now on.
  portal.memory.properties.delete("deals");
  return {
    created: namesOf("created"),
    repaired: namesOf("repaired"),
    unchanged: namesOf("unchanged").length,
  };
}

const act = "installing Norma's properties";

async function ensureGroup(
  portal: Portal,
  group: { readonly name: string; readonly label: string },
): Promise<void> {
  await createUnlessThere(portal, portal.paths.propertyGroups("deals"), { ...group, displayOrder: -1 });
}

/** An archived property of that name comes back with its old definition, so what came is compared again. */
async function create(portal: Portal, field: ManifestField): Promise<Outcome> {
  const isNew = await createUnlessThere(
    portal,
    portal.paths.properties("deals"),
    toDefinition(portal, field),
  );
  const now = await readOne(portal, field.name);
  const outcome = await repair(portal, field, now);
  return isNew && outcome === "unchanged" ? "created" : "repaired";
}

/** False when it exists already (409): another installer was faster, or the list did not show it. */
async function createUnlessThere(portal: Portal, path: string, body: unknown): Promise<boolean> {
  try {
    await portal.http.call({ method: "POST", path, body, kind: "property-write", act });
    return true;
  } catch (error) {
    if (isAppError(error) && statusOf(error) === 409) return false;
    throw error;
  }
}

function readOne(portal: Portal, name: string): Promise<PropertyDefinition> {
  const path = portal.paths.properties("deals", name);
  return callFor(portal, { method: "GET", path, kind: "property", act }, definitionSchema);
}

/** A label or description that the customer changed stays; a wrong type or a missing option would break our writes. */
async function repair(portal: Portal, field: ManifestField, existing: PropertyDefinition): Promise<Outcome> {
  const { type, fieldType } = hubSpotTypes[field.type];
  const options = mergeOptions(existing.options, field.options);
  const changes = {
    ...(existing.type === type ? {} : { type, fieldType }),
    ...(options.length === existing.options.length ? {} : { options }),
  };
  if (Object.keys(changes).length === 0) return "unchanged";
  const path = portal.paths.properties("deals", field.name);
  await portal.http.call({ method: "PATCH", path, body: changes, kind: "property-write", act });
  return "repaired";
}

/** PATCH replaces the whole list, so the customer's options go back as they came and ours are added behind. */
function mergeOptions(
  existing: readonly PropertyOption[],
  wanted: ManifestField["options"],
): readonly PropertyOption[] {
  const missing = wanted.filter(({ value }) => !existing.some((option) => option.value === value));
  const last = Math.max(-1, ...existing.map(({ displayOrder }) => displayOrder));
  return [
    ...existing,
    ...missing.map((option, index) => ({ ...option, displayOrder: last + 1 + index, hidden: false })),
  ];
}

const hubSpotTypes: Readonly<Record<ManifestField["type"], { type: string; fieldType: string }>> = {
  enumeration: { type: "enumeration", fieldType: "select" },
  date: { type: "date", fieldType: "date" },
  number: { type: "number", fieldType: "number" },
  text: { type: "string", fieldType: "textarea" },
};

function toDefinition(portal: Portal, field: ManifestField) {
  return {
    name: field.name,
    label: field.label,
    description: field.description,
    groupName: portal.manifest.dealFields.group.name,
    ...hubSpotTypes[field.type],
    formField: false,
    ...(field.type === "enumeration" ? { options: mergeOptions([], field.options) } : {}),
  };
}
