import express, { type Express, type NextFunction, type Request, type Response } from "express";
import type { Core } from "../core.ts";
import { breakConnection, findFault } from "../fault-tools.ts";
import { answerRequest } from "./answer-request.ts";
import { isRefusal, notFound, oauthRefusal, refuse } from "./refusals.ts";
import { salesforceRoutes } from "./routes/all-routes.ts";

/** Versions below are retired (Summer '25) and answer GONE. */
const oldestVersion = 31;

const newestVersion = 67;

const offeredVersions = ["64.0", "65.0", "66.0", "67.0"].map((version) => ({
  label: `Version ${version}`,
  url: `/services/data/v${version}`,
  version,
}));

/** Adds Salesforce's endpoints to the server: one host is both where people log in and where the API lives. */
export function addSalesforce(app: Express, core: Core): void {
  app.use("/services", express.text({ type: "text/csv", limit: "150mb" }));
  app.post("/services/oauth2/token", answerToken(core));
  app.get("/services/data", (_request, response) => void response.json(offeredVersions));
  app.use("/services/data/v:version", checkVersion);
  for (const route of salesforceRoutes) {
    app[route.method](`/services/data/v:version${route.path}`, answerRequest(core, route));
  }
  app.use("/services/data", (_request, response) => {
    const { status, body } = notFound();
    response.status(status).json(body);
  });
}

function checkVersion(request: Request, response: Response, next: NextFunction): void {
  const version = String(request.params["version"]);
  if (!/^\d{2}\.0$/.test(version) || Number(version) > newestVersion) {
    const { status, body } = notFound();
    response.status(status).json(body);
  } else if (Number(version) < oldestVersion) {
    const { status, body } = refuse(410, "UNSUPPORTED_API_VERSION", "The API version is retired");
    response.status(status).json(body);
  } else next();
}

function answerToken(core: Core): (request: Request, response: Response) => Promise<void> {
  return async (request, response) => {
    const seen = { portalId: null, method: "POST", path: request.path, kind: "oauth", body: null };
    await core.options.onRequest?.(seen);
    const faults = core.faults.strike(seen);
    if (findFault(faults, "reset") !== null) return breakConnection(response);
    const error = findFault(faults, "error");
    const loginUrl = `http://${request.headers.host}`;
    const { status, body } =
      error === null
        ? await exchange(core, request.body as Record<string, string>, loginUrl)
        : { status: error.status, body: { error: "unknown_error", error_description: "retry your request" } };
    core.log.add({
      at: core.clock.now(),
      portalId: null,
      method: "POST",
      path: request.path,
      kind: "oauth",
      status,
    });
    response.status(status).json(body);
  };
}

async function exchange(
  core: Core,
  form: Readonly<Record<string, string>>,
  loginUrl: string,
): Promise<{ status: number; body: unknown }> {
  try {
    const { token, orgId, userId } = await core.gate.exchange(form, { loginUrl, now: Date.now() });
    if (core.orgs.get(orgId)?.org.settings.isAppApproved !== true)
      throw oauthRefusal("invalid_grant", "user hasn't approved this consumer");
    const id = `${loginUrl}/id/${orgId}/${userId}`;
    const body = { access_token: token, instance_url: loginUrl, id, token_type: "Bearer", scope: "api" };
    return { status: 200, body };
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
}
