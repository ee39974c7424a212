// Commands on administrators, on the server's own log and on its settings.
import { accountId } from '../../model/account.ts'
import type { Change } from '../../model/event.ts'
import { unlimited } from '../../model/setting.ts'
import { type Facts, secondFactor } from '../kit/facts.ts'
import { type Asked, agreed, consoleOf, option, thing } from './command.ts'
import type { Reader, Row } from './stored.ts'

/** An administrator of the server. @param name as the server keeps it, in capitals */
export const administrator = (server: string, name: string): Required<Pick<Facts, 'resource' | 'target'>> => {
  const id = accountId(name, server)
  return { resource: { type: 'user', id, name }, target: { id, name } }
}

const person =
  (action: Facts['action'], detail?: Facts['detail']): Reader =>
  (asked) => ({ action, ...administrator(asked.server, asked.words[0] ?? '*'), ...(detail ? { detail } : {}) })

/** The class `SYSTEM` may do everything; the others rule policies, pools or nodes. */
const granted: Reader = (asked) => {
  const classes = option(asked, 'CLasses')?.toUpperCase() ?? ''
  const top = classes.split(',').some((one) => one.length > 1 && 'SYSTEM'.startsWith(one))
  return person(top ? 'admin-added' : 'role-granted', { role: top ? 'system' : classes.toLowerCase() || 'unknown' })(
    asked,
  )
}

const changed: Reader = (asked) => {
  const factor = agreed(asked, 'MFArequired') ?? agreed(asked, 'MFARequired')
  const approves = agreed(asked, 'CMDAPPRover')
  if (factor !== undefined) return { ...person('mfa-changed')(asked), changes: [secondFactor(factor ? 'on' : 'off')] }
  if (option(asked, 'MFASecret') !== undefined || option(asked, 'RESETMfa') !== undefined)
    return { ...person('mfa-changed')(asked), changes: [secondFactor('off')] }
  if (approves !== undefined)
    return {
      action: 'four-eyes-changed',
      resource: approval(asked),
      target: administrator(asked.server, asked.words[0] ?? '*').target,
    }
  return asked.words.length > 1 ? person('credential-added', { credential: 'password' })(asked) : person('other')(asked)
}

const approval = (asked: Asked) => ({
  ...thing(asked, 'policy', 'policy', 'COMMANDAPPROVAL'),
  name: 'command approval',
})

const trail = (asked: Asked, receiver: string) => ({
  ...thing(asked, 'trail', 'events', receiver),
  name: `${receiver} of ${asked.server}`,
})

const logging =
  (to: 'on' | 'off', all: boolean): Reader =>
  (asked) => {
    const receiver = asked.words[0] ?? 'ALL'
    const narrow = !all && to === 'off' && !/^ALL$/.test(asked.words[1] ?? 'ALL')
    const change: Change = narrow
      ? { setting: 'logging-scope', to: 'narrow', direction: 'weakened' }
      : { setting: 'logging', to, direction: to === 'off' ? 'weakened' : 'strengthened' }
    return {
      action: 'audit-changed',
      resource: trail(asked, receiver),
      changes: [change],
      detail: { scope: /^(ACTLOG|CONSOLE)$/.test(receiver) ? 'console' : 'forwarding', explicit: true },
    }
  }

/** Days by default; with `MGmtstyle=Size` a number of megabytes. */
const logKept: Reader = (asked) => {
  const held = asked.words[0] ?? ''
  const size = /^S/i.test(option(asked, 'Mgmtstyle') ?? '')
  const days = /^\d{1,5}$/.test(held) && !size ? Number(held) : undefined
  return {
    action: 'audit-changed',
    resource: trail(asked, 'ACTLOG'),
    // Thirty days are the default: of a few, nobody finds again what was done the week before.
    changes:
      days === undefined
        ? []
        : [{ setting: 'retention', to: days, unit: 'd', ...(days < 7 ? { direction: 'weakened' as const } : {}) }],
    detail: { scope: 'console' },
  }
}

const isOn = (asked: Asked): boolean => /^(ON|YES|ENABLED)$/.test(asked.words[0] ?? '')

const switched =
  (
    action: Facts['action'],
    setting: string,
    on = 'on',
    off = 'off',
    resource: (asked: Asked) => Facts['resource'] = consoleOf,
  ): Reader =>
  (asked) => ({
    action,
    resource: resource(asked),
    changes: [{ setting, to: isOn(asked) ? on : off, direction: isOn(asked) ? 'strengthened' : 'weakened' }],
  })

