import type { Reason, RequiredForecast, Verdict } from '#model';
import type { Instance } from '../expand/expand-workflow.ts';
import { fixOf } from '../fix/fix-of.ts';
import { judgeContext, type Judgement, type Known } from './judge-context.ts';
import { mayReasons } from './may-reasons.ts';
import { distinctReasons, listed, NOWHERE, placeAt, producerOf, reasonAt } from './place.ts';
import { absenceReason } from './never-reasons.ts';
import { resolveCheck, type CheckName, type Resolved } from './resolve-check.ts';
import type { Survey } from './survey.ts';

const ORDER: readonly Verdict[] = ['never', 'may', 'will'];

/** The verdict on one check of a policy: the worst of the contexts that it stands for. */
export function forecastCheck(name: CheckName, survey: Survey, known: Known): RequiredForecast {
  const check = 'context' in name ? name.context : name.check;
  const resolved = resolveCheck(name, survey);
  return resolved.clash.length > 0
    ? refused(check, resolved.clash)
    : judged(check, resolved, { survey, known });
}

type Facts = { readonly survey: Survey; readonly known: Known };

function judged(check: string, resolved: Resolved, { survey, known }: Facts): RequiredForecast {
  const judgements = resolved.contexts.map((context) => judgeContext(context, survey, known));
  const open = openReasons(resolved, survey);
  const worst = worstOf(judgements) ?? null;
  const rest = judgements.flatMap(({ reasons }) => reasons);
  const reasons = distinctReasons([...(worst?.reasons ?? []), ...open, ...rest]);
  const verdict = verdictOf(worst, resolved, survey);
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
    fix: fixOf({ check, verdict, worst, jobs: resolved.jobs, code: reasons[0]?.code ?? null, survey }),
  };
}

/** Names that only a run knows keep a check from being certain, whatever is known of its others. */
function verdictOf(worst: Judgement | null, { jobs, open }: Resolved, { sightings }: Survey): Verdict {
  const isHere = jobs.length === 0 || sightings.some(({ instance }) => jobs.includes(instance));
  if (!isHere) return 'never';
  if (worst === null) return 'may';
  return worst.verdict === 'will' && open.length > 0 ? 'may' : worst.verdict;
}

function worstOf(judgements: readonly Judgement[]): Judgement | undefined {
  return [...judgements].sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict))[0];
}

/** Why jobs whose names are not known beforehand may not, or cannot, report. */
function openReasons({ open }: Resolved, survey: Survey): readonly Reason[] {
  if (open.length === 0) return [];
  const here = survey.sightings.filter(({ instance }) => open.includes(instance)).flatMap(mayReasons);
  const away = survey.absences.filter(({ instance }) => open.includes(instance)).map(absenceReason);
  return [...here, ...away];
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
