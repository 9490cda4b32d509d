// Copies the workflow schema out of @actions/workflow-parser, whose exports do not offer it. Run it after a change
// of that package's version; a test says so when it was forgotten.
import { copyFileSync } from 'node:fs';

copyFileSync(
  'node_modules/@actions/workflow-parser/dist/workflow-v1.0.min.json',
  'src/workflows/read/workflow-schema.json',
);
