// The walls of the house: a room may import only what its line allows (ARCHITECTURE.md, "Rooms").
const MAY_IMPORT = {
  model: [],
  simulator: [],
  policy: ['model'],
  workflows: ['model'],
  plan: ['model'],
  wake: ['model'],
  observe: ['model'],
  apply: ['model'],
  queue: ['model'],
  recovery: ['model'],
  control: ['model', 'queue'],
  report: ['model', 'plan'],
  github: ['model', 'observe', 'apply', 'report', 'recovery'],
  store: ['model', 'queue', 'recovery'],
  reconcile: ['model', 'observe', 'policy', 'workflows', 'plan', 'apply', 'report'],
  http: ['model'],
  dashboard: ['model', 'plan', 'store'],
  cli: [
    'model',
    'policy',
    'workflows',
    'plan',
    'reconcile',
    'queue',
    'control',
    'store',
    'main',
    'simulator',
    'settings',
  ],
};
/** Who may know which outside package: one room each. */
const OWNED = [
  {
    what: 'octokit',
    path: '^node_modules/(@octokit/(?!webhooks-methods)|probot)',
    rooms: '^src/(github/|app\\.ts|main\\.ts|probot\\.ts|installations\\.ts|set-up\\.ts|simulator/)',
  },
  { what: 'SQL', path: '^node_modules/(kysely|pg|@electric-sql)/', rooms: '^src/store/' },
  { what: 'the workflow parser', path: '^node_modules/@actions/', rooms: '^src/workflows/' },
  { what: 'the job library', path: '^node_modules/pg-boss/', rooms: '^src/(queue|store)/' },
  { what: 'hono', path: '^node_modules/(hono|@hono)/', rooms: '^src/(http|dashboard|simulator)/' },
];
const PURE = '^src/(model|policy|workflows|plan|wake)/';

const rooms = Object.entries(MAY_IMPORT).map(([room, allowed]) => ({
  name: `room-${room}`,
  comment: `${room} may import: ${allowed.join(', ') || 'nothing of ours'}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: `^src/(${[room, ...allowed].join('|')})(/|\\.ts$)` },
}));
const owned = OWNED.map(({ what, path, rooms: inside }) => ({
  name: `only-one-room-knows-${what.replaceAll(' ', '-')}`,
  severity: 'error',
  from: { path: '^src/', pathNot: inside },
  to: { path },
}));

module.exports = {
  forbidden: [
    ...rooms,
    ...owned,
    {
      name: 'other-rooms-by-their-door',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'app-only-wakes',
      severity: 'error',
      from: { path: '^src/app\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(model|wake|queue)/' },
    },
    {
      name: 'pure-rooms-have-no-node',
      severity: 'error',
      from: { path: PURE },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, path: '^src/' }, to: {} },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
