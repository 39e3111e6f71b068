/** A column that tells when deals entered a stage, as HubSpot has one for each stage. */
export interface StageColumn {
  readonly column: string;
  readonly stage: string;
  /** The name stands in quotes: then it is a stage even where no deal is in it now. */
  readonly isQuoted: boolean;
}

const heading =
  /^(?:date entered|entered|data wejścia do(?: etapu)?|data wejścia|дата входа в(?: этап)?|дата входа)\s+(?<quote>["'“„«])?(?<stage>.+?)["'”»]?$/i;

/** `Date entered "Contract sent (Sales pipeline)"` and the like. Whether a stage without quotes exists is for the caller to check. */
export function findStageColumns(columns: readonly string[]): StageColumn[] {
  return columns.flatMap((column) => {
    const { stage, quote } = heading.exec(column)?.groups ?? {};
    if (stage === undefined) return [];
    const name = stage.replace(/\s*\([^()]*\)["'”»]?$/, "").trim();
    return [{ column, stage: name, isQuoted: quote !== undefined }];
  });
}
