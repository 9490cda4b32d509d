import { openStory, type Story } from './open-story.ts';

type CheckRun = ReturnType<Story['report']>;

/** Stories about the policy file of an organisation: each has an organisation of its own. */
export interface PolicyStory extends Story {
  /** An organisation with this policy in force (null: without a file) over so many repositories. */
  governed(policy: string | null, options?: Governed): Promise<string>;
  /** Walt proposes another policy in a pull request; answers its number. */
  propose(org: string, text: string): Promise<number>;
  /** The last check run `mainstay / policy` on a pull request's head; undefined: there is none. */
  policyRun(fullName: string, number: number): CheckRun | undefined;
  /** Mia, who maintains `.github` and owns nothing, merges it. */
  merge(org: string, number: number): Promise<void>;
}

type Governed = {
  readonly repositories?: number;
  readonly owners?: readonly string[];
  readonly plan?: 'free' | 'team' | 'enterprise';
};

export const POLICY = '.github/mainstay.yml';

export function openPolicyStory(...options: Parameters<typeof openStory>): PolicyStory {
  const story = openStory(...options);
  let made = 0;
  let proposed = 0;
  async function governed(
    policy: string | null,
    { repositories = 2, owners = [], plan = 'team' }: Governed = {},
  ): Promise<string> {
    made += 1;
    const org = `org-${made}`;
    story.organisation(org, { plan });
    for (const who of owners) {
      if (!story.github.state.people.has(who)) story.world.addPerson(who);
      story.world.setMember(org, { who, role: 'admin', by: 'olivia' });
    }
    const files = { 'README.md': '# policy\n', ...(policy === null ? {} : { [POLICY]: policy }) };
    story.repository(`${org}/.github`, { from: { files } });
    for (let index = 1; index <= repositories; index += 1) story.repository(`${org}/api-${index}`);
    story.world.installApp(org, { by: 'olivia' });
    await story.settled();
    return org;
  }
  async function propose(org: string, text: string): Promise<number> {
    proposed += 1;
    const branch = `policy-${proposed}`;
    const repo = `${org}/.github`;
    story.world.push(repo, { by: 'walt', branch, files: { [POLICY]: text } });
    const { number } = story.world.openPull(repo, { title: 'Another policy', by: 'walt', branch });
    await story.settled();
    return number;
  }
  return Object.assign(Object.create(story) as Story, {
    governed,
    propose,
    policyRun: (fullName: string, number: number) => policyRun(story, fullName, number),
    async merge(org: string, number: number) {
      story.world.mergePull(`${org}/.github`, { number, by: 'mia' });
      await story.settled();
    },
  });
}

function policyRun({ world }: Story, fullName: string, number: number): CheckRun | undefined {
  const { checkRuns, issues } = world.repository(fullName);
  const sha = issues.get(number)?.pull?.headSha;
  return [...checkRuns.values()].findLast((run) => run.name === 'mainstay / policy' && run.headSha === sha);
}
