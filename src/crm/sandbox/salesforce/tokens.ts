import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID } from "node:crypto";
import { decodeJwt, importSPKI, jwtVerify } from "jose";
import { oauthRefusal, sessionExpired } from "./refusals.ts";

/** Who may come in: one External Client App with its certificate, one integration user for each org. */
export interface Gate {
  readonly clientId: string;
  readonly privateKey: string;
  /** Answers a token request. Throws OAuth's refusals. */
  exchange(form: Readonly<Record<string, string>>, place: Place): Promise<Grant>;
  /** The org behind a bearer token; throws the 401 of an ended session. */
  authorize(header: string | undefined): Grant;
  expire(header: string | undefined): void;
  addUser(username: string, orgId: string, userId: string): void;
}

/** Where a token was asked for, and when by the server's true clock. */
interface Place {
  readonly loginUrl: string;
  readonly now: number;
}

export interface Grant {
  readonly token: string;
  readonly orgId: string;
  readonly userId: string;
}

const clientId = "3MVG9sandbox.norma";

/** `key` is the app's private key (PEM) of an earlier sandbox whose clients must still come in; without it a new one. */
export function openGate(key?: string): Gate {
  const pair =
    key === undefined
      ? generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey
      : createPrivateKey(key);
  const privateKey = pair.export({ type: "pkcs8", format: "pem" }).toString();
  const publicKey = createPublicKey(pair).export({ type: "spki", format: "pem" }).toString();
  const users = new Map<string, { orgId: string; userId: string }>();
  const sessions = new Map<string, Grant>();
  const tokenOf = (header = "") => header.replace(/^Bearer /i, "");

  async function verify(assertion: string, { loginUrl, now }: Place) {
    const key = await importSPKI(publicKey, "RS256");
    try {
      const expected = { issuer: clientId, audience: loginUrl, currentDate: new Date(now) };
      return (await jwtVerify(assertion, key, expected)).payload;
    } catch {
      if (issuerOf(assertion) !== clientId)
        throw oauthRefusal("invalid_client_id", "client identifier invalid");
      throw oauthRefusal("invalid_grant", "invalid assertion");
    }
  }

  return {
    clientId,
    privateKey,
    addUser: (username, orgId, userId) => void users.set(username, { orgId, userId }),
    exchange: async (form, place) => {
      if (form["grant_type"] !== "urn:ietf:params:oauth:grant-type:jwt-bearer") {
        throw oauthRefusal("unsupported_grant_type", "grant type not supported");
      }
      const { sub, exp } = await verify(form["assertion"] ?? "", place);
      if (exp === undefined || exp - place.now / 1_000 > maxAssertionSeconds) {
        throw oauthRefusal("invalid_grant", "assertion expires too late");
      }
      const user = users.get(sub ?? "");
      if (user === undefined) throw oauthRefusal("invalid_grant", "user hasn't approved this consumer");
      const grant = { ...user, token: `${user.orgId.slice(0, 15)}!${randomUUID().replaceAll("-", "")}` };
      sessions.set(grant.token, grant);
      return grant;
    },
    authorize: (header) => {
      const grant = sessions.get(tokenOf(header));
      if (grant === undefined) throw sessionExpired();
      return grant;
    },
    expire: (header) => void sessions.delete(tokenOf(header)),
  };
}

/** Salesforce takes assertions of three minutes; a little more for clocks that differ. */
const maxAssertionSeconds = 300;

function issuerOf(assertion: string): string | undefined {
  try {
    return decodeJwt(assertion).iss;
  } catch {
    return undefined;
  }
}
