/** One field of an object, as describe shows it. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly isCreateable: boolean;
  readonly isUpdateable: boolean;
  readonly isExternalId: boolean;
  /** Characters of a text. */
  readonly length: number;
  /** The object a reference leads to; several for WhatId and its like. */
  readonly references: readonly string[];
  readonly values: readonly PicklistValue[];
}

export interface PicklistValue {
  readonly value: string;
  readonly label: string;
  readonly isDefault: boolean;
}

export type FieldType =
  | "id"
  | "string"
  | "textarea"
  | "boolean"
  | "int"
  | "double"
  | "currency"
  | "date"
  | "datetime"
  | "picklist"
  | "reference"
  | "email";

export interface ObjectSchema {
  readonly name: string;
  readonly prefix: string;
  /** Can rows be made and changed by API? */
  readonly isWritable: boolean;
  /** May it only be asked for named ids (ContentDocumentLink)? */
  readonly needsFilterOn?: readonly string[];
  readonly fields: ReadonlyMap<string, Field>;
}

/** A field by its name and type; what is left out is as for a field that only Salesforce itself fills. */
export function toField(name: string, type: FieldType, own: Partial<Field> = {}): Field {
  return {
    name,
    type,
    isCreateable: false,
    isUpdateable: false,
    isExternalId: false,
    length: type === "string" ? 255 : 0,
    references: [],
    values: [],
    ...own,
  };
}
