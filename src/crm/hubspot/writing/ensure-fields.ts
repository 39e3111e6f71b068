import { isAppError } from "../../../domain/errors.ts";
import type { ManifestField } from "../../manifest.ts";
import type { FieldsReport } from "../../port.ts";
import { statusOf } from "../errors.ts";
import type { Portal, PropertyDefinition, PropertyOption } from "../portal.ts";
import { rereadDefinitions } from "../reading/property-definitions.ts";

/**
 * Brings the portal's deal properties to what the manifest says, writing only what is missing or wrong. An archived
 * property that is created again comes back with its old definition, and one that another installer made meanwhile has
 * whatever that one gave it; so after creating, all are read once more and compared.
 */
export async function ensureFields(portal: Portal): Promise<FieldsReport> {
  const { fields } = portal.manifest.dealFields;
  const before = await readFresh(portal);
  const missing = fields.filter(({ name }) => !before.has(name));
  const created = await createMissing(portal, missing);
  const after = missing.length === 0 ? before : await readFresh(portal);
  const repaired: string[] = [];
  for (const field of fields) {
    if (await repair(portal, field, after.get(field.name))) repaired.push(field.name);
  }
  if (repaired.length > 0) portal.memory.properties.delete("deals");
  return {
    created: created.filter((name) => !repaired.includes(name)),
    repaired,
    unchanged: fields.length - new Set([...created, ...repaired]).size,
  };
}

const act = "installing Norma's properties";

async function readFresh(portal: Portal): Promise<ReadonlyMap<string, PropertyDefinition>> {
  const definitions = (await rereadDefinitions(portal, "deals")) ?? [];
  return new Map(definitions.map((definition) => [definition.name, definition]));
}

/** Names of those that did not exist; the group comes first, because a property must name one. */
async function createMissing(portal: Portal, missing: readonly ManifestField[]): Promise<readonly string[]> {
  if (missing.length === 0) return [];
  const { group } = portal.manifest.dealFields;
  await createUnlessThere(portal, portal.paths.propertyGroups("deals"), { ...group, displayOrder: -1 });
  const created: string[] = [];
  for (const field of missing) {
    const body = toDefinition(portal, field);
    if (await createUnlessThere(portal, portal.paths.properties("deals"), body)) created.push(field.name);
  }
  return created;
}

/**
 * False when it exists already (409: another installer was faster, or the list did not show it) and where the server
 * has no such path (404, 405): whether the fields can be written then shows when they are.
 */
async function createUnlessThere(portal: Portal, path: string, body: unknown): Promise<boolean> {
  try {
    await portal.http.call({ method: "POST", path, body, kind: "property-write", act });
    return true;
  } catch (error) {
    if (isAppError(error) && [404, 405, 409].includes(statusOf(error) ?? 0)) return false;
    throw error;
  }
}

/** A label or description that the customer changed stays; a wrong type or a missing option would break our writes. */
async function repair(
  portal: Portal,
  field: ManifestField,
  existing: PropertyDefinition | undefined,
): Promise<boolean> {
  // Not in the list though it was just made: the list lags, and the next night compares it.
  if (existing === undefined) return false;
  const { type, fieldType } = hubSpotTypes[field.type];
  const options = mergeOptions(existing.options, field.options);
  const changes = {
    ...(existing.type === type ? {} : { type, fieldType }),
    ...(options.length === existing.options.length ? {} : { options }),
  };
  if (Object.keys(changes).length === 0) return false;
  const path = portal.paths.properties("deals", field.name);
  await portal.http.call({ method: "PATCH", path, body: changes, kind: "property-write", act });
  return true;
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
