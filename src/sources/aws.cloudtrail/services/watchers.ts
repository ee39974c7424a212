// What watches an account besides its trail: recorders, detectors and hubs, switched off or cut loose.
import type { Change } from '../../../model/event.ts'
import { object, text, truth } from '../../kit/look.ts'
import { arn, type Reader, type ServiceReaders } from '../record.ts'
import { byId, on, ownAccount, type Who } from './parts.ts'

const off: readonly Change[] = [{ setting: 'logging', to: 'off', direction: 'weakened' }]
const back: readonly Change[] = [{ setting: 'logging', to: 'on', direction: 'strengthened' }]

const stopped = (who: Who, scope: string): Reader =>
  on(who, 'audit-changed', () => ({ changes: off, detail: { scope } }))
const started = (who: Who, scope: string): Reader =>
  on(who, 'audit-changed', () => ({ changes: back, detail: { scope } }))

const recorder = byId('recorder', 'config', 'config-recorder/', 'configurationRecorderName')
const channel = byId('recorder', 'config', 'delivery-channel/', 'deliveryChannelName')

const recorded: Reader = (record) => {
  const held = object(record.params.configurationRecorder)
  const narrow = truth(object(held.recordingGroup).allSupported) === false
  return {
    action: narrow ? 'audit-changed' : 'other',
    resource: recorder({ ...record, params: { configurationRecorderName: text(held.name) ?? 'default' } }),
    changes: narrow ? [{ setting: 'logging-scope', to: 'narrow' }] : [],
    detail: { scope: 'config' },
  }
}

export const config: ServiceReaders = {
  PutConfigurationRecorder: recorded,
  StartConfigurationRecorder: started(recorder, 'config'),
  StopConfigurationRecorder: stopped(recorder, 'config'),
  DeleteConfigurationRecorder: stopped(recorder, 'config'),
  DeleteDeliveryChannel: stopped(channel, 'config'),
}

const detector = byId('detector', 'guardduty', 'detector/', 'detectorId')

const detectorUpdated: Reader = (record) => {
  const enabled = truth(record.params.enable)
  return {
    action: enabled === undefined ? 'other' : 'audit-changed',
    resource: detector(record),
    changes: enabled === undefined ? [] : enabled ? back : off,
    detail: { scope: 'detector' },
  }
}

/** A filter that archives hides findings before anybody sees them. */
const filtered: Reader = (record) => {
  const hides = text(record.params.action)?.toUpperCase() === 'ARCHIVE'
  return {
    action: hides ? 'audit-changed' : 'other',
    resource: detector(record),
    changes: hides ? [{ setting: 'logging-scope', to: 'narrow', direction: 'weakened' }] : [],
    detail: { scope: 'detector' },
  }
}

export const guardduty: ServiceReaders = {
  UpdateDetector: detectorUpdated,
  DeleteDetector: stopped(detector, 'detector'),
  CreateFilter: filtered,
  UpdateFilter: filtered,
  DeleteMembers: stopped(detector, 'detector'),
  DisassociateMembers: stopped(detector, 'detector'),
  DisassociateFromMasterAccount: stopped(detector, 'detector'),
  DisassociateFromAdministratorAccount: stopped(detector, 'detector'),
  StopMonitoringMembers: stopped(detector, 'detector'),
  DeletePublishingDestination: stopped(detector, 'detector'),
}

const hub: Who = (record) => ({ type: 'detector', id: arn(record, 'securityhub', 'hub/default'), name: 'security hub' })
export const securityhub: ServiceReaders = {
  DisableSecurityHub: stopped(hub, 'detector'),
  DisableSecurityHubV2: stopped(hub, 'detector'),
  DisassociateFromAdministratorAccount: stopped(hub, 'detector'),
}

export const macie2: ServiceReaders = { DisableMacie: stopped(ownAccount, 'detector') }
export const accessAnalyzer: ServiceReaders = {
  DeleteAnalyzer: stopped(byId('detector', 'access-analyzer', 'analyzer/', 'analyzerName'), 'detector'),
}
