import { z } from "zod";
import { isAppError } from "../../../domain/errors.ts";
import type { Rep, Team } from "../../../domain/people.ts";
import type { PeopleRecord } from "../../port.ts";
import { unreadable } from "../errors.ts";
import { callFor, type Portal } from "../portal.ts";
import { anythingSchema, idSchema, pagingSchema, toText } from "../records.ts";
import { isRefusal } from "./read-account.ts";
import { readTimeOff } from "./read-time-off.ts";

const teamSchema = z.object({ id: idSchema, name: z.string().catch("") });
const ownerSchema = z.object({
  id: idSchema,
  email: anythingSchema,
  firstName: anythingSchema,
  lastName: anythingSchema,
  type: anythingSchema,
  userId: anythingSchema,
  /** Deactivated people have no `userId` any more, but still this. */
  userIdIncludingInactive: anythingSchema,
  archived: z.boolean().catch(false),
  teams: z.array(teamSchema).nullish().catch([]),
});
type Owner = z.infer<typeof ownerSchema>;
const ownersSchema = z.object({ results: z.array(z.unknown()), paging: pagingSchema });

/** HubSpot's documented page of owners. */
const pageSize = 100;

/**
 * Everybody who owns or once owned records: the archived come in a list of their own. Read whole every night, because
 * nothing marks an owner whose person or team changed.
 */
export async function readPeople(portal: Portal): Promise<PeopleRecord> {
  const live = await readOwners(portal, false);
  const archived = await readOwners(portal, true);
  // A person who came back stands in both lists; the live entry counts.
  const byId = new Map([...archived, ...live].map((owner) => [owner.id, owner]));
  const owners = [...byId.values()].filter((owner) => owner.type !== "QUEUE");
  const reps = owners.map(toRep);
  return { reps, teams: await readTeams(portal, owners), timeOff: await readTimeOff(portal, reps) };
}

async function readOwners(portal: Portal, isArchived: boolean): Promise<readonly Owner[]> {
  const owners: Owner[] = [];
  const asked = new Set<string>();
  for (let after: string | null = ""; after !== null; ) {
    if (asked.has(after))
      throw unreadable({ act: "reading owners" }, portal, "its list of owners does not end");
    asked.add(after);
    const page: z.infer<typeof ownersSchema> = await readOwnerPage(portal, isArchived, after);
    for (const row of page.results) {
      const parsed = ownerSchema.safeParse(row);
      if (parsed.success) owners.push({ ...parsed.data, archived: parsed.data.archived || isArchived });
      else portal.log.warn({ type: "owners" }, "a record of the CRM cannot be read and is left out");
    }
    after = page.paging;
  }
  return owners;
}

function readOwnerPage(
  portal: Portal,
  isArchived: boolean,
  after: string,
): Promise<z.infer<typeof ownersSchema>> {
  return callFor(
    portal,
    {
      method: "GET",
      path: portal.paths.owners,
      query: {
        limit: String(pageSize),
        archived: String(isArchived),
        ...(after === "" ? {} : { after }),
      },
      kind: "owner",
      act: "reading owners",
    },
    ownersSchema,
  );
}

function toRep(owner: Owner): Rep {
  const fullName = [toText(owner.firstName), toText(owner.lastName)]
    .filter((part) => part !== null)
    .join(" ");
  const email = toText(owner.email);
  return {
    id: owner.id,
    userId: toText(owner.userIdIncludingInactive) ?? toText(owner.userId),
    name: fullName.trim() || email || `Owner ${owner.id}`,
    email,
    isActive: !owner.archived,
    teamIds: [...new Set((owner.teams ?? []).map((team) => team.id))],
  };
}

const teamTreeSchema = z.object({
  results: z.array(z.object({ id: idSchema, name: z.string().catch(""), parentTeamId: idSchema.nullish() })),
});

/** Teams as the owners name them; their tree and the teams without owners only where the token may read teams. */
async function readTeams(portal: Portal, owners: readonly Owner[]): Promise<readonly Team[]> {
  const byId = new Map<string, Team>();
  for (const { id, name } of owners.flatMap((owner) => owner.teams ?? []))
    byId.set(id, toTeam(id, name, null));
  for (const { id, name, parentTeamId } of await readTeamTree(portal)) {
    byId.set(id, toTeam(id, name || byId.get(id)?.name || "", parentTeamId ?? null));
  }
  return [...byId.values()];
}

async function readTeamTree(portal: Portal): Promise<z.infer<typeof teamTreeSchema>["results"]> {
  try {
    const request = { method: "GET", path: portal.paths.teams, kind: "owner", act: "reading teams" } as const;
    return teamTreeSchema.safeParse(await portal.http.call(request)).data?.results ?? [];
  } catch (error) {
    if (isAppError(error) && isRefusal(error)) return [];
    throw error;
  }
}

function toTeam(id: string, name: string, parentId: string | null): Team {
  return { id, name: name || `Team ${id}`, parentId, managerRepId: null };
}
