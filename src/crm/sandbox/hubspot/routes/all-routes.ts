import type { Route } from "../route.ts";
import { accountRoutes } from "./account-routes.ts";
import { associationRoutes } from "./association-routes.ts";
import { batchReadRoute } from "./batch-read-route.ts";
import { batchWriteRoutes } from "./batch-write-routes.ts";
import { objectRoutes } from "./object-routes.ts";
import { peopleRoutes } from "./people-routes.ts";
import { pipelineRoutes } from "./pipeline-routes.ts";
import { propertyBatchRoutes } from "./property-batch-routes.ts";
import { propertyGroupRoutes } from "./property-group-routes.ts";
import { propertyRoutes } from "./property-routes.ts";
import { searchRoute } from "./search-route.ts";

/** Every endpoint that needs a portal's token. More exact paths come before those with parameters. */
export const hubspotRoutes: readonly Route[] = [
  searchRoute,
  batchReadRoute,
  ...batchWriteRoutes,
  ...associationRoutes,
  ...peopleRoutes,
  ...objectRoutes,
  ...pipelineRoutes,
  ...propertyGroupRoutes,
  ...propertyBatchRoutes,
  ...propertyRoutes,
  ...accountRoutes,
];
