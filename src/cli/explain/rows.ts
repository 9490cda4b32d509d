import { SETTINGS, type From, type NamedActor, type Origin, type Wanted, type WantedCheck } from '#model';

/** One value of the resulting policy, and where it was written; null: built in. */
export type Row = { readonly key: string; readonly value: unknown; readonly origin: Origin };

/** Every value of a policy in the language's own words, in its order; of a list a row for each item. */
export function rowsOf(wanted: Wanted): readonly Row[] {
  const { checks, optional, pause, contention } = wanted;
  return [
    ...exemption(wanted),
    row('mode', wanted.mode),
    row('via', wanted.via),
    row('extras', wanted.extras),
    ...wanted.branches.map((branch) => row('branches', branch)),
    ...checks.map((check) => checkRow('required_checks', check)),
    ...optional.map((check) => checkRow('optional_checks', check)),
    ...SETTINGS.flatMap((setting) => {
      const said: From<unknown> | null = wanted.settings[setting];
      return said === null ? [] : [{ key: setting, value: plain(said.value), origin: said.origin }];
    }),
    row('bridge', wanted.bridge),
    row('pause.by', pause.by),
    { key: 'pause.max', value: `${Math.round(pause.maxHours.value * 60)}m`, origin: pause.maxHours.origin },
    row('contention.times', contention.times),
    {
      key: 'contention.within',
      value: `${contention.withinMinutes.value}m`,
      origin: contention.withinMinutes.origin,
    },
    ...contention.automation.map((login) => row('contention.automation', login)),
    row('overrides', wanted.overrides),
    row('guard.max_repositories', wanted.guard),
  ];
}

/** The settings that the policy does not manage. */
export function unmanagedIn({ settings }: Wanted): readonly string[] {
  return SETTINGS.filter((setting) => settings[setting] === null);
}

function row(key: string, { value, origin }: From<unknown>): Row {
  return { key, value, origin };
}

function exemption({ exempt }: Wanted): readonly Row[] {
  if (exempt === null) return [];
  const { until, reason, origin } = exempt;
  return [{ key: 'exempt', value: { until: until?.slice(0, 10) ?? null, reason }, origin }];
}

function checkRow(key: string, { name, source, when, origin }: WantedCheck): Row {
  const own =
    'context' in name
      ? name
      : { check: name.check, ...(name.workflow !== null && { workflow: name.workflow }) };
  return { key, value: { ...own, ...(source !== null && { source }), when }, origin };
}

/** Actors as `team core`. */
function plain(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return (value as readonly (string | NamedActor)[]).map((each) =>
    typeof each === 'string' ? each : `${each.kind} ${each.name}`,
  );
}
