import { randomUUID } from "node:crypto";
import express, { type Express, type NextFunction, type Request, type Response } from "express";
import type { Core } from "../core.ts";
import { answerRequest } from "./answer-request.ts";
import { answerOAuth } from "./oauth-server.ts";
import { hubspotRoutes } from "./routes/all-routes.ts";

/** HubSpot's dated versions, betas included. */
const versionPattern = /^\d{4}-\d{2}(-beta)?$/;
/** HubSpot limits bodies too; this only has to hold 2,000 associations. */
const bodyLimit = "20mb";

/** Adds HubSpot's endpoints to the server. */
export function addHubSpot(app: Express, core: Core): void {
  app.use(express.json({ limit: bodyLimit, strict: false }), express.urlencoded({ extended: false }));
  app.post("/oauth/:version/token", checkVersion, answerOAuth(core, "token"));
  app.post("/oauth/:version/token/introspect", checkVersion, answerOAuth(core, "introspect"));
  app.post("/oauth/:version/token/revoke", checkVersion, answerOAuth(core, "revoke"));
  for (const route of hubspotRoutes) app[route.method](route.path, checkVersion, answerRequest(core, route));
}

function checkVersion(request: Request, response: Response, next: NextFunction): void {
  if (versionPattern.test(String(request.params["version"]))) next();
  else response.status(404).json(toErrorBody("resource not found"));
}

export function toErrorBody(message: string) {
  return { status: "error", message, correlationId: randomUUID(), category: "OBJECT_NOT_FOUND" };
}
