import type { Made, MadeSetting, Plan, Receipt, Write } from '#model';

const NOTHING: Made = { rule: null, settings: [], ruleset: null };

/** What Mainstay remembers of its own part in a branch's protection once a plan was carried out. */
export function madeAfter(plan: Plan, receipt: Receipt | null, made: Made | null): Made {
  const before = made ?? NOTHING;
  if (plan.write === null || receipt === null || receipt.refused !== null) return before;
  return afterWrite(plan, plan.write, { before, rule: receipt.rule ?? null });
}

type On = { readonly before: Made; readonly rule: string | null };

function afterWrite(plan: Plan, write: Write, { before, rule }: On): Made {
  switch (write.by) {
    case 'delete-rule':
      return { ...before, rule: null, settings: [] };
    case 'delete-ruleset':
      return { ...before, ruleset: null };
    case 'put-ruleset':
      return { ...before, ruleset: rulesetAfter(plan, write.id === null, before) };
    case 'put-protection':
    case 'create-rule':
      return { ...before, rule, settings: plan.sets };
    case 'patch-checks':
    case 'update-rule':
      return { ...before, settings: settingsAfter(plan, before.settings) };
  }
}

function rulesetAfter(plan: Plan, isNew: boolean, { ruleset }: Made): Made['ruleset'] {
  if (isNew) return { created: true, settings: plan.sets };
  return {
    created: ruleset?.created ?? false,
    settings: settingsAfter(plan, ruleset?.settings ?? []),
  };
}

/** The value from before Mainstay first set it is the one that counts. What was taken back is not Mainstay's any more. */
function settingsAfter({ sets, takesBack }: Plan, settings: readonly MadeSetting[]): readonly MadeSetting[] {
  const others = settings.filter((own) => !sets.some(({ dimension }) => dimension === own.dimension));
  if (takesBack !== null) return others;
  const now = sets.map((set) => {
    const first = settings.find(({ dimension }) => dimension === set.dimension);
    return (first === undefined ? set : { ...set, before: first.before }) as MadeSetting;
  });
  return [...others, ...now];
}
