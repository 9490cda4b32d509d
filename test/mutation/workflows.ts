// The tests of src/workflows in one file, so that a run for a mutant loads the room once and not once per file.
import '../workflows/glob.test.ts';
import '../workflows/names.test.ts';
import '../workflows/skips.test.ts';
import '../workflows/triggers.test.ts';
import '../workflows/verdicts.test.ts';
import '../workflows/door.test.ts';
import '../workflows/pipeline.test.ts';
import '../workflows/fixes.test.ts';
import '../workflows/values.test.ts';
import '../workflows/witness.test.ts';
import '../workflows/reports.test.ts';
import '../workflows/matrix.test.ts';
import '../workflows/hostile.test.ts';
import '../workflows/patch.test.ts';
