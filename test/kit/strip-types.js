import { createHash } from 'node:crypto';
import { stripTypeScriptTypes } from 'node:module';

// Node's own type stripper as a jest transform: it keeps every position, so no source map is needed.
export default {
  process: (source) => ({ code: stripTypeScriptTypes(source) }),
  getCacheKey: (source, file, options) =>
    createHash('sha256')
      .update(`${process.version}\n${file}\n${String(options.instrument)}\n`)
      .update(source)
      .digest('hex'),
};
