import { randomUUID } from "node:crypto";
import express, { type Express } from "express";
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
  app.param("version", (_request, response, next, version: string) => {
    if (versionPattern.test(version)) next();
    else response.status(404).json(toErrorBody("resource not found"));
  });
  app.post("/oauth/:version/token", answerOAuth(core, "token"));
  app.post("/oauth/:version/token/introspect", answerOAuth(core, "introspect"));
  app.post("/oauth/:version/token/revoke", answerOAuth(core, "revoke"));
  for (const route of hubspotRoutes) app[route.method](route.path, answerRequest(core, route));
}

export function toErrorBody(message: string) {
  return { status: "error", message, correlationId: randomUUID(), category: "OBJECT_NOT_FOUND" };
}
