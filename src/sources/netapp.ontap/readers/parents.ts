// What volumes lie in: SVMs and aggregates, and how long an SVM keeps what was deleted.
import type { Facts } from '../../kit/facts.ts'
import { aggregateId, option, parentsOf, type Reader, svmOf, svmResource } from '../command.ts'
import { spanOf } from '../values.ts'

/** What was deleted stays in the recovery queue for hours: the undo window of every volume of an SVM. */
const undoWindow =
  (...names: readonly string[]): Reader =>
  (command) => {
    const window = spanOf(option(command, ...names), 1 / 24)
    if (window === undefined) return { action: 'other', resource: svmResource(command), parents: [command.cluster] }
    const svm = svmOf(command) ?? '*'
    return {
      action: 'guard-changed',
      resource: {
        type: 'recycle-rule',
        id: `${command.cluster}/${svm}/recovery-queue`,
        name: `recovery queue of ${svm}`,
        container: { type: 'svm', id: `${command.cluster}/${svm}`, name: svm },
      },
      parents: parentsOf(command),
      changes: [{ setting: 'undo-window', to: window, unit: 'd' }],
    }
  }

const parentGone =
  (detail?: Facts['detail']): Reader =>
  (command) => ({
    action: 'parent-deleted',
    resource: svmResource(command),
    parents: [command.cluster],
    ...(detail ? { detail } : {}),
  })

const svmModified: Reader = (command) =>
  option(command, 'volume-delete-retention-hours') === undefined
    ? { action: 'other', resource: svmResource(command), parents: [command.cluster] }
    : undoWindow('volume-delete-retention-hours')(command)

const pool =
  (detail?: Facts['detail']): Reader =>
  (command) => {
    const name = option(command, 'aggregate', 'aggr') ?? command.uuids.aggregate ?? '?'
    return {
      action: 'repository-deleted',
      resource: {
        type: 'pool',
        id: command.uuids.aggregate === name ? name : aggregateId(command, name),
        name,
      },
      parents: [command.cluster],
      ...(detail ? { detail } : {}),
    }
  }

export const parents: Readonly<Record<string, Reader>> = {
  'volume recovery-queue modify': undoWindow(
    'retention-hours',
    'volume-delete-retention-hours',
    'delete-retention-hours',
  ),
  'vserver create': (command) => ({ action: 'other', resource: svmResource(command), parents: [command.cluster] }),
  'vserver delete': parentGone(),
  'vserver stop': parentGone({ detached: true }),
  'vserver rename': parentGone({ renamed: true }),
  'vserver modify': svmModified,
  'storage aggregate delete': pool(),
  'storage aggregate offline': pool({ detached: true }),
  'storage aggregate restrict': pool({ detached: true }),
}
