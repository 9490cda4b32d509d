import { RULE_ACTORS, RULE_FIELDS } from './rule-fragment.ts';

const PAYLOAD = `{ branchProtectionRule { ${RULE_FIELDS} ${RULE_ACTORS} } }`;
/** A rule is made, changed or taken away; the first two answer with the whole rule, so that what was dropped shows. */
export const MUTATIONS = {
  update: `mutation UpdateRule($input: UpdateBranchProtectionRuleInput!) {
    rule: updateBranchProtectionRule(input: $input) ${PAYLOAD} }`,
  create: `mutation CreateRule($input: CreateBranchProtectionRuleInput!) {
    rule: createBranchProtectionRule(input: $input) ${PAYLOAD} }`,
  delete: `mutation DeleteRule($input: DeleteBranchProtectionRuleInput!) {
    rule: deleteBranchProtectionRule(input: $input) { clientMutationId } }`,
} as const;
