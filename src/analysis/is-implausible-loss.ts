export interface LossSettings {
  /** So many may be lost at any time. */
  readonly maxLost: number;
  /** ... or this share of what is known, where that is more. */
  readonly maxLostShare: number;
  /** More than this share is always too much, however little there is. A single one never is. */
  readonly maxShareEver: number;
}

/** Whether more is missing than people delete one by one: then something else happened to it. */
export function isImplausibleLoss(
  { lost, known }: { readonly lost: number; readonly known: number },
  { maxLost, maxLostShare, maxShareEver }: LossSettings,
): boolean {
  const most = Math.min(Math.max(maxLost, maxLostShare * known), maxShareEver * known);
  return lost > Math.max(1, most);
}