/** Wrong passwords that are let pass, or passwords that never end: nothing guards the way in. */
const gate =
  (weak: (held: string) => boolean): Reader =>
  (asked) => ({
    action: 'access-policy-changed',
    resource: consoleOf(asked),
    ...(weak(asked.words[0] ?? '')
      ? { changes: [{ setting: 'access-guard', to: 'off', direction: 'weakened' as const }] }
      : { detail: { listed: true } }),
  })

const databaseKept: Reader = (asked) => {
  const days = Number(asked.words[0])
  return {
    action: 'retention-changed',
    resource: thing(asked, 'plan', 'dbbackup', 'DB'),
    changes: Number.isFinite(days) ? [{ setting: 'retention', to: days >= 9999 ? unlimited : days, unit: 'd' }] : [],
  }
}

const copiedTo: Reader = (asked) => {
  const to = (asked.words[0] ?? '') === '' ? 'off' : 'on'
  return {
    action: 'replication-changed',
    resource: thing(asked, 'replication', 'replication', 'SERVER'),
    changes: [{ setting: 'replication', to, direction: to === 'off' ? 'weakened' : 'strengthened' }],
    ...(to === 'on'
      ? { related: [{ type: 'console', id: (asked.words[0] ?? '').toLowerCase(), name: asked.words[0] ?? '' }] }
      : {}),
  }
}

const clock: Reader = (asked) => ({
  action: 'clock-changed',
  resource: consoleOf(asked),
  detail: { explicit: true },
})

export const serverCommands: readonly Row[] = [
  ['REGister', 'ADmin', person('user-added')],
  ['REMove', 'ADmin', person('user-removed')],
  ['LOCK', 'ADmin', person('credential-removed')],
  ['UNLOCK', 'ADmin', person('credential-added', { credential: 'password' })],
  ['UPDate', 'ADmin', changed],
  [
    'REName',
    'ADmin',
    (asked) => ({
      action: 'other',
      ...administrator(asked.server, asked.words[1] ?? '*'),
      detail: { former_id: accountId(asked.words[0] ?? '', asked.server) },
    }),
  ],
  ['GRant', 'AUTHority', granted],
  ['REVoke', 'AUTHority', person('role-revoked')],
  [
    'GRant',
    'PROXynode',
    (asked) => ({
      action: 'role-granted',
      resource: thing(asked, 'plan', 'node', option(asked, 'AGent')?.toUpperCase()),
      detail: { role: 'proxynode' },
    }),
  ],
  [
    'EXPort',
    'ADmin',
    (asked) =>
      /^Y/i.test(option(asked, 'Preview') ?? '')
        ? { action: 'read', resource: consoleOf(asked) }
        : { action: 'credential-store-read', resource: consoleOf(asked) },
  ],
  ['DISAble', 'EVents', logging('off', false)],
  ['ENable', 'EVents', logging('on', false)],
  ['END', 'EVentlogging', logging('off', true)],
  ['BEGin', 'EVentlogging', logging('on', true)],
  ['DELete', 'EVENTSERVer', (asked) => logging('off', true)({ ...asked, words: ['EVENTSERVER'] })],
  ['Set', 'ACTlogretention', logKept],
  ['Set', 'ARCHIVERETENTIONPROTECTion', switched('immutability-changed', 'lock-mode', 'compliance', 'off')],
  ['Set', 'COMMANDAPProval', switched('four-eyes-changed', 'four-eyes', 'on', 'off', approval)],
  ['Set', 'APPROVERSREQuireapproval', switched('four-eyes-changed', 'four-eyes', 'on', 'off', approval)],
  [
    'Set',
    'MFArequired',
    (asked) => ({
      action: 'mfa-changed',
      resource: consoleOf(asked),
      changes: [secondFactor(isOn(asked) ? 'on' : 'off')],
    }),
  ],
  ['Set', 'AUthentication', gate((held) => /^OF/.test(held))],
  ['Set', 'INVALIDPwlimit', gate((held) => held === '0')],
  ['Set', 'PASSExp', gate((held) => held === '0')],
  ['Set', 'MINPwlength', gate((held) => held === '0')],
  ['Set', 'DRMDBBackupexpiredays', databaseKept],
  ['Set', 'REPLSERVer', copiedTo],
  [
    'Set',
    'SERVERPAssword',
    (asked) => ({ action: 'credential-added', resource: consoleOf(asked), detail: { credential: 'password' } }),
  ],
  ['ACCept', 'Date', clock],
  ['RUn', '', (asked) => ({ action: 'process-started', resource: consoleOf(asked) })],
  ['MACRO', '', (asked) => ({ action: 'process-started', resource: consoleOf(asked) })],
]
