import type { Reason, ReasonCode, RequiredForecast, Verdict } from '#model';
import type { Instance } from '../expand/expand-workflow.ts';
import { fixOf } from '../fix/fix-of.ts';
import { judgeContext, type Judgement, type Known } from './judge-context.ts';
import { mayReasons } from './may-reasons.ts';
import { distinctReasons, listed, NOWHERE, placeAt, producerOf, reasonAt } from './place.ts';
import { resolveCheck, type CheckName, type Resolved } from './resolve-check.ts';
import type { Survey } from './survey.ts';

const ORDER: readonly Verdict[] = ['never', 'may', 'will'];

/** The verdict on one check of a policy: the worst of the contexts that it stands for. */
export function forecastCheck(name: CheckName, survey: Survey, known: Known): RequiredForecast {
  const check = 'context' in name ? name.context : name.check;
  const resolved = resolveCheck(name, survey);
  if (resolved.clash.length > 0) return refused(check, resolved.clash);
  const judgements = resolved.contexts.map((context) => judgeContext(context, survey, known));
  const open = openReasons(resolved, survey);
  const worst = worstOf(judgements);
  const verdict =
    worst === undefined || (worst.verdict === 'will' && open.length > 0) ? 'may' : worst.verdict;
  const reasons = distinctReasons([
    ...(worst?.reasons ?? []),
    ...open,
    ...judgements.flatMap((one) => one.reasons),
  ]);
  return {
    check,
    contexts: resolved.contexts,
    verdict,
    vacuous: judgements.some(({ vacuous }) => vacuous),
    ambiguous: judgements.some(({ ambiguous }) => ambiguous),
    dynamic: resolved.open.length > 0 || judgements.some(({ dynamic }) => dynamic),
    producers: producersOf(judgements, resolved),
    reasons,
    witness: worst?.witness ?? null,
    fix: fixOf({ check, verdict, worst: worst ?? null, code: firstCode(reasons), survey }),
  };
}

/** What to mend first: the reasons come with the most telling one in front. */
function firstCode(reasons: readonly Reason[]): ReasonCode | null {
  return reasons[0]?.code ?? null;
}

function worstOf(judgements: readonly Judgement[]): Judgement | undefined {
  return [...judgements].sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict))[0];
}

/** Names that only a run knows keep a check from being certain, whatever is known of its others. */
function openReasons(resolved: Resolved, survey: Survey): readonly Reason[] {
  if (resolved.open.length === 0) return [];
  return survey.sightings
    .filter(({ instance }) => resolved.open.includes(instance))
    .flatMap((sighting) => mayReasons(sighting))
    .filter(({ code }) => code === 'dynamic-name' || code === 'missing-reusable');
}

function producersOf(judgements: readonly Judgement[], { jobs }: Resolved): RequiredForecast['producers'] {
  const all = [...judgements.flatMap(({ producers }) => producers), ...jobs.map(producerOf)];
  return [...new Map(all.map((one) => [`${one.workflow}\n${one.job}`, one])).values()];
}

function refused(check: string, clash: readonly Instance[]): RequiredForecast {
  const places = clash.map(({ workflow, outer }) => `${workflow.file}: ${outer.id}`);
  const message = `"${check}" names several jobs that run on pull requests and report differently: ${listed(places)}`;
  const [first] = clash;
  const file = first?.workflow.file.split('/').at(-1) ?? 'ci.yml';
  return {
    check,
    contexts: [],
    verdict: 'may',
    vacuous: false,
    ambiguous: true,
    dynamic: false,
    producers: clash.map(producerOf),
    reasons: [
      reasonAt(first ? placeAt(first.workflow.file, first.outer.spot) : NOWHERE, 'ambiguous-check', message),
    ],
    witness: null,
    fix: {
      text: `Say in the policy which one is meant: {check: "${check}", workflow: ${file}}.`,
      patch: null,
    },
  };
}
