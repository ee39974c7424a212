// A finding in words: why its kind matters, which detections tell of what it makes possible, and where its facts come from.
import type { Finding, FindingKind, Known } from '../model/posture.ts'

const whys: Readonly<Record<FindingKind, string>> = {
  'shared-identity': 'Who owns that directory owns the console too. It must be there after the directory has fallen.',
  exposed: 'Ransomware tries what it can reach. What cannot be reached from production needs a second attack.',
  pushed:
    'The credential that writes lies on the servers that are attacked; where nothing is locked, it deletes as well.',
  'shared-platform': 'The attack that takes the servers takes the copy with them, whatever locks it.',
  'keys-inside': 'Who takes the console takes the keys: the copies are there, and nobody can read them.',
  'no-second-factor':
    'Passwords of administrators are stolen in almost every attack; a factor that the directory sets anew is none.',
  'short-retention':
    'An attacker stays for weeks before he strikes. Then every point that is left holds his work, too.',
  'no-lock': 'One administrator, or one program under his name, deletes it in a minute.',
  revocable: 'The copy that has to be there at last goes by one stolen credential.',
  'not-as-declared': 'People rely on what was written down. The record is newer.',
  'no-last-resort':
    'Nobody can say which copy has to be there when all others are gone, so nobody guards it more than the others.',
  'out-of-scope': 'What nobody names is guarded by nobody, and no alert says what is left of it.',
  'drill-overdue':
    'Restores that nobody practises take days longer than anybody thinks: names, keys and steps are missing when it counts.',
  'promise-broken': 'The business plans with a number that the stopwatch does not show.',
  'no-proof': 'A copy that nobody has restored is a hope: that it is there says nothing of what is in it.',
}

/** Files in `detections/`. */
const watching: Readonly<Record<FindingKind, readonly string[]>> = {
  'shared-identity': ['backup_admin_added.yml', 'precursor_after_sign_in.yml'],
  exposed: ['ways_opened.yml'],
  pushed: ['copies_overwritten.yml', 'recovery_points_deleted.yml'],
  'shared-platform': ['machines_killed.yml', 'repository_deleted.yml', 'parent_removed.yml'],
  'keys-inside': ['key_endangered.yml', 'key_custody.yml'],
  'no-second-factor': ['gate_weakened.yml', 'precursor_after_sign_in.yml'],
  'short-retention': ['retention_shortened.yml'],
  'no-lock': ['recovery_points_deleted.yml', 'repository_deleted.yml'],
  revocable: ['immutability_weakened.yml', 'recovery_points_deleted.yml', 'key_endangered.yml'],
  'not-as-declared': ['immutability_weakened.yml', 'retention_shortened.yml'],
  'no-last-resort': ['recovery_points_deleted.yml'],
  'out-of-scope': ['source_silent.yml'],
  'no-proof': ['proof_lost.yml'],
  'drill-overdue': ['protection_stopped.yml'],
  'promise-broken': ['protection_stopped.yml'],
}

export const finding = (
  kind: FindingKind,
  weight: Finding['weight'],
  on: string,
  { evidence, mend }: { readonly evidence: readonly string[]; readonly mend: string },
): Finding => ({ kind, weight, on, evidence, why: whys[kind], mend, watch: watching[kind] })

/** A fact with where it comes from, in words. */
export function tellKnown(what: string, { basis, at, ref, declared }: Known<unknown>): string {
  if (basis === 'assumed') return `${what}: nobody said, so the worse is taken`
  if (basis === 'declared') return `${what}, as the estate says`
  return `${what}, seen ${at?.slice(0, 10) ?? ''} in ${ref ?? ''}${declared === undefined ? '' : `; the estate says ${JSON.stringify(declared)}`}`
}
