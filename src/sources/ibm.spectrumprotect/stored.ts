// Commands on what is stored: file spaces, volumes, pools, backup sets, retention sets, tapes.
import type { Facts } from '../kit/facts.ts'
import { type Asked, agreed, amount, consoleOf, isPattern, option, thing } from './command.ts'

export type Reader = (asked: Asked) => Facts
/** The verb and the word behind it, shortest forms in capitals. */
export type Row = readonly [verb: string, object: string, reader: Reader]

/** All that a node stored under a file space: the versions of every file in it. */
const fileSpace: Reader = (asked) => {
  const [node, space = '*'] = asked.words
  return {
    action: 'recovery-point-deleted',
    resource: {
      ...thing(asked, 'recovery-point', 'filespace', node, space),
      container: { type: 'plan', id: thing(asked, 'plan', 'node', node).id, name: node ?? '*' },
    },
    detail: { bulk: true, permanent: true },
  }
}

/** Without a word about its data a volume goes only when it is empty. */
const volume: Reader = (asked) => {
  const resource = thing(asked, 'tape', 'volume', asked.words[0])
  return agreed(asked, 'DISCARDdata')
    ? {
        action: 'recovery-point-deleted',
        resource,
        detail: { with_backups: true, permanent: true, ...(isPattern(asked.words[0]) ? { bulk: true } : {}) },
      }
    : { action: 'repository-changed', resource, detail: { listed: true } }
}

/** The history of volumes leads to the backups of the server's own database. */
const history: Reader = (asked) => {
  const type = option(asked, 'Type')?.toUpperCase() ?? 'ALL'
  if (!/^(ALL|DBB|DBS|DBR)/.test(type)) return { action: 'other', resource: thing(asked, 'catalogue', 'volhistory') }
  const today = /^TODAY$/.test(option(asked, 'TODate')?.toUpperCase() ?? '')
  return {
    action: 'recovery-point-deleted',
    resource: thing(asked, 'recovery-point', 'volhistory', type),
    ...(type === 'ALL' || today ? { detail: { bulk: true } } : {}),
  }
}

const pointOf =
  (kind: string, many: (asked: Asked) => boolean = (asked) => asked.words.some(isPattern)): Reader =>
  (asked) => ({
    action: 'recovery-point-deleted',
    resource: thing(asked, 'recovery-point', kind, ...asked.words.slice(0, 2)),
    ...(many(asked) ? { detail: { bulk: true } } : {}),
  })

const kept =
  (kind: string, type: string, count: number): Reader =>
  (asked) => {
    const days = amount(asked, 'RETention')
    const resource = thing(asked, type, kind, ...asked.words.slice(0, count))
    if (days !== undefined)
      return { action: 'retention-changed', resource, changes: [{ setting: 'retention', to: days, unit: 'd' }] }
    if (option(asked, 'EXPDate') !== undefined) return { action: 'retention-changed', resource }
    const active = agreed(asked, 'ACTive')
    if (active !== undefined)
      return {
        action: 'job-changed',
        resource,
        changes: [{ setting: 'schedule', to: active ? 'on' : 'off', direction: active ? 'strengthened' : 'weakened' }],
      }
    return { action: 'job-changed', resource, detail: { listed: true } }
  }

const held =
  (to: 'on' | 'off'): Reader =>
  (asked) => ({
    action: 'immutability-changed',
    resource: thing(asked, 'recovery-point', 'retset', asked.words[1] ?? asked.words[0]),
    changes: [{ setting: 'legal-hold', to, direction: to === 'on' ? 'strengthened' : 'weakened' }],
  })

const pool = (asked: Asked) => thing(asked, 'repository', 'stgpool', asked.words[0])

/** A pool waits so many days before it writes again where data went. */
const poolChanged: Reader = (asked) => {
  const wait = amount(asked, 'REUsedelay')
  const encrypted = agreed(asked, 'ENCRypt')
  if (wait !== undefined)
    return {
      action: 'guard-changed',
      resource: pool(asked),
      changes: [{ setting: 'undo-window', to: wait, unit: 'd' }],
    }
  if (encrypted !== undefined)
    return {
      action: 'encryption-changed',
      resource: pool(asked),
      changes: [{ setting: 'encryption', to: encrypted ? 'on' : 'off' }],
    }
  return { action: 'repository-changed', resource: pool(asked), detail: { listed: true } }
}

