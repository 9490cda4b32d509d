import { may, maySee, planOffersProtection } from '../../world/caller.ts';
import { botOf } from '../../world/lookup.ts';
import { BARE_PROTECTION, createRule, editRule, removeRule } from '../../world/protection.ts';
import { ruleNamed } from '../../world/rule-for.ts';
import type { ProtectionRule } from '../../world/protection-state.ts';
import type { Repository } from '../../world/repository-state.ts';
import type { Person } from '../../world/state.ts';
import { noSuchNode, repositoryById, seesProtection } from '../access.ts';
import { forbidden, refusal } from '../refusal.ts';
import { as, type Args, type Context, type Fields } from '../source.ts';
import { settingsFrom } from './protection-input.ts';

type Input = Readonly<Record<string, unknown>>;

export const MUTATION_FIELDS: Fields<'Mutation'> = {
  createBranchProtectionRule: {
    takes: ['input'],
    resolve: (_, args, context) => create(inputOf(args), context),
  },
  updateBranchProtectionRule: {
    takes: ['input'],
    resolve: (_, args, context) => update(inputOf(args), context),
  },
  deleteBranchProtectionRule: {
    takes: ['input'],
    resolve: (_, args, context) => remove(inputOf(args), context),
  },
};

function inputOf({ input }: Args): Input {
  return input as Input;
}

function create(input: Input, context: Context): unknown {
  const repository = repositoryById(context, input['repositoryId']);
  const by = writer(context, repository);
  const pattern = patternOf(repository, input['pattern']);
  const settings = settingsFrom(context, { repository, before: BARE_PROTECTION, input });
  const rule = createRule(context.state, { repository, by, pattern }, settings);
  return payload(input, repository, rule);
}

/** What the input leaves out stays as it is. */
function update(input: Input, context: Context): unknown {
  const { repository, rule } = ruleById(context, input['branchProtectionRuleId']);
  const by = writer(context, repository);
  const asked = input['pattern'];
  const renamed = asked !== undefined && asked !== null && asked !== rule.pattern;
  const pattern = renamed ? patternOf(repository, asked) : rule.pattern;
  const settings = settingsFrom(context, { repository, before: rule.settings, input });
  return payload(input, repository, editRule(context.state, { repository, by, rule, pattern }, settings));
}

function remove(input: Input, context: Context): unknown {
  const { repository, rule } = ruleById(context, input['branchProtectionRuleId']);
  removeRule(context.state, { repository, by: writer(context, repository), rule });
  return { clientMutationId: input['clientMutationId'] ?? null };
}

function payload(input: Input, repository: Repository, rule: ProtectionRule): unknown {
  const clientMutationId = input['clientMutationId'] ?? null;
  return { clientMutationId, branchProtectionRule: as('BranchProtectionRule', { repository, rule }) };
}

/** In whose name the rule is written; throws what GitHub answers when it may not be. */
function writer({ state, caller }: Context, repository: Repository): Person {
  const allowed = may(caller, repository, { permission: 'administration', level: 'write' });
  if (!allowed || caller.kind !== 'installation') throw forbidden();
  if (repository.archived) throw refusal('UNPROCESSABLE', 'Repository was archived so is read-only.');
  if (!planOffersProtection(state, repository)) {
    const how = 'Upgrade to GitHub Pro or make this repository public to enable this feature.';
    throw refusal('UNPROCESSABLE', how);
  }
  return botOf(state, caller.app);
}

/** One pattern may be protected once: https://github.com/integrations/terraform-provider-github/issues/1699 */
function patternOf(repository: Repository, asked: unknown): string {
  const pattern = String(asked);
  if (pattern === '') throw refusal('UNPROCESSABLE', "Name can't be blank");
  if (ruleNamed(repository, pattern) === undefined) return pattern;
  throw refusal('UNPROCESSABLE', `Name already protected: ${pattern}`);
}

type Found = { readonly repository: Repository; readonly rule: ProtectionRule };

function ruleById(context: Context, id: unknown): Found {
  for (const repository of context.state.repositories.values()) {
    const rule = [...repository.rules.values()].find(({ nodeId }) => nodeId === id);
    const visible = maySee(context.caller, repository) && seesProtection(context, repository);
    if (rule !== undefined && visible) return { repository, rule };
  }
  throw noSuchNode(id);
}
