import type { Response } from "express";
import type { Fault } from "./faults.ts";

type FaultOf<K extends Fault["do"]> = Extract<Fault, { do: K }>;

export function findFault<K extends Fault["do"]>(faults: readonly Fault[], kind: K): FaultOf<K> | null {
  const isWanted = (fault: Fault): fault is FaultOf<K> => fault.do === kind;
  return faults.find(isWanted) ?? null;
}

export function breakConnection(response: Response): void {
  response.socket?.destroy();
}

/** Promises the whole body and cuts the connection in its middle. */
export function sendBroken(
  response: Response,
  answer: { readonly status: number; readonly body: unknown },
): void {
  const body = Buffer.from(JSON.stringify(answer.body ?? {}));
  response
    .status(answer.status)
    .set({ "Content-Type": "application/json", "Content-Length": String(body.length) });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
}
