/** A column that tells when deals entered a stage, as HubSpot has one for each stage. */
export interface StageColumn {
  readonly column: string;
  readonly stage: string;
}

const heading =
  /^(?:date entered|entered|data wejścia do(?: etapu)?|data wejścia|дата входа в(?: этап)?|дата входа)\s+["'“„«]?(?<stage>.+?)["'”»]?$/i;

/** `Date entered "Contract sent (Sales pipeline)"` and the like. Whether the stage exists is for the caller to check. */
export function findStageColumns(columns: readonly string[]): StageColumn[] {
  return columns.flatMap((column) => {
    const named = heading.exec(column)?.groups?.["stage"];
    if (named === undefined) return [];
    return [{ column, stage: named.replace(/\s*\([^()]*\)["'”»]?$/, "").trim() }];
  });
}
