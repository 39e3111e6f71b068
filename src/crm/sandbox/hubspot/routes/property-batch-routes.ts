import { z } from "zod";
import { type BatchError, batchAnswer } from "../batch-answer.ts";
import { checkBatchSize, readBody } from "../body.ts";
import { toPropertyWire } from "../property-definition.ts";
import { isRefusal } from "../refusals.ts";
import { type Answer, type Call, type Route, typeOf } from "../route.ts";
import {
  addProperty,
  dropProperty,
  propertiesOf,
  propertySchema,
  readScopes,
  writeScopes,
} from "./property-routes.ts";

const namesSchema = z.object({
  inputs: z.array(z.object({ name: z.string() })),
  archived: z.boolean().optional(),
});
const createSchema = z.object({ inputs: z.array(propertySchema) });

const path = "/crm/properties/:version/:type/batch";
const write = { method: "post", kind: "property", scopes: writeScopes, isWrite: true } as const;

/** HubSpot has no batch update of properties. */
export const propertyBatchRoutes: readonly Route[] = [
  {
    method: "post",
    path: `${path}/read`,
    kind: "property",
    scopes: readScopes,
    isWrite: false,
    handle: readBatch,
  },
  { ...write, path: `${path}/create`, handle: createBatch },
  { ...write, path: `${path}/archive`, handle: archiveBatch },
];

function readBatch(call: Call): Answer {
  const { inputs, archived } = readBody(namesSchema, call.body);
  checkBatchSize(inputs.length);
  const properties = propertiesOf(call.portal, typeOf(call));
  const isWanted = (name: string) => {
    const property = properties.get(name);
    return property !== undefined && (property.archivedAt !== null) === (archived === true);
  };
  const missing = inputs.filter(({ name }) => !isWanted(name)).map(({ name }) => name);
  const results = inputs
    .filter(({ name }) => isWanted(name))
    .flatMap(({ name }) => properties.get(name) ?? [])
    .map(toPropertyWire);
  const error: BatchError = {
    status: "error",
    category: "OBJECT_NOT_FOUND",
    message: "Some properties do not exist",
    context: { name: missing },
  };
  return batchAnswer(call, { results, errors: missing.length === 0 ? [] : [error], status: 200 });
}

function createBatch(call: Call): Answer {
  const { inputs } = readBody(createSchema, call.body);
  checkBatchSize(inputs.length);
  const results: unknown[] = [];
  const errors: BatchError[] = [];
  for (const input of inputs) {
    try {
      results.push(toPropertyWire(addProperty(call, typeOf(call), input)));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      errors.push({
        status: "error",
        category: String(error.body["category"]),
        message: String(error.body["message"]),
        context: { name: [input.name] },
      });
    }
  }
  return batchAnswer(call, { results, errors, status: 201 });
}

function archiveBatch(call: Call): Answer {
  const { inputs } = readBody(namesSchema, call.body);
  checkBatchSize(inputs.length);
  const properties = propertiesOf(call.portal, typeOf(call));
  for (const { name } of inputs) {
    if (properties.get(name)?.archivedAt === null) dropProperty(call, typeOf(call), name);
  }
  return { status: 204, body: null };
}
