import type { Route } from "../route.ts";

export const limitsRoute: Route = {
  method: "get",
  path: "/limits",
  kind: "limits",
  isWrite: false,
  handle: ({ org }) => {
    const { dailyCalls, usedCalls } = org.settings;
    const left = Math.max(0, dailyCalls - usedCalls - org.calls);
    return { status: 200, body: { DailyApiRequests: { Max: dailyCalls, Remaining: left } } };
  },
};
