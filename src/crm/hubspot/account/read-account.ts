import { z } from "zod";
import { type AppError, isAppError } from "../../../domain/errors.ts";
import { isTimeZone } from "../../../domain/time.ts";
import type { Access, Account } from "../../port.ts";
import { statusOf } from "../errors.ts";
import { callFor, type Portal } from "../portal.ts";
import { idSchema } from "../records.ts";

const detailsSchema = z.object({
  portalId: idSchema,
  timeZone: z.string().optional().catch(undefined),
  companyCurrency: z.string().nullish().catch(null),
});

/** The portal behind the token; asked for once per adapter. */
export function readAccount(portal: Portal): Promise<Account> {
  portal.memory.account ??= fetchAccount(portal).catch((error: unknown) => {
    portal.memory.account = null;
    throw error;
  });
  return portal.memory.account;
}

async function fetchAccount(portal: Portal): Promise<Account> {
  const details = await callFor(
    portal,
    { method: "GET", path: portal.paths.accountDetails, kind: "account", act: "reading the account" },
    detailsSchema,
  );
  const timeZone = details.timeZone ?? "";
  if (!isTimeZone(timeZone)) portal.log.warn({ timeZone }, "the account's time zone is unknown; UTC is used");
  return {
    accountId: details.portalId,
    name: `HubSpot ${details.portalId}`,
    timeZone: isTimeZone(timeZone) ? timeZone : "UTC",
    currency: details.companyCurrency ?? null,
  };
}

/** Kinds of activity that have a scope of their own, so that a token may lack just them. */
const kindsWithOwnScope = [
  { kind: "email", type: "emails", scope: "sales-email-read" },
  { kind: "proposal", type: "quotes", scope: "crm.objects.quotes.read" },
] as const;

/** What the token may do: from the token itself where HubSpot tells, else by trying what may be missing. */
export async function readAccess(portal: Portal, scopes: readonly string[] | null): Promise<Access> {
  const { required } = portal.manifest.hubspot.scopes;
  if (scopes === null) {
    await Promise.all(kindsWithOwnScope.map((own) => probe(portal, own)));
  } else {
    for (const { kind, scope } of kindsWithOwnScope) {
      if (!scopes.includes(scope)) portal.unmeasured.add(kind);
    }
  }
  return {
    scopes,
    missingScopes: scopes === null ? [] : required.filter((scope) => !scopes.includes(scope)),
    unmeasured: [...portal.unmeasured],
  };
}

async function probe(portal: Portal, { kind, type }: (typeof kindsWithOwnScope)[number]): Promise<void> {
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

/** The token may not, or the portal has no such objects: not measured, and no reason to stop. */
export function isWithheld(error: AppError): boolean {
  return error.code === "scope-missing" || [403, 404].includes(statusOf(error) ?? 0);
}
