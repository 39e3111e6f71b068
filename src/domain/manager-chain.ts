import type { People, Rep, Team } from "./people.ts";

/** What an admin says: who manages this rep. Null: nobody does. */
export interface ManagerWish {
  readonly repId: string;
  readonly managerId: string | null;
}

/** Who manages the rep by the teams, the leader of the rep's own team aside; null when nobody does. */
export function managerOf({ reps, teams }: People, repId: string): string | null {
  const byId = new Map(teams.map((team) => [team.id, team]));
  const own = reps.find(({ id }) => id === repId)?.teamIds ?? [];
  for (const teamId of own) {
    const seen = new Set<string>();
    for (let at = byId.get(teamId); at !== undefined && !seen.has(at.id); at = byId.get(at.parentId ?? "")) {
      if (at.managerRepId !== null && at.managerRepId !== repId) return at.managerRepId;
      seen.add(at.id);
    }
  }
  return null;
}

/** The first of the wishes that lead round in a circle, as the ids of that circle; null when none do. */
export function findCircle(wishes: readonly ManagerWish[]): readonly string[] | null {
  const managers = new Map(wishes.map(({ repId, managerId }) => [repId, managerId]));
  for (const { repId } of wishes) {
    const path = [repId];
    for (let at = managers.get(repId) ?? null; at !== null; at = managers.get(at) ?? null) {
      if (at === repId) return path;
      if (path.includes(at)) break;
      path.push(at);
    }
  }
  return null;
}

/**
 * People with the admin's word put in place of the CRM's. Where both together would lead round in a circle, the CRM's word gives way.
 * Wishes about people who are not there, or of managers who are not, change nothing.
 */
export function withManagers(people: People, wishes: readonly ManagerWish[]): People {
  const known = new Set(people.reps.map(({ id }) => id));
  const usable = wishes.filter(
    ({ repId, managerId }) => known.has(repId) && (managerId === null || known.has(managerId)),
  );
  if (usable.length === 0) return people;
  const own = new Set(usable.map(({ repId }) => repId));
  const managers = new Map(people.reps.map(({ id }) => [id, managerOf(people, id)]));
  for (const { repId, managerId } of usable) managers.set(repId, managerId);
  const cut = cutCircles(managers, own);
  return place(people, { managers, changed: new Set([...own, ...cut]) });
}

type Managers = Map<string, string | null>;

/** Takes the manager from people of whom only the CRM says who that is, until no walk upwards comes back; who they are. */
function cutCircles(managers: Managers, own: ReadonlySet<string>): ReadonlySet<string> {
  const cut = new Set<string>();
  for (const repId of own) {
    const path: string[] = [];
    for (let at: string | null = repId; at !== null && !path.includes(at); at = managers.get(at) ?? null) {
      path.push(at);
    }
    const last = path.findLast((id) => !own.has(id));
    if (last === undefined || (managers.get(path.at(-1) ?? "") ?? null) === null) continue;
    managers.set(last, null);
    cut.add(last);
  }
  return cut;
}

interface Placing {
  readonly managers: ReadonlyMap<string, string | null>;
  /** Whose manager is another than the CRM's. */
  readonly changed: ReadonlySet<string>;
}

function place({ reps, teams }: People, { managers, changed }: Placing): People {
  const ledBy = new Map(teams.toReversed().map((team) => [team.managerRepId, team]));
  const names = new Map(reps.map(({ id, name }) => [id, name]));
  const made = new Map<string, Team>();
  const teamOf = (managerId: string | null): string | null => {
    if (managerId === null) return null;
    const led = ledBy.get(managerId) ?? made.get(managerId);
    if (led !== undefined) return led.id;
    const id = `manager:${managerId}`;
    const team = { id, name: names.get(managerId) ?? managerId, managerRepId: managerId };
    // There before its parent is looked for, so that a circle of the CRM's own ends here.
    made.set(managerId, { ...team, parentId: null });
    made.set(managerId, { ...team, parentId: teamOf(managers.get(managerId) ?? null) });
    return id;
  };
  const placedReps = reps.map((rep): Rep => {
    if (!changed.has(rep.id)) return rep;
    const teamId = teamOf(managers.get(rep.id) ?? null);
    return { ...rep, teamIds: teamId === null ? [] : [teamId] };
  });
  const placedTeams = teams.map((team): Team => {
    const { managerRepId } = team;
    if (managerRepId === null || !changed.has(managerRepId)) return team;
    return { ...team, parentId: teamOf(managers.get(managerRepId) ?? null) };
  });
  return { reps: placedReps, teams: [...placedTeams, ...made.values()] };
}
