import usual from '../../jest.config.js';

/** What takes too long for every change: `npm run test:long`. @type {import('jest').Config} */
export default {
  ...usual,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/long/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