/** What is marked as destroyed nobody reads from any longer. */
const volumeChanged: Reader = (asked) => {
  const resource = thing(asked, 'tape', 'volume', asked.words[0])
  return /^DEST/i.test(option(asked, 'ACCess') ?? '')
    ? { action: 'access-policy-changed', resource, detail: { cuts_access: true, denied: ['*'] } }
    : { action: 'repository-changed', resource, detail: { listed: true } }
}

const moved =
  (kind: string, at: number): Reader =>
  (asked) => ({ action: 'media-moved', resource: thing(asked, 'tape', kind, asked.words[at]) })

const detached =
  (type: string, kind: string): Reader =>
  (asked) => ({
    action: 'repository-deleted',
    resource: thing(asked, type, kind, asked.words[0]),
    detail: { detached: true },
  })

export const storedCommands: readonly Row[] = [
  ['DELete', 'FIlespace', fileSpace],
  ['DELete', 'Volume', volume],
  ['DELete', 'VOLHistory', history],
  ['DELete', 'STGpool', (asked) => ({ action: 'repository-deleted', resource: pool(asked) })],
  [
    'DELete',
    'STGPOOLDIRectory',
    (asked) => ({
      action: 'repository-deleted',
      resource: thing(asked, 'repository', 'stgpooldirectory', asked.words[0], asked.words[1]),
    }),
  ],
  ['DELete', 'DEVclass', detached('repository', 'devclass')],
  ['DELete', 'LIBRary', detached('library', 'library')],
  ['DELete', 'BACKUPSET', pointOf('backupset')],
  ['DELete', 'RETSet', pointOf('retset')],
  ['DELete', 'DATAset', pointOf('dataset')],
  ['REMove', 'DAMAGED', pointOf('damaged', () => true)],
  ['DEFine', 'STGpool', (asked) => ({ action: 'repository-created', resource: pool(asked) })],
  ['UPDate', 'STGpool', poolChanged],
  ['UPDate', 'Volume', volumeChanged],
  [
    'REName',
    'STGpool',
    (asked) => ({
      action: 'repository-changed',
      resource: thing(asked, 'repository', 'stgpool', asked.words[1]),
      detail: { former_id: pool(asked).id },
    }),
  ],
  [
    'REName',
    'FIlespace',
    (asked) => ({
      action: 'other',
      resource: thing(asked, 'recovery-point', 'filespace', asked.words[0], asked.words[2]),
    }),
  ],
  ['UPDate', 'BACKUPSET', kept('backupset', 'recovery-point', 2)],
  ['UPDate', 'RETSet', kept('retset', 'recovery-point', 1)],
  ['UPDate', 'RETRule', kept('retrule', 'plan', 1)],
  ['HOLD', 'RETSet', held('on')],
  ['RELease', 'RETSet', held('off')],
  ['CHECKOut', 'LIBVolume', moved('volume', 1)],
  ['MOVe', 'MEDia', moved('volume', 0)],
  ['MOVe', 'DRMedia', moved('volume', 0)],
  ['EJect', 'LIBVolume', moved('volume', 1)],
  [
    'UPDate',
    'LIBVolume',
    (asked) =>
      /^SCR/i.test(option(asked, 'STATus') ?? '')
        ? {
            action: 'recovery-point-deleted',
            resource: thing(asked, 'tape', 'volume', asked.words[1]),
            detail: { with_backups: true },
          }
        : {
            action: 'repository-changed',
            resource: thing(asked, 'tape', 'volume', asked.words[1]),
            detail: { listed: true },
          },
  ],
  [
    'LABEl',
    'LIBVolume',
    (asked) =>
      agreed(asked, 'OVERWRITE')
        ? {
            action: 'object-overwritten',
            resource: thing(asked, 'tape', 'volume', asked.words[1]),
            detail: { how: 'formatted' },
          }
        : { action: 'other', resource: thing(asked, 'tape', 'volume', asked.words[1]) },
  ],
  [
    'GENerate',
    'BACKUPSET',
    (asked) => ({
      action: 'recovery-point-created',
      resource: thing(asked, 'recovery-point', 'backupset', ...asked.words.slice(0, 2)),
    }),
  ],
  ['BAckup', 'DB', (asked) => ({ action: 'run-started', resource: thing(asked, 'job', 'backup', 'DB') })],
  [
    'BAckup',
    'STGpool',
    (asked) => ({ action: 'run-started', resource: thing(asked, 'job', 'backup', asked.words[0]) }),
  ],
  ['EXPIre', 'Inventory', (asked) => ({ action: 'other', resource: consoleOf(asked) })],
]
