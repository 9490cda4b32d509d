import { test } from '@jest/globals';
import { fuzzIntake } from '../http/fuzz-intake.ts';

test('ten thousand times: whatever is sent, nothing breaks and nothing is stored that GitHub did not sign', async () => {
  await fuzzIntake(10_000);
}, 900_000);
