import { z } from "zod";
import { readBody } from "../body.ts";
import type { PropertyGroup } from "../property-definition.ts";
import { notFound, refuse } from "../refusals.ts";
import { type Answer, type Call, ok, paramOf, type Route, typeOf } from "../route.ts";
import { propertiesOf, readScopes, writeScopes } from "./property-routes.ts";

const groupSchema = z.object({
  name: z.string(),
  label: z.string(),
  displayOrder: z.number().int().default(-1),
});

const path = "/crm/properties/:version/:type/groups";
const read = { method: "get", kind: "property", scopes: readScopes, isWrite: false } as const;
const write = { kind: "property", scopes: writeScopes, isWrite: true } as const;

export const propertyGroupRoutes: readonly Route[] = [
  { ...read, path, handle: (call) => ok({ results: [...groupsOf(call).values()].filter(isLive) }) },
  { ...read, path: `${path}/:name`, handle: (call) => ok(liveGroup(call)) },
  { ...write, method: "post", path, handle: createGroup },
  { ...write, method: "patch", path: `${path}/:name`, handle: updateGroup },
  { ...write, method: "delete", path: `${path}/:name`, handle: archiveGroup },
];

function groupsOf(call: Call): Map<string, PropertyGroup> {
  return call.portal.groups.get(typeOf(call)) ?? new Map<string, PropertyGroup>();
}

function isLive(group: PropertyGroup): boolean {
  return !group.archived;
}

function liveGroup(call: Call): PropertyGroup {
  const group = groupsOf(call).get(paramOf(call, "name"));
  if (group === undefined || group.archived) throw notFound();
  return group;
}

function createGroup(call: Call): Answer {
  const input = readBody(groupSchema, call.body);
  const known = groupsOf(call).get(input.name);
  if (known !== undefined && isLive(known)) {
    throw refuse(409, {
      message: `A property group named '${input.name}' already exists.`,
      category: "OBJECT_ALREADY_EXISTS",
      subCategory: "Properties.GROUP_WITH_NAME_EXISTS",
      context: { name: [input.name] },
    });
  }
  const group = { ...input, archived: false };
  if (!call.isDropped) groupsOf(call).set(group.name, group);
  return { status: 201, body: group };
}

function updateGroup(call: Call): Answer {
  const patch = readBody(groupSchema.omit({ name: true }).partial(), call.body);
  const known = liveGroup(call);
  const group = {
    ...known,
    label: patch.label ?? known.label,
    displayOrder: patch.displayOrder ?? known.displayOrder,
  };
  if (!call.isDropped) groupsOf(call).set(group.name, group);
  return ok(group);
}

function archiveGroup(call: Call): Answer {
  const group = liveGroup(call);
  const properties = [...propertiesOf(call.portal, typeOf(call)).values()];
  const isUsed = properties.some(
    ({ groupName, archivedAt }) => groupName === group.name && archivedAt === null,
  );
  if (isUsed) {
    throw refuse(400, {
      message: `Property group ${group.name} contains active properties and cannot be deleted.`,
      category: "VALIDATION_ERROR",
      subCategory: "Properties.GROUP_HAS_ACTIVE_PROPERTIES",
    });
  }
  if (!call.isDropped) groupsOf(call).set(group.name, { ...group, archived: true });
  return { status: 204, body: null };
}
