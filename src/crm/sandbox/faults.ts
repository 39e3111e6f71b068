import { z } from "zod";
import { createRandom } from "./random.ts";

const target = {
  /** Kinds of requests it strikes; all when left out. */
  on: z.array(z.string()).optional(),
  /** Only paths that hold this text. */
  path: z.string().optional(),
  portalId: z.union([z.number(), z.string()]).optional(),
  /** Lets so many matching requests pass first. */
  after: z.number().int().min(0).default(0),
  /** Strikes so many times; null for ever. */
  times: z.number().int().min(1).nullable().default(1),
  /** Strikes a matching request with this chance (0..1, seeded). */
  chance: z.number().min(0).max(1).default(1),
};
const retryAfterSeconds = z.number().optional();

/**
 * Misbehaviour that can be switched on. `busy`: 429. `error`: any other status. `reset`: connection cut before
 * anything is done. `slow`: waits. `hang`: never answers. `truncate`: body cut in the middle. `html`: 200 with a web page.
 * `short-page`: fewer rows than asked for (0 too), still with `paging.next.after`. `edits`: people edit so many
 * records of the searched type just before the answer. `expire-token`: the token used is expired from now on.
 * `drop-write`: answers as if written, keeps nothing. `lose-answer`: writes, then cuts the connection.
 * `forget-cursors`: queries that were not read to their end cannot go on.
 */
export const faultSchema = z.discriminatedUnion("do", [
  z.object({ do: z.literal("busy"), retryAfterSeconds, ...target }),
  z.object({
    do: z.literal("error"),
    status: z.number().int().min(400).max(599),
    retryAfterSeconds,
    ...target,
  }),
  z.object({ do: z.literal("reset"), ...target }),
  z.object({ do: z.literal("slow"), ms: z.number().min(0), ...target }),
  z.object({ do: z.literal("hang"), ...target }),
  z.object({ do: z.literal("truncate"), ...target }),
  z.object({ do: z.literal("html"), ...target }),
  z.object({ do: z.literal("short-page"), rows: z.number().int().min(0), ...target }),
  z.object({ do: z.literal("edits"), edits: z.number().int().min(1), ...target }),
  z.object({ do: z.literal("expire-token"), ...target }),
  z.object({ do: z.literal("drop-write"), ...target }),
  z.object({ do: z.literal("lose-answer"), ...target }),
  z.object({ do: z.literal("forget-cursors"), ...target }),
]);
export type Fault = z.infer<typeof faultSchema>;
/** As given by a caller: what has a default may be left out. */
export type FaultInput = z.input<typeof faultSchema>;

export interface FaultedRequest {
  readonly kind: string;
  readonly path: string;
  readonly portalId: number | string | null;
}

export interface FaultSwitches {
  add(...faults: readonly FaultInput[]): void;
  clear(): void;
  /** The faults that strike this request; counts them. */
  strike(request: FaultedRequest): readonly Fault[];
}

export function createFaults(seed: number): FaultSwitches {
  const random = createRandom(seed);
  let armed: { fault: Fault; seen: number; struck: number }[] = [];
  return {
    add: (...faults) => {
      armed.push(...faults.map((fault) => ({ fault: faultSchema.parse(fault), seen: 0, struck: 0 })));
    },
    clear: () => {
      armed = [];
    },
    strike: (request) => {
      const striking = armed.filter((one) => {
        if (!isTarget(one.fault, request)) return false;
        one.seen++;
        if (one.seen <= one.fault.after || !random.chance(one.fault.chance)) return false;
        one.struck++;
        return true;
      });
      armed = armed.filter(({ fault, struck }) => fault.times === null || struck < fault.times);
      return striking.map(({ fault }) => fault);
    },
  };
}

function isTarget(fault: Fault, { kind, path, portalId }: FaultedRequest): boolean {
  if (fault.on !== undefined && !fault.on.includes(kind)) return false;
  if (fault.path !== undefined && !path.includes(fault.path)) return false;
  return fault.portalId === undefined || fault.portalId === portalId;
}
