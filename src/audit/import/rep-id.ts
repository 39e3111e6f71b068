/** The same person under the names that two files give: case, spaces and a remark such as “(Deactivated User)” do not matter. */
export function toRepId(name: string): string {
  return name
    .replace(/\([^)]*\)\s*$/, "")
    .replaceAll(/\s+/g, " ")
    .trim()
    .toLowerCase();
}

/** Does the name itself say that the person no longer works here? HubSpot adds “(Deactivated User)”. */
export function isDeactivated(name: string): boolean {
  return /\((?:[^)]*\s)?(?:deactivated|inactive|removed|nieaktywn\w*|dezaktyw\w*|usunięt\w*|деактив[а-я]*|неактив[а-я]*|удал[а-я]*)/i.test(
    name,
  );
}
