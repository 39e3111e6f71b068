import { z } from "zod";
import { emptyDealFields } from "../domain/flag.ts";

/** The domain's names for what a manifest's field holds; `contest` is the one that people write. */
const fieldNames = [...Object.keys(emptyDealFields), "contest"];

const fieldSchema = z.object({
  field: z.string().refine((name) => fieldNames.includes(name), "not a field of the domain"),
  /** The property's name in the CRM: lower case and fixed for ever. */
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  label: z.string().min(1),
  description: z.string(),
  type: z.enum(["enumeration", "date", "number", "text"]),
  writtenBy: z.enum(["norma", "people"]).default("norma"),
  options: z.array(z.object({ value: z.string(), label: z.string() })).default([]),
});

const manifestSchema = z.object({
  name: z.string(),
  hubspot: z.object({
    /** The date version in HubSpot's paths. */
    apiVersion: z.string().regex(/^\d{4}-\d{2}(-beta)?$/),
    scopes: z.object({ required: z.array(z.string()), optional: z.array(z.string()) }),
  }),
  salesforce: z.object({
    /** Of the REST API; always sent, because the server's default is years old. */
    apiVersion: z.string().regex(/^\d{2}\.0$/),
  }),
  dealFields: z.object({
    group: z.object({ name: z.string(), label: z.string() }),
    fields: z.array(fieldSchema),
  }),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestField = Manifest["dealFields"]["fields"][number];

/** Checks the parsed `manifest.json`; throws a ZodError that names what is wrong. */
export function parseManifest(json: unknown): Manifest {
  return manifestSchema.parse(json);
}
