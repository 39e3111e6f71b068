/** HubSpot's date-versioned paths; the version comes from the manifest and stands nowhere else. */
export interface Paths {
  objects(type: string, act?: string): string;
  associations(from: string, to: string): string;
  properties(type: string, name?: string): string;
  propertyGroups(type: string, name?: string): string;
  readonly owners: string;
  readonly teams: string;
  readonly pipelines: string;
  readonly accountDetails: string;
  readonly token: string;
  readonly introspect: string;
  readonly uninstall: string;
}

export function toPaths(version: string): Paths {
  return {
    objects: (type, act) => join("/crm/objects", version, type, act),
    associations: (from, to) => join("/crm/associations", version, from, to, "batch/read"),
    properties: (type, name) => join("/crm/properties", version, type, name),
    propertyGroups: (type, name) => join("/crm/properties", version, type, "groups", name),
    owners: `/crm/owners/${version}`,
    teams: `/settings/teams/${version}`,
    pipelines: `/crm/pipelines/${version}/deals`,
    accountDetails: `/account-info/${version}/details`,
    token: `/oauth/${version}/token`,
    introspect: `/oauth/${version}/token/introspect`,
    uninstall: `/appinstalls/${version}/external-install`,
  };
}

function join(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join("/");
}
