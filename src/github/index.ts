// The telephone: in, words of ours (a repository's name, a Write, a check run); out, GitHub's answer in words of ours.
// Octokit's types, its errors and its tokens never leave. Refusals become problems here, once; outages are thrown.
export {
  connectGithub,
  type Github,
  type GithubOptions,
  type Self,
  type WriteTurn,
} from './connect-github.ts';
export { octokitClass, type OctokitOptions } from './octokit-class.ts';
