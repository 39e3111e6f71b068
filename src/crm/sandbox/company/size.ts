/** How big a company is. `demo`: 6 reps with a year of deals and about 90 working days of activities. */
export type CompanySize = "demo" | ParametricSize;

export interface ParametricSize {
  readonly reps: number;
  /** Open deals on the first day; about as many stay open. */
  readonly openDeals: number;
  /** New or changed activities on a full working day, all reps together. */
  readonly activitiesPerDay: number;
  /** Calendar days of activities before the start. */
  readonly historyDays: number;
}

/** Names of sizes for the command line. */
export const namedSizes: Readonly<Record<string, CompanySize>> = {
  demo: "demo",
  small: { reps: 20, openDeals: 300, activitiesPerDay: 800, historyDays: 30 },
  large: { reps: 500, openDeals: 10_000, activitiesPerDay: 50_000, historyDays: 4 },
};
