import type { Route } from "../route.ts";
import { bulkIngestRoutes } from "./bulk-ingest-routes.ts";
import { bulkQueryRoutes } from "./bulk-query-routes.ts";
import { compositeRequestRoute } from "./composite-request-route.ts";
import { compositeRoutes } from "./composite-routes.ts";
import { describeRoutes } from "./describe-routes.ts";
import { limitsRoute } from "./limits-route.ts";
import { queryRoutes } from "./query-routes.ts";

/** Every endpoint that needs an org's token. */
export const salesforceRoutes: readonly Route[] = [
  ...queryRoutes,
  ...describeRoutes,
  compositeRequestRoute,
  ...compositeRoutes,
  ...bulkQueryRoutes,
  ...bulkIngestRoutes,
  limitsRoute,
];
