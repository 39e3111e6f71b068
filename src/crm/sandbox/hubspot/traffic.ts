import { type Limits, openWindow, type Window } from "../limits.ts";
import { tooManyCalls, tooManySearches } from "./refusals.ts";
import type { RequestKind } from "./route.ts";

/** The budgets of one portal. Throws the 429 that HubSpot gives, and tells which headers an answer carries. */
export interface Traffic {
  admit(kind: RequestKind): Record<string, string>;
}

/** Null limits: everything is let through. */
export function openTraffic(limits: Limits | null): Traffic {
  if (limits === null) return { admit: () => ({}) };
  const general = openWindow(limits.general);
  const search = openWindow(limits.search);
  const association = openWindow(limits.association);
  return {
    admit: (kind) => {
      if (kind === "search") {
        if (!search.take()) throw tooManySearches();
        return {};
      }
      const isLinked = kind === "association" || kind === "association-write";
      if ((isLinked && !association.take()) || !general.take()) throw tooManyCalls(toHeaders(general));
      return toHeaders(general);
    },
  };
}

function toHeaders(window: Window): Record<string, string> {
  return {
    "X-HubSpot-RateLimit-Max": String(window.limit.calls),
    "X-HubSpot-RateLimit-Remaining": String(window.remaining()),
    "X-HubSpot-RateLimit-Interval-Milliseconds": String(window.limit.perMs),
  };
}
