import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { findFreePort } from "../support/free-port.ts";

/** What a server may do to every request. `refused`: nobody listens. */
export const misbehaviours = {
  "404s": (response: ServerResponse) => response.writeHead(404).end(),
  "a web page": (response: ServerResponse) =>
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><h1>Sign in</h1>"),
  "half an answer": (response: ServerResponse) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "500" });
    response.write('{"portalId":', () => response.destroy());
  },
  "JSON of another service": (response: ServerResponse) =>
    response.writeHead(200, { "content-type": "application/json" }).end('{"hello":"world"}'),
  "server errors": (response: ServerResponse) => response.writeHead(500).end("oops"),
  refused: null,
} as const satisfies Record<string, ((response: ServerResponse) => void) | null>;
export type Misbehaviour = keyof typeof misbehaviours;

/** Gives `act` the address of a server that always does this. */
export async function withServer<T>(what: Misbehaviour, act: (url: string) => Promise<T>): Promise<T> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const answer = misbehaviours[what];
  if (answer === null) return await act(url);
  const server = createServer((request, response) => {
    request.resume().on("end", () => answer(response));
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  try {
    return await act(url);
  } finally {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
}
