// Tags of a rule: namespaces that Sigma has, and MITRE ATT&CK in both numberings that are alive.
import { nearest } from '../../lib/nearest.ts'

/** Specification: Sigma tags, namespaces. */
const namespaces = ['attack', 'car', 'cve', 'd3fend', 'detection', 'stp', 'tlp']

const tactics = [
  'reconnaissance',
  'resource-development',
  'initial-access',
  'execution',
  'persistence',
  'privilege-escalation',
  'defense-evasion',
  'stealth',
  'defense-impairment',
  'credential-access',
  'discovery',
  'lateral-movement',
  'collection',
  'command-and-control',
  'exfiltration',
  'impact',
  // ICS
  'evasion',
  'inhibit-response-function',
  'impair-process-control',
]

/**
 * ATT&CK 19 took T1562 apart and gave new numbers. Readers are on either side, so a rule carries both.
 * Source: release notes of ATT&CK 19, and what public rules carry since.
 */
const renumbered: readonly (readonly [old: string, now: string])[] = [
  ['t1562', 't1685'],
  ['t1562.001', 't1685'],
  ['t1562.002', 't1685.001'],
  ['t1562.008', 't1685.002'],
  ['t1562.012', 't1685.004'],
  ['t1070.001', 't1685.005'],
  ['t1070.002', 't1685.006'],
  ['t1562.004', 't1686'],
  ['t1562.010', 't1689'],
  ['t1562.006', 't1690'],
]

export interface TagTrouble {
  readonly tag: string
  readonly message: string
  readonly hint?: string
}

/** What is wrong with the tags of one rule. */
export function tagTrouble(tags: readonly string[]): readonly TagTrouble[] {
  const given = tags.map((tag) => tag.toLowerCase())
  return [...given.flatMap((tag) => wrongTag(tag) ?? []), ...numberings(given), ...evasion(given)]
}

function wrongTag(tag: string): TagTrouble | undefined {
  const [namespace = '', ...rest] = tag.split('.')
  const name = rest.join('.')
  if (!namespaces.includes(namespace)) {
    const guess = nearest(namespace, namespaces)
    return {
      tag,
      message: `the tag "${tag}" has no namespace of Sigma`,
      hint: guess ? `did you mean "${guess}"?` : `one of ${namespaces.join(', ')}`,
    }
  }
  if (namespace !== 'attack' || /^t\d{4}(\.\d{3})?$|^t0\d{3}$|^[gs]\d{4}$|^ta\d{4}$|^c\d{4}$/.test(name))
    return undefined
  if (tactics.includes(name)) return undefined
  const guess = nearest(name.replaceAll('_', '-'), tactics)
  return {
    tag,
    message: `the tag "${tag}" is no tactic and no technique of ATT&CK`,
    ...(guess ? { hint: `did you mean "attack.${guess}"?` } : {}),
  }
}

function numberings(tags: readonly string[]): readonly TagTrouble[] {
  return renumbered.flatMap(([old, now]) => {
    const [before, after] = [`attack.${old}`, `attack.${now}`]
    if (tags.includes(before) && !tags.includes(after))
      return [{ tag: before, message: `"${before}" is the old number alone`, hint: `add "${after}" beside it` }]
    const others = renumbered.filter(([, other]) => other === now).map(([other]) => `attack.${other}`)
    if (tags.includes(after) && !others.some((other) => tags.includes(other)))
      return [
        { tag: after, message: `"${after}" is the new number alone`, hint: `add "${others.join('" or "')}" beside it` },
      ]
    return []
  })
}

/** ATT&CK 19 split Defense Evasion into Stealth and Defense Impairment. */
function evasion(tags: readonly string[]): readonly TagTrouble[] {
  const has = (name: string): boolean => tags.includes(`attack.${name}`)
  const split = has('stealth') || has('defense-impairment')
  if (has('defense-evasion') === split) return []
  return split
    ? [
        {
          tag: 'attack.stealth',
          message: 'the tactic has only its new name',
          hint: 'add "attack.defense-evasion" beside it',
        },
      ]
    : [
        {
          tag: 'attack.defense-evasion',
          message: 'the tactic has only its old name',
          hint: 'add "attack.stealth" or "attack.defense-impairment" beside it',
        },
      ]
}
