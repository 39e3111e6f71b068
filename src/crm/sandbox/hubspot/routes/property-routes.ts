import { z } from "zod";
import { readBody } from "../body.ts";
import { type ObjectType, typeFacts } from "../object-types.ts";
import type { Portal } from "../portal.ts";
import { type PropertyDefinition, toPropertyWire } from "../property-definition.ts";
import { notFound, refuse } from "../refusals.ts";
import { type Answer, type Call, ok, paramOf, type Route, typeOf } from "../route.ts";

const optionSchema = z.object({
  label: z.string(),
  value: z.string(),
  displayOrder: z.number().int(),
  hidden: z.boolean(),
  description: z.string().default(""),
});
const patchSchema = z.object({
  label: z.string().optional(),
  description: z.string().optional(),
  type: z.enum(["bool", "date", "datetime", "enumeration", "number", "phone_number", "string"]).optional(),
  fieldType: z.string().optional(),
  groupName: z.string().optional(),
  options: z.array(optionSchema).optional(),
  displayOrder: z.number().int().optional(),
  hidden: z.boolean().optional(),
  formField: z.boolean().optional(),
});
export const propertySchema = patchSchema.extend({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/, "must be lower case"),
  label: z.string(),
  type: patchSchema.shape.type.unwrap(),
  fieldType: z.string(),
  groupName: z.string(),
  hasUniqueValue: z.boolean().default(false),
});
type PropertyInput = z.infer<typeof propertySchema>;

const path = "/crm/properties/:version/:type";
const read = { method: "get", kind: "property", scopes: readScopes, isWrite: false } as const;
const write = { kind: "property", scopes: writeScopes, isWrite: true } as const;

export const propertyRoutes: readonly Route[] = [
  { ...read, path, handle: listProperties },
  { ...read, path: `${path}/:name`, handle: readProperty },
  { ...write, method: "post", path, handle: createProperty },
  { ...write, method: "patch", path: `${path}/:name`, handle: updateProperty },
  { ...write, method: "delete", path: `${path}/:name`, handle: archiveProperty },
];

export function readScopes(call: Call): readonly string[] {
  return typeFacts[typeOf(call)].readScopes;
}

export function writeScopes(call: Call): readonly string[] {
  const type = typeOf(call);
  return [
    type === "deals" || type === "companies" ? `crm.schemas.${type}.write` : "crm.schemas.contacts.write",
  ];
}

export function propertiesOf(portal: Portal, type: ObjectType): Map<string, PropertyDefinition> {
  return portal.properties.get(type) ?? new Map<string, PropertyDefinition>();
}

function listProperties(call: Call): Answer {
  const isArchived = call.query.get("archived") === "true";
  const found = [...propertiesOf(call.portal, typeOf(call)).values()].filter(
    (property) => (property.archivedAt !== null) === isArchived,
  );
  return ok({ results: found.map(toPropertyWire) });
}

function readProperty(call: Call): Answer {
  const property = propertiesOf(call.portal, typeOf(call)).get(paramOf(call, "name"));
  const isArchived = call.query.get("archived") === "true";
  if (property === undefined || (property.archivedAt !== null) !== isArchived) throw notFound();
  return ok(toPropertyWire(property));
}

function createProperty(call: Call): Answer {
  return {
    status: 201,
    body: toPropertyWire(addProperty(call, typeOf(call), readBody(propertySchema, call.body))),
  };
}

/** A name in use is a conflict; an archived name comes back with its old definition, whatever is asked for. */
export function addProperty(call: Call, type: ObjectType, input: PropertyInput): PropertyDefinition {
  const known = propertiesOf(call.portal, type).get(input.name);
  if (known !== undefined && known.archivedAt === null) throw alreadyExists(input.name);
  requireGroup(call, type, input.groupName);
  const property =
    known === undefined ? toDefinition(call, input) : { ...known, archivedAt: null, updatedAt: call.at };
  if (!call.isDropped) propertiesOf(call.portal, type).set(input.name, property);
  return property;
}

function alreadyExists(name: string) {
  return refuse(409, {
    message: `A property named '${name}' already exists.`,
    category: "OBJECT_ALREADY_EXISTS",
    subCategory: "Properties.PROPERTY_WITH_NAME_EXISTS",
    context: { name: [name] },
  });
}

function requireGroup(call: Call, type: ObjectType, groupName: string): void {
  const group = call.portal.groups.get(type)?.get(groupName);
  if (group !== undefined && !group.archived) return;
  throw refuse(400, {
    message: `Property Group '${groupName}' does not exist`,
    category: "VALIDATION_ERROR",
    subCategory: "Properties.GROUP_DOES_NOT_EXIST",
  });
}

function toDefinition(call: Call, input: PropertyInput): PropertyDefinition {
  return {
    name: input.name,
    label: input.label,
    type: input.type,
    fieldType: input.fieldType,
    groupName: input.groupName,
    hasUniqueValue: input.hasUniqueValue,
    description: input.description ?? "",
    options: input.options ?? [],
    displayOrder: input.displayOrder ?? -1,
    hidden: input.hidden ?? false,
    formField: input.formField ?? false,
    isHubSpotDefined: false,
    isReadOnly: false,
    isInUse: false,
    createdAt: call.at,
    updatedAt: call.at,
    archivedAt: null,
  };
}

/** `options`, when given, replaces the whole list: options that are not repeated are lost. */
function updateProperty(call: Call): Answer {
  const properties = propertiesOf(call.portal, typeOf(call));
  const known = properties.get(paramOf(call, "name"));
  if (known === undefined || known.archivedAt !== null) throw notFound();
  const patch = readBody(patchSchema, call.body);
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const property: PropertyDefinition = { ...known, ...given, updatedAt: call.at };
  if (!call.isDropped) properties.set(known.name, property);
  return ok(toPropertyWire(property));
}

function archiveProperty(call: Call): Answer {
  dropProperty(call, typeOf(call), paramOf(call, "name"));
  return { status: 204, body: null };
}

export function dropProperty(call: Call, type: ObjectType, name: string): void {
  const properties = propertiesOf(call.portal, type);
  const known = properties.get(name);
  if (known === undefined || known.archivedAt !== null) throw notFound();
  if (known.isInUse || known.isHubSpotDefined) {
    throw refuse(400, {
      message: `Property ${known.name} is used elsewhere and cannot be deleted.`,
      category: "VALIDATION_ERROR",
      subCategory: "Properties.CANNOT_DELETE_PROPERTY_IN_USE",
      errors: [{ message: "CANNOT_DELETE_PROPERTY_IN_USE", code: "CANNOT_DELETE_PROPERTY_IN_USE" }],
    });
  }
  if (call.isDropped) return;
  properties.set(name, { ...known, archivedAt: call.at });
}
