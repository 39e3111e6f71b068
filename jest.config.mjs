export default {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  testSequencer: "<rootDir>/test/support/nights-first.mjs",
  transform: { "\\.ts$": "<rootDir>/test/support/strip-types.mjs" },
  testTimeout: 60_000,
  maxWorkers: 3,
  coverageProvider: "v8",
  collectCoverageFrom: ["src/**/*.ts", "workers/**/*.ts", "config/**/*.ts"],
};
