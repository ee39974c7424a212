// Names of what stands in the graph, and of the changes that take a way out of it.
import type { Mend } from '../model/posture.ts'

/** One name a thing: its kind and its name in the estate. */
export const nodes = {
  /** To be an administrator of a directory. */
  identity: (name: string): string => `identity:${name}`,
  /** To be an administrator of a platform. */
  platform: (name: string): string => `platform:${name}`,
  /** To be the root above the administrators of an account. */
  root: (name: string): string => `root:${name}`,
  /** To destroy what lies on a platform, whatever it locks. */
  ruin: (name: string): string => `ruin:${name}`,
  support: (name: string): string => `support:${name}`,
  place: (name: string): string => `place:${name}`,
  /** To be root on what is protected. */
  production: (name: string): string => `production:${name}`,
  /** To spoil what is copied, unseen. */
  poison: (name: string): string => `poison:${name}`,
  copy: (name: string): string => `copy:${name}`,
} as const

const phrases: Readonly<Record<string, (name: string) => string>> = {
  identity: (name) => `administrator of ${name}`,
  platform: (name) => `administrator of ${name}`,
  root: (name) => `root of ${name}`,
  ruin: (name) => `${name} destroyed`,
  support: (name) => `vendor of ${name}`,
  place: (name) => `somebody in ${name}`,
  production: (name) => `root on ${name}`,
  poison: (name) => `what is copied of ${name} spoilt`,
  copy: (name) => `copy “${name}” gone`,
}

/** A node in words. */
export function tellNode(node: string): string {
  const colon = node.indexOf(':')
  const phrase = phrases[node.slice(0, colon)]
  return phrase ? phrase(node.slice(colon + 1)) : node
}

const mend = (kind: string, on: string, text: string): Mend => ({ id: `${kind} ${on}`, text })

export const mendsOf = {
  ownAccounts: (name: string) =>
    mend('own-accounts', name, `give ${name} accounts of its own, outside every directory that production uses`),
  ownFactor: (name: string) =>
    mend('own-factor', name, `put a second factor before ${name} that no directory can set anew`),
  ownFooting: (name: string, under: string) => mend('own-footing', name, `take ${name} off ${under}`),
  ownWorkstation: (name: string) =>
    mend('own-workstation', name, `administer ${name} from a workstation that does nothing else`),
  lessCredentials: (name: string, other: string) =>
    mend('less-credentials', `${name}/${other}`, `give ${name} credentials of ${other} that may write and not delete`),
  closeSupport: (name: string) => mend('close-support', name, `open ${name} to its vendor only while somebody watches`),
  lock: (name: string, days: number) =>
    mend('lock', name, `lock “${name}” for ${days} days so that no administrator can take it off`),
  keepLonger: (name: string, days: number) =>
    mend('keep-longer', name, `keep points of “${name}” for ${days} days at least`),
  verify: (name: string) => mend('verify', name, `restore and look at “${name}” more often than its points expire`),
  pull: (name: string) => mend('pull', name, `let “${name}” be fetched, with no credential of it on what it protects`),
  closeShares: (name: string) =>
    mend('close-shares', name, `close SMB and NFS of ${name} to the network of what it protects`),
  otherFooting: (name: string) => mend('other-footing', name, `move “${name}” off what it shares its fate with`),
  keysApart: (name: string) =>
    mend('keys-apart', name, `keep a second set of the keys of “${name}” where nobody above has access`),
  noRevoke: (name: string) => mend('no-revoke', name, `take from everybody the right to take the lock off “${name}”`),
} as const
