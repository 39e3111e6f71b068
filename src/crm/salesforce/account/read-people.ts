import type { People, Rep, Team } from "../../../domain/people.ts";
import type { Org } from "../org.ts";
import { queryTogether } from "../reading/composite.ts";
import { describe, existingFields } from "../reading/describe.ts";
import type { KeysetQuery } from "../reading/keyset.ts";
import type { Row } from "../reading/query.ts";
import { isIn } from "../reading/soql.ts";
import { idOf, isTrue, textOf } from "../rows.ts";

/** Kinds of users that can own opportunities. Customers with a login to a portal may be a million users of other kinds. */
const ownerTypes = ["Standard", "PowerPartner"];

interface User {
  readonly rep: Rep;
  readonly managerId: string | null;
  readonly roleId: string | null;
}

/**
 * All users, read whole every night because nothing marks a changed role. Teams follow the manager that a user names; users
 * without one are grouped by their role.
 */
export async function readPeople(org: Org): Promise<People> {
  const { users, roles } = await readUsersAndRoles(org);
  const byId = new Map(users.map((user) => [user.rep.id, user]));
  const placed = users.map((user) => ({ user, teamId: toTeamId(user, { byId, roles }) }));
  const managed = new Set(
    users.flatMap(({ managerId }) => (managerId !== null && byId.has(managerId) ? managerId : [])),
  );
  return {
    reps: placed.map(({ user, teamId }) => ({ ...user.rep, teamIds: teamId === null ? [] : [teamId] })),
    teams: [
      ...[...managed].flatMap((id) => toManagedTeam(id, { byId, managed })),
      ...toRoleTeams(placed, roles),
    ],
  };
}

/** Roles are readable only with the permission View Roles and Role Hierarchy; without it there are just no teams by role. */
async function readUsersAndRoles(org: Org): Promise<{ users: readonly User[]; roles: Roles }> {
  const hasRoles = (await describe(org, "UserRole")) !== null;
  const [users = [], roles = []] = await queryTogether(org, [
    await toUserQuery(org),
    ...(hasRoles ? [roleQuery] : []),
  ]);
  return { users: users.flatMap((row) => toUser(row) ?? []), roles: toRoles(roles) };
}

async function toUserQuery(org: Org): Promise<KeysetQuery> {
  const optional = [
    "FirstName",
    "LastName",
    "Name",
    "Email",
    "IsActive",
    "UserType",
    "ManagerId",
    "UserRoleId",
  ];
  const fields = ["Id", ...(await existingFields(org, "User", optional))];
  const where = fields.includes("UserType") ? [isIn("UserType", ownerTypes)] : [];
  return { object: "User", fields, where, kind: "user", act: "reading users" };
}

function toUser(row: Row): User | null {
  const id = idOf(row);
  if (id === null) return null;
  const email = textOf(row, "Email");
  const fullName = [textOf(row, "FirstName"), textOf(row, "LastName")]
    .filter((part) => part !== null)
    .join(" ");
  const name = textOf(row, "Name") ?? (fullName || email || `User ${id}`);
  const rep = {
    id,
    userId: id,
    name,
    email,
    isActive: !("IsActive" in row) || isTrue(row, "IsActive"),
    teamIds: [],
  };
  return { rep, managerId: idOf(row, "ManagerId"), roleId: idOf(row, "UserRoleId") };
}

type Roles = ReadonlyMap<string, { readonly name: string; readonly parentId: string | null }>;

const roleQuery: KeysetQuery = {
  object: "UserRole",
  fields: ["Id", "Name", "ParentRoleId"],
  where: [],
  isOptional: true,
  kind: "user",
  act: "reading roles",
};

function toRoles(rows: readonly Row[]): Roles {
  return new Map(
    rows.flatMap((row) => {
      const id = idOf(row);
      return id === null
        ? []
        : [[id, { name: textOf(row, "Name") ?? id, parentId: idOf(row, "ParentRoleId") }]];
    }),
  );
}

interface Known {
  readonly byId: ReadonlyMap<string, User>;
  readonly roles: Roles;
}

function toTeamId({ managerId, roleId, rep }: User, { byId, roles }: Known): string | null {
  if (managerId !== null && managerId !== rep.id && byId.has(managerId)) return managerTeamId(managerId);
  return roleId !== null && roles.has(roleId) ? roleTeamId(roleId) : null;
}

function toManagedTeam(
  managerId: string,
  { byId, managed }: { byId: Known["byId"]; managed: ReadonlySet<string> },
): readonly Team[] {
  const manager = byId.get(managerId);
  if (manager === undefined) return [];
  const parentId = manager.managerId !== null && managed.has(manager.managerId) ? manager.managerId : null;
  return [
    {
      id: managerTeamId(managerId),
      name: manager.rep.name,
      // People name each other as managers by mistake; a team above itself would be walked for ever.
      parentId: parentId === null || isBelow(parentId, managerId, byId) ? null : managerTeamId(parentId),
      managerRepId: managerId,
    },
  ];
}

/** True when `managerId` stands somewhere above `userId`'s own managers, or the walk upwards runs in a circle. */
function isBelow(userId: string, managerId: string, byId: Known["byId"]): boolean {
  const seen = new Set<string>();
  for (let at: string | null = userId; at !== null; at = byId.get(at)?.managerId ?? null) {
    if (at === managerId || seen.has(at)) return true;
    seen.add(at);
  }
  return false;
}

/** A role's team is led by the one active user of the role above, when there is just one. */
function toRoleTeams(
  placed: readonly { readonly user: User; readonly teamId: string | null }[],
  roles: Roles,
): readonly Team[] {
  const used = new Set(placed.map(({ teamId }) => teamId));
  return [...roles].flatMap(([id, role]) => {
    if (!used.has(roleTeamId(id))) return [];
    const above = placed.filter(({ user }) => user.roleId === role.parentId && user.rep.isActive);
    const [leader] = above.length === 1 && role.parentId !== null ? above : [];
    return [
      { id: roleTeamId(id), name: role.name, parentId: null, managerRepId: leader?.user.rep.id ?? null },
    ];
  });
}

function managerTeamId(userId: string): string {
  return `manager:${userId}`;
}

function roleTeamId(roleId: string): string {
  return `role:${roleId}`;
}
