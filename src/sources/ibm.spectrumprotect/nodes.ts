// Commands on who is protected and whether it runs: nodes, schedules, storage rules, replication, sessions.
import type { Change } from '../../model/event.ts'
import { type Asked, agreed, consoleOf, isPattern, option, thing } from './command.ts'
import type { Reader, Row } from './stored.ts'

const schedule = (to: 'on' | 'off'): readonly Change[] => [
  { setting: 'schedule', to, direction: to === 'on' ? 'strengthened' : 'weakened' },
]

const node = (asked: Asked) => thing(asked, 'plan', 'node', asked.words[0])

/** A node may be moved to another domain, be let delete its own backups, or be taken out of replication. */
const nodeChanged: Reader = (asked) => {
  const resource = node(asked)
  const domain = option(asked, 'DOmain')
  const deletes = agreed(asked, 'BACKDELete')
  const replicated = option(asked, 'REPLState')
  if (domain !== undefined)
    return {
      action: 'policy-assigned',
      resource,
      changes: [{ setting: 'assignment', to: thing(asked, 'plan', 'domain', domain.toUpperCase()).id }],
    }
  if (deletes !== undefined)
    return {
      action: 'guard-changed',
      resource,
      changes: [
        {
          setting: 'deletion-protection',
          to: deletes ? 'off' : 'on',
          direction: deletes ? 'weakened' : 'strengthened',
        },
      ],
    }
  if (replicated !== undefined) return { ...copied(asked, /^E/i.test(replicated)), resource }
  return { action: 'job-changed', resource, detail: { listed: true } }
}

const copied = (asked: Asked, on: boolean) =>
  ({
    action: 'replication-changed',
    resource: thing(asked, 'replication', 'replication', asked.words[0]),
    changes: [{ setting: 'replication', to: on ? 'on' : 'off', direction: on ? 'strengthened' : 'weakened' }],
  }) as const

const notCopied: Reader = (asked) => copied(asked, false)

/** One node that is locked is not backed up any longer; a pattern locks everybody out. */
const shut: Reader = (asked) =>
  isPattern(asked.words[0])
    ? { action: 'access-policy-changed', resource: consoleOf(asked), detail: { cuts_access: true, denied: ['*'] } }
    : { action: 'job-stopped', resource: node(asked), changes: schedule('off') }

const unprotected: Reader = (asked) => ({
  action: 'selection-changed',
  resource: node(asked),
  changes: [{ setting: 'selection', to: 'off', direction: 'weakened' }],
})

/** The schedules of nodes have a domain in front, those of administrators say so by their type. */
const scheduleOf = (asked: Asked) =>
  /^A/i.test(option(asked, 'Type') ?? '') || asked.words.length < 2
    ? thing(asked, 'job', 'schedule', asked.words[0])
    : thing(asked, 'job', 'schedule', asked.words[0], asked.words[1])

const stopped =
  (type: string, kind: string, count: number): Reader =>
  (asked) => ({
    action: 'job-stopped',
    resource: thing(asked, type, kind, ...asked.words.slice(0, count)),
    changes: schedule('off'),
  })

const service = (asked: Asked, name: string) => ({ ...thing(asked, 'service', 'service', name), name })

export const nodeCommands: readonly Row[] = [
  ['UPDate', 'Node', nodeChanged],
  ['REGister', 'Node', (asked) => ({ action: 'job-created', resource: node(asked) })],
  ['REMove', 'Node', unprotected],
  ['DECommission', 'Node', unprotected],
  ['DECommission', 'VM', unprotected],
  ['LOCK', 'Node', shut],
  [
    'REName',
    'Node',
    (asked) => ({
      action: 'other',
      resource: thing(asked, 'plan', 'node', asked.words[1]),
      detail: { former_id: node(asked).id },
    }),
  ],
  [
    'DELete',
    'ASSOCiation',
    (asked) => ({
      action: 'selection-changed',
      resource: thing(asked, 'job', 'schedule', asked.words[0], asked.words[1]),
      changes: [{ setting: 'selection', to: 'off', direction: 'weakened' }],
      detail: { resources: (asked.words[2] ?? '*').split(',').slice(0, 30) },
    }),
  ],
  ['DELete', 'SCHedule', (asked) => ({ action: 'job-stopped', resource: scheduleOf(asked), changes: schedule('off') })],
  ['DEFine', 'SCHedule', (asked) => ({ action: 'job-created', resource: scheduleOf(asked) })],
  [
    'UPDate',
    'SCHedule',
    (asked) => {
      const active = agreed(asked, 'ACTIVE')
      return {
        action: 'job-changed',
        resource: scheduleOf(asked),
        ...(active === undefined ? { detail: { listed: true } } : { changes: schedule(active ? 'on' : 'off') }),
      }
    },
  ],
  ['DELete', 'RETRule', stopped('plan', 'retrule', 1)],
  ['DELete', 'STGRULE', stopped('job', 'stgrule', 1)],
  [
    'UPDate',
    'STGRULE',
    (asked) => {
      const active = agreed(asked, 'ACTIVE')
      return {
        action: 'job-changed',
        resource: thing(asked, 'job', 'stgrule', asked.words[0]),
        ...(active === undefined ? { detail: { listed: true } } : { changes: schedule(active ? 'on' : 'off') }),
      }
    },
  ],
  ['DISAble', 'REPLication', notCopied],
  ['ENable', 'REPLication', (asked) => copied(asked, true)],
  ['REMove', 'REPLNode', notCopied],
  ['REMove', 'REPLServer', notCopied],
  ['REMove', 'STGPROTECTION', notCopied],
  [
    'CANcel',
    'REPLication',
    (asked) => ({
      action: 'job-stopped',
      resource: thing(asked, 'replication', 'replication', asked.words[0]),
      detail: { run: true },
    }),
  ],
  ['UPDate', 'REPLRule', (asked) => copied(asked, /^E/i.test(option(asked, 'STate') ?? ''))],
  [
    'CANcel',
    'PRocess',
    (asked) => ({
      action: 'job-stopped',
      resource: thing(asked, 'job', 'process', asked.words[0]),
      detail: { run: true },
    }),
  ],
  [
    'CANcel',
    'SEssion',
    (asked) => ({
      action: 'job-stopped',
      resource: thing(asked, 'job', 'session', asked.words[0]),
      detail: { run: true },
    }),
  ],
  [
    'DISAble',
    'SESSions',
    (asked) => ({ action: 'job-stopped', resource: service(asked, 'sessions'), changes: schedule('off') }),
  ],
  [
    'ENable',
    'SESSions',
    (asked) => ({ action: 'job-changed', resource: service(asked, 'sessions'), changes: schedule('on') }),
  ],
  [
    'HALT',
    '',
    (asked) => ({
      action: 'job-stopped',
      resource: { ...consoleOf(asked), type: 'service', id: `${asked.server}/service/server` },
    }),
  ],
]
