import { POLICY_PATH, type PullState, type RepoMemory } from '#model';
import { previewPolicy, type PolicyPreview } from '#plan';
import { forecastFor, type ForecastAsk } from './forecasts.ts';
import { wantedBefore, wantedWith, type LastGood } from './policies.ts';

/** What a pull request's policy file would change here; null where it changes none that counts, or nothing. */
export function proposedPolicy(
  pull: PullState,
  good: LastGood,
  { memory, now }: { readonly memory: RepoMemory; readonly now: Date },
): PolicyPreview | null {
  const text = proposedText(pull);
  if (text === null) return null;
  const { repo, base, workflows } = pull;
  const { others } = memory;
  const merged = { ...base, workflows };
  const proposed = wantedWith(repo, good, { text, now });
  const before = sideOf({ repo, branch: base, wanted: wantedBefore(repo, good, now).wanted, others });
  if (before === null) return null;
  return previewPolicy({
    before,
    after: proposed.wanted && sideOf({ repo, branch: merged, wanted: proposed.wanted, others }),
    problems: proposed.problems,
    required: (base.rule.known && base.rule.value?.protection.checks?.required) || [],
  });
}

/** Only the default branch's file is in force, and one that is taken away stays in force as it was. */
function proposedText({ repo, base, changedFiles, policy }: PullState): string | null {
  if (base.name !== repo.defaultBranch || changedFiles?.includes(POLICY_PATH) !== true) return null;
  return policy.known && policy.value !== null ? policy.value.text : null;
}

function sideOf(ask: ForecastAsk) {
  const forecast = forecastFor(ask);
  return forecast.known ? { wanted: ask.wanted, forecast: forecast.value } : null;
}
