import { afterEach, expect, it } from "@jest/globals";
import { startSandbox } from "../../../src/crm/sandbox/start-sandbox.ts";
import type { OrgOptions } from "../../../src/crm/sandbox/salesforce/open-org.ts";
import { openOrgAdapter } from "./open-adapter.ts";
