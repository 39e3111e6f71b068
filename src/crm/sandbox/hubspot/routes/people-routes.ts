import type { OwnerRecord, TeamRecord } from "../portal.ts";
import { invalid, notFound } from "../refusals.ts";
import { type Answer, type Call, ok, paramOf, type Route } from "../route.ts";

const maxOwners = 500;

const owner = { method: "get", kind: "owner", isWrite: false } as const;
const user = { method: "get", kind: "user", isWrite: false } as const;

export const peopleRoutes: readonly Route[] = [
  { ...owner, path: "/crm/owners/:version", scopes: ownerScopes, handle: listOwners },
  { ...owner, path: "/crm/owners/:version/:id", scopes: ownerScopes, handle: readOwner },
  { ...user, path: "/crm/objects/:version/users", scopes: userScopes, handle: listUserObjects },
  { ...user, path: "/settings/users/:version", scopes: () => ["settings.users.read"], handle: listUsers },
  { ...user, path: "/settings/users/:version/teams", scopes: teamScopes, handle: listTeams },
  { ...user, path: "/settings/teams/:version", scopes: teamScopes, handle: listTeams },
  { ...user, path: "/settings/teams/:version/:id/members", scopes: teamScopes, handle: listMembers },
];

function ownerScopes(): readonly string[] {
  return ["crm.objects.owners.read"];
}

function userScopes(): readonly string[] {
  return ["crm.objects.users.read"];
}

function teamScopes(): readonly string[] {
  return ["settings.users.teams.read"];
}

function listOwners(call: Call): Answer {
  const limit = Number(call.query.get("limit") ?? 100);
  if (!(limit >= 1 && limit <= maxOwners)) throw invalid(`limit must be between 1 and ${maxOwners}`);
  const isArchived = call.query.get("archived") === "true";
  const email = call.query.get("email");
  const after = Number(call.query.get("after") ?? 0);
  const owners = call.portal.owners
    .filter((one) => one.isArchived === isArchived && (email === null || one.email === email))
    .filter((one) => Number(one.id) > after)
    .sort((a, b) => Number(a.id) - Number(b.id));
  const page = owners.slice(0, limit);
  const last = page.at(-1)?.id;
  return ok({
    results: page.map((one) => toOwnerWire(call, one)),
    ...(owners.length > limit ? { paging: { next: { after: last, link: `?after=${last}` } } } : {}),
  });
}

function readOwner(call: Call): Answer {
  const id = paramOf(call, "id");
  const isByUser = call.query.get("idProperty") === "userId";
  const isArchived = call.query.get("archived") === "true";
  const found = call.portal.owners.find(
    (one) => one.isArchived === isArchived && (isByUser ? String(one.userId) : one.id) === id,
  );
  if (found === undefined) throw notFound();
  return ok(toOwnerWire(call, found));
}

/** Deactivated people have no `userId`, only the one "including inactive". */
function toOwnerWire(call: Call, one: OwnerRecord): Record<string, unknown> {
  const { isArchived, userId, teams, outOfOffice: _, ...rest } = one;
  return {
    ...rest,
    userId: isArchived ? null : userId,
    ...(teams.length === 0 ? {} : { teams }),
    createdAt: "2024-03-04T09:12:44.120Z",
    updatedAt: "2025-11-17T08:01:03.511Z",
    archived: isArchived,
  };
}

function listUsers(call: Call): Answer {
  const people = call.portal.owners.filter((one) => one.type === "PERSON" && !one.isArchived);
  return ok({
    results: people.map((one) => ({
      id: String(one.userId),
      email: one.email,
      firstName: one.firstName,
      lastName: one.lastName,
      roleIds: [],
      primaryTeamId: one.teams.find(({ primary }) => primary)?.id ?? null,
      secondaryTeamIds: one.teams.filter(({ primary }) => !primary).map(({ id }) => id),
      superAdmin: false,
    })),
  });
}

/** The users as records: ids of their own, known to the others by `hs_internal_user_id`. All stand on one page. */
function listUserObjects(call: Call): Answer {
  const wanted = (call.query.get("properties") ?? "").split(",");
  const people = call.portal.owners.filter(({ type, isArchived }) => type === "PERSON" && !isArchived);
  return ok({
    results: people.map(({ userId, outOfOffice }, index) => {
      const ranges = outOfOffice.map(([startTimestamp, endTimestamp]) => ({ startTimestamp, endTimestamp }));
      const values: Readonly<Record<string, string>> = {
        hs_internal_user_id: String(userId),
        hs_out_of_office_hours: JSON.stringify(ranges),
      };
      return {
        id: String(firstUserRecord + index),
        properties: Object.fromEntries(wanted.map((name) => [name, values[name] ?? null])),
        createdAt: "2024-03-04T09:12:44.120Z",
        updatedAt: "2025-11-17T08:01:03.511Z",
        archived: false,
      };
    }),
  });
}

const firstUserRecord = 207_838_823_235;

function listTeams(call: Call): Answer {
  return ok({
    results: call.portal.teams.map(({ id, name, parentId, userIds, secondaryUserIds }: TeamRecord) => ({
      id,
      name,
      userIds,
      secondaryUserIds,
      ...(parentId === null ? {} : { parentTeamId: parentId }),
    })),
  });
}

function listMembers(call: Call): Answer {
  const team = call.portal.teams.find(({ id }) => id === paramOf(call, "id"));
  if (team === undefined) throw notFound();
  return ok({
    results: [
      ...team.userIds.map((userId) => ({ userId, type: "DEFAULT" })),
      ...team.secondaryUserIds.map((userId) => ({ userId, type: "EXTRA" })),
    ],
  });
}
