import { describe, expect, it } from "@jest/globals";
import { findCircle, managerOf, withManagers } from "../../src/domain/manager-chain.ts";
import type { People } from "../../src/domain/people.ts";
import { fc } from "../support/properties.ts";

/** People whose CRM names managers as Salesforce does: a team for each of them. */
function peopleOf(managers: Readonly<Record<string, string | null>>): People {
  const ids = Object.keys(managers);
  const leaders = ids.filter((id) => Object.values(managers).includes(id));
  const teamOf = (id: string | null | undefined) =>
    id === null || id === undefined ? null : `manager:${id}`;
  return {
    reps: ids.map((id) => {
      const teamId = teamOf(managers[id]);
      return {
        id,
        userId: id,
        name: id.toUpperCase(),
        email: null,
        isActive: true,
        teamIds: teamId === null ? [] : [teamId],
      };
    }),
    teams: leaders.map((id) => {
      return {
        id: `manager:${id}`,
        name: id.toUpperCase(),
        parentId: teamOf(managers[id]),
        managerRepId: id,
      };
    }),
  };
}

const people = peopleOf({ boss: null, anna: "boss", bob: "anna", carl: "anna" });

describe("an admin's word on who manages whom", () => {
  it("wins over the CRM's, and nobody else's manager changes", () => {
    const placed = withManagers(people, [{ repId: "bob", managerId: "boss" }]);
    expect(["boss", "anna", "bob", "carl"].map((id) => managerOf(placed, id))).toEqual([
      null,
      "boss",
      "boss",
      "anna",
    ]);
  });

  it("makes a team for somebody who led none, below that of the manager's own manager", () => {
    const placed = withManagers(people, [{ repId: "carl", managerId: "bob" }]);
    expect(managerOf(placed, "carl")).toBe("bob");
    expect(placed.teams).toContainEqual({
      id: "manager:bob",
      name: "BOB",
      parentId: "manager:anna",
      managerRepId: "bob",
    });
  });

  it("moves a leader with the leader's team, and can say that nobody manages somebody", () => {
    const placed = withManagers(people, [{ repId: "anna", managerId: null }]);
    expect(managerOf(placed, "anna")).toBeNull();
    expect(placed.teams.find(({ id }) => id === "manager:anna")?.parentId).toBeNull();
    expect(managerOf(placed, "bob")).toBe("anna");
  });

  it("cuts the CRM's own word where both lead round in a circle", () => {
    const placed = withManagers(people, [{ repId: "boss", managerId: "bob" }]);
    expect(["boss", "anna", "bob"].map((id) => managerOf(placed, id))).toEqual(["bob", null, "anna"]);
  });

  it("changes nothing about people who are not there, and nothing when taken back", () => {
    expect(withManagers(people, [{ repId: "nobody", managerId: "anna" }])).toEqual(people);
    expect(withManagers(people, [{ repId: "anna", managerId: "nobody" }])).toEqual(people);
    expect(withManagers(people, [])).toBe(people);
  });

  it("serves HubSpot's teams, which have no leaders of their own", () => {
    const rep = { userId: null, email: null, isActive: true };
    const flat = {
      reps: ["anna", "bob"].map((id) => ({ ...rep, id, name: id, teamIds: ["7"] })),
      teams: [{ id: "7", name: "North", parentId: null, managerRepId: null }],
    };
    const placed = withManagers(flat, [{ repId: "bob", managerId: "anna" }]);
    expect(managerOf(placed, "bob")).toBe("anna");
    expect(managerOf(placed, "anna")).toBeNull();
  });

  it("never leads round in a circle, and always holds", () => {
    const ids = ["a", "b", "c", "d", "e", "f"] as const;
    const someone = fc.option(fc.constantFrom(...ids), { nil: null });
    const crm = fc.record(Object.fromEntries(ids.map((id) => [id, someone])));
    const wishes = fc.uniqueArray(fc.record({ repId: fc.constantFrom(...ids), managerId: someone }), {
      selector: ({ repId }) => repId,
    });
    const isSound = (
      managers: Readonly<Record<string, string | null>>,
      own: Parameters<typeof withManagers>[1],
    ) => {
      const placed = withManagers(peopleOf(managers), own);
      const chain = own.map(({ repId }) => ({ repId, managerId: managerOf(placed, repId) }));
      expect(chain).toEqual([...own]);
      for (const { repId } of own) {
        const seen: string[] = [];
        for (let at: string | null = repId; at !== null; at = managerOf(placed, at)) {
          expect(seen).not.toContain(at);
          seen.push(at);
        }
      }
    };
    fc.assert(
      fc.property(crm, wishes, (managers, own) => {
        fc.pre(findCircle(own) === null);
        isSound(managers as Record<string, string | null>, own);
      }),
    );
  });
});

it("wishes that lead round in a circle are found, with who is in it", () => {
  const wishes = [
    { repId: "x", managerId: "a" },
    { repId: "a", managerId: "b" },
    { repId: "b", managerId: "a" },
  ];
  expect(findCircle(wishes)).toEqual(["a", "b"]);
  expect(findCircle([{ repId: "a", managerId: "a" }])).toEqual(["a"]);
  expect(findCircle(wishes.slice(0, 2))).toBeNull();
});
