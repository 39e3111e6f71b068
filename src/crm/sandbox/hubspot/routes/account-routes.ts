import { type Answer, type Call, ok, type Route } from "../route.ts";

export const accountRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/account-info/:version/details",
    kind: "account",
    scopes: () => [],
    isWrite: false,
    handle: readAccount,
  },
  {
    method: "get",
    path: "/crm/limits/:version/:what",
    kind: "account",
    scopes: () => [],
    isWrite: false,
    handle: () => ok({ results: [] }),
  },
  {
    method: "delete",
    path: "/appinstalls/:version/external-install",
    kind: "install",
    scopes: () => [],
    isWrite: true,
    handle: uninstall,
  },
];

function readAccount({ portal }: Call): Answer {
  return ok({
    portalId: portal.id,
    accountType: "STANDARD",
    timeZone: portal.timeZone,
    companyCurrency: portal.currency,
    additionalCurrencies: portal.currency === "EUR" ? [] : ["EUR"],
    utcOffset: "+00:00",
    utcOffsetMilliseconds: 0,
    uiDomain: "app.hubspot.com",
    dataHostingLocation: "eu1",
  });
}

function uninstall(call: Call): Answer {
  if (!call.isDropped) call.portal.isInstalled = false;
  return { status: 204, body: null };
}
