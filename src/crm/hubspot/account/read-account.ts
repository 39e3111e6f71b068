import { z } from "zod";
import { type ActivityKind, activityKinds } from "../../../domain/activity.ts";
import { type AppError, isAppError } from "../../../domain/errors.ts";
import { isTimeZone } from "../../../domain/time.ts";
import type { Access, Account } from "../../port.ts";
import { type ActivityType, activityTypes } from "../activities/activity-types.ts";
import { statusOf } from "../errors.ts";
import { callFor, type Portal } from "../portal.ts";
import { idSchema } from "../records.ts";

const detailsSchema = z.object({
  portalId: idSchema,
  timeZone: z.string().optional().catch(undefined),
  companyCurrency: z.string().nullish().catch(null),
});

/** The portal behind the token; asked for once a night. */
export function readAccount(portal: Portal): Promise<Account> {
  return portal.memory.account.get(() => fetchAccount(portal));
}

async function fetchAccount(portal: Portal): Promise<Account> {
  const details = await callFor(
    portal,
    { method: "GET", path: portal.paths.accountDetails, kind: "account", act: "reading the account" },
    detailsSchema,
  );
  const timeZone = details.timeZone ?? "";
  if (!isTimeZone(timeZone)) portal.log.warn({ timeZone }, "the account's time zone is unknown");
  return {
    accountId: details.portalId,
    name: `HubSpot ${details.portalId}`,
    timeZone: isTimeZone(timeZone) ? timeZone : null,
    currency: details.companyCurrency ?? null,
  };
}

/** Kinds of activity that have a scope of their own, so that a token may lack just them. */
const ownScopes: Readonly<Partial<Record<ActivityKind, string>>> = {
  email: "sales-email-read",
  proposal: "crm.objects.quotes.read",
};
export const kindsWithOwnScope = activityKinds.filter((kind) => ownScopes[kind] !== undefined);

/** What the token may do: from the token itself where HubSpot tells, else by trying what may be missing. */
export async function readAccess(
  portal: Portal,
  { scopes, tried }: { readonly scopes: readonly string[] | null; readonly tried: readonly ActivityKind[] },
): Promise<Access> {
  const { required } = portal.manifest.hubspot.scopes;
  // What was refused last night may be granted by now.
  portal.unmeasured.clear();
  const withheld = kindsWithOwnScope.filter((kind) => scopes?.includes(ownScopes[kind] ?? "") === false);
  for (const kind of withheld) portal.unmeasured.add(kind);
  const types = activityTypes.filter(({ kind }) => tried.includes(kind) && !isTold(kind, scopes));
  await Promise.all(types.map((type) => probe(portal, type)));
  return {
    scopes,
    missingScopes: scopes === null ? [] : required.filter((scope) => !scopes.includes(scope)),
    unmeasured: [...portal.unmeasured],
  };
}

function isTold(kind: ActivityKind, scopes: readonly string[] | null): boolean {
  return scopes !== null && ownScopes[kind] !== undefined;
}

async function probe(portal: Portal, { kind, type }: ActivityType): Promise<void> {
  try {
    await portal.http.call({
      method: "GET",
      path: portal.paths.objects(type),
      query: { limit: "1" },
      kind: "list",
      act: `reading ${type}`,
    });
  } catch (error) {
    if (!isAppError(error) || !isWithheld(error)) throw error;
    portal.unmeasured.add(kind);
  }
}

/** A no of any kind to what a night can do without: another path, another version, another edition. */
export function isRefusal(error: AppError): boolean {
  return ["scope-missing", "crm-refused", "crm-answer-unreadable"].includes(error.code);
}

/** The token may not, or the portal has no such objects: not measured, and no reason to stop. */
export function isWithheld(error: AppError): boolean {
  return error.code === "scope-missing" || [403, 404].includes(statusOf(error) ?? 0);
}
