import type { PipelineHabits } from "../../domain/stall-model.ts";
import { sizeClassOf } from "./size-class.ts";

/** By how much longer than usual a deal of this size may stay in a stage. */
export function stayFactorOf({ amount }: { amount: number | null }, habits: PipelineHabits): number {
  const size = sizeClassOf(amount, habits);
  return size === null ? 1 : habits.stayFactors[size];
}

/** By how much longer than usual a deal of this size and rep may be out of contact. */
export function silenceFactorOf(
  { amount, repId }: { amount: number | null; repId: string | null },
  habits: PipelineHabits,
): number {
  const size = sizeClassOf(amount, habits);
  const ofRep = repId === null ? 1 : (habits.repFactors[repId] ?? 1);
  return ofRep * (size === null ? 1 : habits.silenceFactors[size]);
}
