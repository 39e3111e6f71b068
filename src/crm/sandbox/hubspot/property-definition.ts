import { type Moment } from "../../../domain/time.ts";
import { toIso } from "./record.ts";

export type PropertyType =
  | "bool"
  | "date"
  | "datetime"
  | "enumeration"
  | "number"
  | "phone_number"
  | "string"
  | "json";

export interface PropertyOption {
  readonly label: string;
  readonly value: string;
  readonly displayOrder: number;
  readonly hidden: boolean;
  readonly description?: string;
}

export interface PropertyDefinition {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly type: PropertyType;
  readonly fieldType: string;
  readonly groupName: string;
  readonly options: readonly PropertyOption[];
  readonly displayOrder: number;
  readonly hidden: boolean;
  readonly formField: boolean;
  readonly hasUniqueValue: boolean;
  readonly isHubSpotDefined: boolean;
  /** The value is made by HubSpot: a write is refused. */
  readonly isReadOnly: boolean;
  /** Used in a list or workflow: cannot be archived. */
  readonly isInUse: boolean;
  readonly createdAt: Moment;
  readonly updatedAt: Moment;
  readonly archivedAt: Moment | null;
}

export interface PropertyGroup {
  readonly name: string;
  readonly label: string;
  readonly displayOrder: number;
  readonly archived: boolean;
}

export function toPropertyWire(property: PropertyDefinition): Record<string, unknown> {
  const { isHubSpotDefined, isReadOnly, isInUse: _, archivedAt, createdAt, updatedAt, ...rest } = property;
  return {
    ...rest,
    createdAt: toIso(createdAt),
    updatedAt: toIso(updatedAt),
    calculated: isReadOnly,
    externalOptions: false,
    hubspotDefined: isHubSpotDefined,
    archived: archivedAt !== null,
    ...(archivedAt === null ? {} : { archivedAt: toIso(archivedAt) }),
    modificationMetadata: {
      archivable: !isHubSpotDefined,
      readOnlyDefinition: isHubSpotDefined,
      readOnlyValue: isReadOnly,
    },
    dataSensitivity: "non_sensitive",
  };
}
