// Where Azure's logs go: diagnostic settings, workspaces, the hubs they travel through, and what watches them.
import type { Change, Resource } from '../../../model/event.ts'
import { kindOf } from '../../azure/ids.ts'
import { anyCase, number, objects, text } from '../../kit/look.ts'
import { type ActivityRecord, asked, change, type Reader, type Readers, target } from '../record.ts'
import { laidOn } from './authorization.ts'

/** The setting as a log, in what it listens to. */
const log = (record: ActivityRecord): Resource | undefined => {
  const own = target('trail')(record)
  const { type, id, name } = laidOn(record.target)
  return own === undefined ? undefined : { ...own, container: { type, id, ...(name === undefined ? {} : { name }) } }
}

/** Which log it is, by what the setting lies on. */
function scopeOf({ target: id }: ActivityRecord): string {
  const kind = kindOf(
    laidOn(id).id === '/' ? '' : id.slice(0, id.toLowerCase().lastIndexOf('/providers/microsoft.')) || '',
  )
  if (/microsoft\.aadiam/i.test(id)) return 'trail'
  const on = laidOn(id).type
  if (on === 'subscription' || on === 'tenant' || on === 'organization') return 'trail'
  return kind === 'vault' || kind === 'key-store' ? 'vault' : kind === 'bucket' ? 'bucket' : 'logs'
}

const off: readonly Change[] = [change('logging', 'off', { direction: 'weakened' })]
const stopped: Reader = (record) => ({
  action: 'audit-changed',
  resource: log(record),
  changes: off,
  detail: { scope: scopeOf(record), explicit: true },
})

/** A setting names its categories and where it writes; with all of them off it listens to nothing. */
const written: Reader = (record) => {
  const named = objects(asked(record, 'logs'))
  const enabled = named
    .filter((part) => anyCase(part, 'enabled') !== false)
    .flatMap((part) => text(anyCase(part, 'category')) ?? text(anyCase(part, 'categorygroup')) ?? [])
  const goals = [
    'workspaceid',
    'eventhubauthorizationruleid',
    'eventhubname',
    'storageaccountid',
    'marketplacepartnerid',
  ].flatMap((name) => text(asked(record, name))?.toLowerCase() ?? [])
  return {
    action: 'audit-changed',
    resource: log(record),
    changes: [
      ...(named.length === 0 ? [] : [change('logging', enabled.length > 0 ? 'on' : 'off')]),
      ...(named.length === 0 ? [] : [change('logging-categories', [...new Set(enabled)].sort())]),
      ...(goals.length === 0 ? [] : [change('logging-target', [...goals].sort().join(' '))]),
    ],
    detail: { scope: scopeOf(record), ...(goals.length > 0 ? { retargeted: true } : {}) },
  }
}

const gone =
  (scope: string): Reader =>
  (record) => ({
    action: 'audit-changed',
    resource: target('trail')(record),
    changes: off,
    detail: { scope, explicit: true },
  })

/**
 * Azure itself names the hub that the activity log travels through: `insights-activity-logs` of a diagnostic setting,
 * `insights-operational-logs` of a log profile (learn.microsoft.com, "Stream Azure platform logs to Event Hubs").
 */
const hub: Reader = (record) =>
  gone(/\/insights-(activity|operational)-logs(\/|$)/i.test(record.target) ? 'trail' : 'transport')(record)

/** A workspace keeps logs for a time; what it kept longer is gone. */
const workspace: Reader = (record) => {
  const days = number(asked(record, 'retentionindays'))
  return {
    action: days === undefined ? 'other' : 'audit-changed',
    resource: target('trail')(record),
    changes: days === undefined ? [] : [change('retention', days, { unit: 'd' })],
    detail: { scope: 'logs' },
  }
}

/** Defender's plan set to the free one no longer watches. */
const pricing: Reader = (record) =>
  (text(asked(record, 'pricingtier')) ?? '').toLowerCase() === 'free'
    ? gone('detector')(record)
    : { action: 'other', resource: target('trail')(record) }

export const monitor: Readers = {
  'microsoft.insights/diagnosticsettings/delete': stopped,
  'microsoft.insights/diagnosticsettings/write': written,
  'microsoft.aadiam/diagnosticsettings/delete': stopped,
  'microsoft.aadiam/diagnosticsettings/write': written,
  'microsoft.insights/logprofiles/delete': stopped,
  'microsoft.insights/activitylogalerts/delete': gone('detector'),
  'microsoft.insights/actiongroups/delete': gone('detector'),
  'microsoft.insights/datacollectionrules/delete': gone('logs'),
  'microsoft.operationalinsights/workspaces/delete': gone('logs'),
  'microsoft.operationalinsights/workspaces/write': workspace,
  'microsoft.operationalinsights/workspaces/purge/action': gone('logs'),
  'microsoft.operationalinsights/workspaces/dataexports/delete': gone('forwarding'),
  'microsoft.securityinsights/dataconnectors/delete': gone('detector'),
  'microsoft.securityinsights/alertrules/delete': gone('detector'),
  'microsoft.security/pricings/write': pricing,
  'microsoft.eventhub/namespaces/delete': gone('transport'),
  'microsoft.eventhub/namespaces/eventhubs/delete': hub,
  'microsoft.eventhub/namespaces/authorizationrules/delete': gone('transport'),
  'microsoft.eventhub/namespaces/eventhubs/authorizationrules/delete': hub,
  'microsoft.eventhub/namespaces/eventhubs/consumergroups/delete': hub,
}
