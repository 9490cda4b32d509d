// A small GitHub in a process of its own: one organisation whose repositories are all as the policy says.
import { startSimulator } from '#simulator';
import { BUILT_IN_CHECKS } from '#kit/builders';

const [appId = '', secret = '', count = ''] = process.argv.slice(2);
const github = await startSimulator({ appId: Number(appId), appSlug: 'mainstay', webhookSecret: secret });
const { world } = github;
world.addOrganisation('acme', { members: { olivia: 'admin' } });
const checks = BUILT_IN_CHECKS.map((context) => ({ context, appId: null }));
for (let i = 0; i < Number(count); i += 1) {
  const set = { checks: { strict: false, checks }, adminsEnforced: true };
  world.createRepository(`acme/repo-${i}`, { by: 'olivia', visibility: 'public' });
  world.setProtection(`acme/repo-${i}`, { pattern: 'main', by: 'olivia', set });
}
const { id: installation } = world.installApp('acme', { by: 'olivia' });
process.send?.({ url: github.url, privateKey: github.privateKey, installation });
