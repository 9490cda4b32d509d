type Answer = {
  readonly name: string;
  readonly statuses: readonly number[];
  /** What `message` says; absent for an answer without a body. */
  readonly message?: RegExp;
  readonly methods?: readonly string[];
  /** Where this answer was seen, or where GitHub's guides promise it. */
  readonly seen: string;
  readonly schema?: 'basic-error' | 'validation-error';
};

const GUIDES = 'https://docs.github.com/rest/using-the-rest-api';
/** Told by many, but no public thread or page shows the exact words. */
const ASSUMED = 'not verified';
const READS = ['get'];

/** What GitHub really answers although the operation's description does not list the status. */
const ANSWERS: readonly Answer[] = [
  {
    name: 'not signed in',
    statuses: [401],
    message: /./,
    seen: `${GUIDES}/troubleshooting-the-rest-api`,
    schema: 'basic-error',
  },
  {
    name: 'the plan does not offer it',
    statuses: [403],
    message: /^Upgrade to GitHub/,
    seen: 'https://github.com/github/branch-deploy/issues/345',
    schema: 'basic-error',
  },
  {
    name: 'the permission is missing',
    statuses: [403],
    message: /^Resource not accessible by integration$/,
    seen: `${GUIDES}/troubleshooting-the-rest-api`,
    schema: 'basic-error',
  },
  {
    name: 'the installation is suspended',
    statuses: [403],
    message: /^This installation has been suspended/,
    seen: ASSUMED,
    schema: 'basic-error',
  },
  {
    name: 'archived',
    statuses: [403],
    message: /^Repository was archived so is read-only\.$/,
    seen: ASSUMED,
    schema: 'basic-error',
  },
  {
    name: "another app's check run",
    statuses: [403],
    message: /^Invalid app_id `\d+` - check run can only be modified by the GitHub App that created it\.$/,
    seen: 'https://github.com/gr2m/merge-schedule-action/issues/55',
    schema: 'basic-error',
  },
  {
    name: 'no User-Agent',
    statuses: [403],
    message: /^Request forbidden by administrative rules/,
    seen: `${GUIDES}/getting-started-with-the-rest-api`,
    schema: 'basic-error',
  },
  {
    name: 'a version that is not supported',
    statuses: [400],
    message: /^The version specified/,
    seen: 'https://docs.github.com/rest/about-the-rest-api/api-versions',
    schema: 'basic-error',
  },
  {
    name: 'no more requests for now',
    statuses: [403, 429],
    message: /rate limit/i,
    seen: `${GUIDES}/rate-limits-for-the-rest-api`,
    schema: 'basic-error',
  },
  {
    name: 'not visible, or not there',
    statuses: [404],
    message: /^Not Found$/,
    seen: 'https://github.com/Wide-Moat/open-computer-use/issues/359',
    schema: 'basic-error',
  },
  {
    name: 'no rule',
    statuses: [404],
    message: /^Branch not protected$/,
    seen: 'https://github.com/alchemy-run/alchemy/issues/1514',
    schema: 'basic-error',
  },
  {
    name: 'no branch',
    statuses: [404],
    message: /^Branch not found$/,
    seen: 'https://github.com/github/rest-api-description/issues/577',
    schema: 'basic-error',
  },
  {
    name: 'a rule without checks',
    statuses: [404],
    message: /^Required status checks not enabled$/,
    seen: 'https://github.com/PyGithub/PyGithub/issues/973',
    schema: 'basic-error',
  },
  {
    name: 'no commit',
    statuses: [404, 422],
    message: /^No commit found for/,
    seen: ASSUMED,
    schema: 'basic-error',
  },
  {
    name: 'renamed or transferred',
    statuses: [301, 302, 307],
    message: /^(Moved Permanently|Temporary Redirect|Found)$/,
    seen: `${GUIDES}/best-practices-for-using-the-rest-api`,
    schema: 'basic-error',
  },
  {
    name: 'as before',
    statuses: [304],
    methods: READS,
    seen: `${GUIDES}/best-practices-for-using-the-rest-api`,
  },
  {
    name: 'empty',
    statuses: [409],
    message: /^Git Repository is empty\.$/,
    seen: ASSUMED,
    schema: 'basic-error',
  },
  {
    name: 'refused as it is written',
    statuses: [422],
    message: /^(Validation Failed|Invalid request\.)/,
    seen: `${GUIDES}/troubleshooting-the-rest-api`,
    schema: 'validation-error',
  },
  {
    name: 'not JSON',
    statuses: [400],
    message: /^(Problems parsing JSON|Body should be a JSON object)$/,
    seen: `${GUIDES}/troubleshooting-the-rest-api`,
    schema: 'basic-error',
  },
  { name: 'an outage', statuses: [500, 502, 503, 504], seen: `${GUIDES}/troubleshooting-the-rest-api` },
];

/** The known answer that the description leaves out, or undefined when nobody has seen such a one. */
export function undocumentedAnswer(method: string, status: number, body: unknown): Answer | undefined {
  return ANSWERS.find(
    (answer) =>
      answer.statuses.includes(status) && (answer.methods?.includes(method) ?? true) && saysSo(answer, body),
  );
}

function saysSo({ message }: Answer, body: unknown): boolean {
  if (message === undefined) return true;
  const said = typeof body === 'object' && body !== null && 'message' in body ? body.message : undefined;
  return typeof said === 'string' && message.test(said);
}
