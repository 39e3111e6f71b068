import { afterEach, describe, expect, it } from "@jest/globals";
import { closeTinyOrgs, openTinyOrg } from "../tiny-org.ts";

afterEach(closeTinyOrgs);

const userId = (number: number) => `005${String(number).padStart(12, "0")}AAA`;
const roleId = (number: number) => `00E${String(number).padStart(12, "0")}AAA`;

function user(number: number, more: Readonly<Record<string, unknown>> = {}) {
  return { Id: userId(number), Name: `User ${number}`, IsActive: true, UserType: "Standard", ...more };
}

async function readPeople(users: readonly object[], roles: readonly object[] = []) {
  const { crm, queries } = await openTinyOrg({
    objects: { UserRole: ["Name", "ParentRoleId"] },
    rows: {
      "FROM UserRole": roles as Readonly<Record<string, unknown>>[],
      "FROM User ": users as Readonly<Record<string, unknown>>[],
    },
  });
  return { ...(await crm.readPeople()), queries };
}

describe("people", () => {
  it("are only those who can own a deal: portals have a million users of other kinds", async () => {
    const { queries } = await readPeople([user(1)]);
    expect(queries().join()).toContain("UserType IN ('Standard','PowerPartner')");
  });

  it("form a team around each manager, below the manager's own", async () => {
    const { reps, teams } = await readPeople([
      user(1),
      user(2, { ManagerId: userId(1) }),
      user(3, { ManagerId: userId(2), IsActive: false }),
    ]);
    expect(teams).toEqual([
      { id: `manager:${userId(1)}`, name: "User 1", parentId: null, managerRepId: userId(1) },
      {
        id: `manager:${userId(2)}`,
        name: "User 2",
        parentId: `manager:${userId(1)}`,
        managerRepId: userId(2),
      },
    ]);
    expect(reps.map(({ teamIds, isActive }) => [teamIds[0], isActive])).toEqual([
      [undefined, true],
      [`manager:${userId(1)}`, true],
      [`manager:${userId(2)}`, false],
    ]);
  });

  it.each([
    ["who manages himself", [1]],
    ["who manage each other", [2, 1]],
    ["whose managers go round in a circle", [2, 3, 1]],
  ])("%s are no endless chain", async (_, managers) => {
    const users = managers.map((manager, index) => user(index + 1, { ManagerId: userId(manager) }));
    const { teams } = await readPeople(users);
    const parents = new Map(teams.map(({ id, parentId }) => [id, parentId]));
    for (const { id } of teams) {
      let steps = 0;
      for (let at: string | null = id; at !== null && steps < 10; at = parents.get(at) ?? null) steps += 1;
      expect(steps).toBeLessThan(10);
    }
  });

  it("without a manager are grouped by role, led by the one active user of the role above", async () => {
    const { reps, teams } = await readPeople(
      [
        user(1, { UserRoleId: roleId(1) }),
        user(2, { UserRoleId: roleId(2) }),
        user(3, { UserRoleId: roleId(2) }),
      ],
      [
        { Id: roleId(1), Name: "Head" },
        { Id: roleId(2), Name: "Sales", ParentRoleId: roleId(1) },
      ],
    );
    expect(teams.find(({ name }) => name === "Sales")).toMatchObject({ managerRepId: userId(1) });
    expect(reps[2]?.teamIds).toEqual([`role:${roleId(2)}`]);
  });
});
