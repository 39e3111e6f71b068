export interface LossSettings {
  /** So many may be lost at any time. */
  readonly maxLost: number;
  /** ... or this share of what is known, where that is more. */
  readonly maxLostShare: number;
}

/**
 * Whether more is missing than people delete without a trace: then it was probably kept from us. Half of everything is always too
 * much, however little there is; a single one never.
 */
export function isImplausibleLoss(
  { lost, known }: { readonly lost: number; readonly known: number },
  { maxLost, maxLostShare }: LossSettings,
): boolean {
  const most = Math.min(Math.max(maxLost, maxLostShare * known), known / 2);
  return lost > Math.max(1, most);
}
