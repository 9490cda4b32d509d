/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  globalSetup: '<rootDir>/test/kit/global-setup.js',
  transform: { '\\.ts$': '<rootDir>/test/kit/strip-types.js' },
  testPathIgnorePatterns: ['/node_modules/', '/test/long/'],
  modulePathIgnorePatterns: ['/.stryker-tmp/'],
  collectCoverageFrom: ['src/**/*.ts'],
  coverageProvider: 'v8',
  maxWorkers: 2,
  testTimeout: 20_000,
};
