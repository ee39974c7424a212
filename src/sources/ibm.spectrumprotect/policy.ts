// Commands on what is kept how long: domains, policy sets, management classes, copy groups.
import type { Change } from '../../model/event.ts'
import type { unlimited } from '../../model/setting.ts'
import { type Asked, amount, option, thing } from './command.ts'
import type { Reader, Row } from './stored.ts'

/** Of several lengths the shortest counts. */
function shortest(...days: readonly (number | typeof unlimited | undefined)[]): number | typeof unlimited | undefined {
  const told = days.filter((held) => held !== undefined)
  const numbers = told.filter((held) => typeof held === 'number')
  return numbers.length > 0 ? Math.min(...numbers) : told[0]
}

const days = (to: number | typeof unlimited | undefined): readonly Change[] =>
  to === undefined ? [] : [{ setting: 'retention', to, unit: 'd' }]

/** How long extra and last versions are kept, and how many; of an archive how long. */
function copyGroup(asked: Asked): { readonly resource: ReturnType<typeof thing>; readonly changes: readonly Change[] } {
  const archive = /^A/i.test(option(asked, 'Type') ?? '')
  const [domain, set, management, group] = asked.words
  const count = amount(asked, 'VERExists') ?? amount(asked, 'VERDeleted')
  const kept = archive
    ? shortest(amount(asked, 'RETVer'), amount(asked, 'RETMin'))
    : shortest(amount(asked, 'RETExtra'), amount(asked, 'RETOnly'))
  return {
    resource: {
      ...thing(asked, 'plan', archive ? 'archive-copygroup' : 'copygroup', domain, set, management ?? 'STANDARD'),
      ...(group && group !== 'STANDARD' ? { description: group } : {}),
      container: { type: 'plan', id: thing(asked, 'plan', 'domain', domain).id, name: domain ?? '*' },
    },
    changes: [
      ...days(kept),
      ...(count === undefined ? [] : [{ setting: 'retention-count', to: count, unit: 'versions' }]),
    ],
  }
}

const copyGroupChanged: Reader = (asked) => {
  const { resource, changes } = copyGroup(asked)
  return changes.length > 0
    ? { action: 'retention-changed', resource, changes }
    : { action: 'job-changed', resource, detail: { listed: true } }
}

/** A set that becomes the active one rules what every node of the domain keeps. */
const activated: Reader = (asked) => {
  const [domain, set] = asked.words
  return {
    action: 'policy-assigned',
    resource: thing(asked, 'plan', 'domain', domain),
    changes: [{ setting: 'assignment', to: thing(asked, 'plan', 'policyset', domain, set).id }],
  }
}

const domainChanged: Reader = (asked) => {
  const resource = thing(asked, 'plan', 'domain', asked.words[0])
  const changes = days(shortest(amount(asked, 'BACKRETention'), amount(asked, 'ARCHRETention')))
  return changes.length > 0
    ? { action: 'retention-changed', resource, changes }
    : { action: 'job-changed', resource, detail: { listed: true } }
}

/** With retention by policy gone the nodes fall back on the grace periods of the domain. */
const policyGone =
  (kind: string, count: number): Reader =>
  (asked) => ({ action: 'retention-changed', resource: thing(asked, 'plan', kind, ...asked.words.slice(0, count)) })

export const policyCommands: readonly Row[] = [
  ['UPDate', 'COpygroup', copyGroupChanged],
  ['DEFine', 'COpygroup', (asked) => ({ action: 'job-created', ...copyGroup(asked) })],
  ['DELete', 'COpygroup', (asked) => ({ action: 'retention-changed', resource: copyGroup(asked).resource })],
  ['DELete', 'MGmtclass', policyGone('mgmtclass', 3)],
  [
    'DELete',
    'POlicyset',
    (asked) => ({ action: 'job-stopped', resource: thing(asked, 'plan', 'policyset', ...asked.words.slice(0, 2)) }),
  ],
  [
    'DELete',
    'DOmain',
    (asked) => ({
      action: 'job-stopped',
      resource: thing(asked, 'plan', 'domain', asked.words[0]),
      changes: [{ setting: 'schedule', to: 'off', direction: 'weakened' }],
    }),
  ],
  [
    'ASsign',
    'DEFMGmtclass',
    (asked) => ({
      action: 'job-changed',
      resource: thing(asked, 'plan', 'policyset', ...asked.words.slice(0, 2)),
      detail: { listed: true },
    }),
  ],
  ['ACTivate', 'POlicyset', activated],
  [
    'DEFine',
    'DOmain',
    (asked) => ({
      action: 'job-created',
      resource: thing(asked, 'plan', 'domain', asked.words[0]),
      changes: domainChanged(asked).changes ?? [],
    }),
  ],
  ['UPDate', 'DOmain', domainChanged],
]
