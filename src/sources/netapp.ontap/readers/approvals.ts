// Multi-admin verification: what several people must agree to, who they are, and whether it is on.
import type { Change, Resource } from '../../../model/event.ts'
import type { Facts } from '../../kit/facts.ts'
import { number } from '../../kit/look.ts'
import { type Command, flag, isMany, option, type Reader } from '../command.ts'

const approvalResource = (command: Command, kind: string, name: string): Resource => ({
  type: 'policy',
  id: `${command.cluster}/multi-admin-verify${kind}${name === '' ? '' : `/${name}`}`,
  name: name === '' ? 'multi-admin verification' : name,
})

const eyes = (
  command: Command,
  changes: readonly Change[],
  kind = '',
  name = '',
  detail: Facts['detail'] = {},
): Facts => ({
  action: 'four-eyes-changed',
  resource: approvalResource(command, kind, name),
  parents: [command.cluster],
  changes,
  detail,
})

/** Switched off or on; fewer who must agree; longer to agree in. */
const verification: Reader = (command) => {
  const enabled = flag(command, 'enabled')
  const approvals = number(option(command, 'required-approvers'))
  return eyes(command, [
    ...(enabled === undefined
      ? []
      : [
          {
            setting: 'four-eyes',
            to: enabled ? 'on' : 'off',
            direction: enabled ? ('strengthened' as const) : ('weakened' as const),
          },
        ]),
    ...(approvals === undefined ? [] : [{ setting: 'approvals', to: approvals }]),
  ])
}

const group =
  (kind: 'created' | 'deleted' | 'changed'): Reader =>
  (command) => {
    const name = option(command, 'name', 'approval-group') ?? command.uuids.group ?? '?'
    const approvers = (option(command, 'approvers', 'approvers-to-add') ?? '')
      .split(/[\s,|]+/)
      .filter((one) => one !== '')
    const removed = option(command, 'approvers-to-remove') !== undefined
    const changes: readonly Change[] =
      kind === 'deleted' || removed
        ? [{ setting: 'approvers', ...(kind === 'deleted' ? { to: [] } : {}), direction: 'weakened' }]
        : approvers.length === 0
          ? []
          : [
              {
                setting: 'approvers',
                to: approvers,
                ...(kind === 'created' ? { direction: 'strengthened' as const } : {}),
              },
            ]
    return eyes(command, changes, '/group', name)
  }

const rule =
  (kind: 'created' | 'deleted' | 'changed'): Reader =>
  (command) => {
    const operation = option(command, 'operation') ?? '?'
    const approvals = number(option(command, 'required-approvers'))
    const changes: readonly Change[] =
      kind === 'deleted'
        ? [{ setting: 'four-eyes', to: 'off', direction: 'weakened' }]
        : kind === 'created'
          ? [{ setting: 'four-eyes', to: 'on', direction: 'strengthened' }]
          : approvals === undefined
            ? [{ setting: 'four-eyes', direction: option(command, 'query') === undefined ? 'unknown' : 'weakened' }]
            : [{ setting: 'approvals', to: approvals }]
    return eyes(command, changes, '/rule', operation, { operation, ...(isMany(operation) ? { bulk: true } : {}) })
  }

/** Somebody asks, agrees or refuses: nothing has changed by that. */
const request =
  (state: string): Reader =>
  (command) => ({
    action: 'other',
    resource: approvalResource(command, '/request', option(command, 'index') ?? command.uuids.request ?? '?'),
    parents: [command.cluster],
    detail: { state, ...(option(command, 'operation') ? { operation: option(command, 'operation') ?? '' } : {}) },
  })

export const approvals: Readonly<Record<string, Reader>> = {
  'security multi-admin-verify modify': verification,
  'security multi-admin-verify approval-group create': group('created'),
  'security multi-admin-verify approval-group modify': group('changed'),
  'security multi-admin-verify approval-group replace': group('changed'),
  'security multi-admin-verify approval-group delete': group('deleted'),
  'security multi-admin-verify rule create': rule('created'),
  'security multi-admin-verify rule modify': rule('changed'),
  'security multi-admin-verify rule delete': rule('deleted'),
  'security multi-admin-verify request create': request('requested'),
  'security multi-admin-verify request approve': request('approved'),
  'security multi-admin-verify request veto': request('vetoed'),
  'security multi-admin-verify request delete': request('withdrawn'),
}
