const swc = {
  sourceMaps: true,
  module: { type: 'es6' },
  jsc: { target: 'es2022', parser: { syntax: 'typescript' }, transform: { hidden: { jest: true } } },
};

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  // One real Temporal server and MongoDB for the run, started when the first suite asks for them.
  globalSetup: '<rootDir>/test/support/globalSetup.mjs',
  globalTeardown: '<rootDir>/test/support/globalTeardown.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['<rootDir>/test/support/swcTransform.cjs', swc] },
  collectCoverageFrom: ['{domain,workflows,activities,models,api,temporal,platform}/**/*.ts'],
  coverageProvider: 'babel',
  testSequencer: '<rootDir>/test/support/longestFirst.cjs',
  // One more than processors, since suites about outages mostly wait.
  maxWorkers: 3,
  // Nothing in the tests is timed: this only ends a test that hangs.
  testTimeout: 300_000,
};
