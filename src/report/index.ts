// A Plan and its Receipt in, words out: the check run, the comment. `render` is pure, `publish` sends.
// The same words everywhere; text from outside is escaped here.
export type { Annotation, Button, CheckConclusion, CheckRun, Publisher, Reaction } from './publisher.ts';
