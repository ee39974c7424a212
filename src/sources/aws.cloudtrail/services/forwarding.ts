// The way of a log from its trail to whoever reads it: log groups, bus rules, queues, topics and streams.
import type { Change } from '../../../model/event.ts'
import { unlimited } from '../../../model/setting.ts'
import { first, text, truth } from '../../kit/look.ts'
import { arn, lastPart, named, type Reader, type ServiceReaders } from '../record.ts'
import { byId, change, daysChange, on, switched, type Who } from './parts.ts'

const off: readonly Change[] = [{ setting: 'logging', to: 'off', direction: 'weakened' }]
const back: readonly Change[] = [{ setting: 'logging', to: 'on', direction: 'strengthened' }]

/**
 * `logs` and `forwarding` carry logs by their nature. `transport` is what anything may run over: whether it carried a
 * log only its name or the estate can say.
 */
type Scope = 'logs' | 'forwarding' | 'transport'
const cut = (who: Who, scope: Scope): Reader => on(who, 'audit-changed', () => ({ changes: off, detail: { scope } }))
const joined = (who: Who, scope: Scope): Reader =>
  on(who, 'audit-changed', () => ({ changes: back, detail: { scope } }))

const logGroup = byId('log-group', 'logs', 'log-group:', 'logGroupName', 'logGroupIdentifier')
const scope = { scope: 'logs' } as const

export const logs: ServiceReaders = {
  DeleteLogGroup: cut(logGroup, 'logs'),
  DeleteLogStream: cut(logGroup, 'logs'),
  DeleteSubscriptionFilter: cut(logGroup, 'logs'),
  PutSubscriptionFilter: on(logGroup, 'audit-changed', ({ params }) => {
    const target = text(params.destinationArn)
    return { changes: target === undefined ? [] : [change('logging-target', target)], detail: scope }
  }),
  DeleteDestination: cut(byId('log-group', 'logs', 'destination:', 'destinationName'), 'logs'),
  DeleteDelivery: cut(byId('log-group', 'logs', 'delivery:', 'id'), 'logs'),
  PutRetentionPolicy: on(logGroup, 'audit-changed', ({ params }) => ({
    changes: daysChange('retention', params.retentionInDays),
    detail: scope,
  })),
  DeleteRetentionPolicy: on(logGroup, 'audit-changed', () => ({
    changes: [change('retention', unlimited, 'd')],
    detail: scope,
  })),
  PutLogGroupDeletionProtection: on(logGroup, 'audit-changed', ({ params }) => ({
    changes: switched('deletion-protection', truth(params.deletionProtectionEnabled)),
    detail: scope,
  })),
  AssociateKmsKey: on(logGroup, 'audit-changed', ({ params }) => ({
    changes: [change('logging-key', text(params.kmsKeyId) ?? '')],
    detail: scope,
  })),
  DisassociateKmsKey: on(logGroup, 'audit-changed', () => ({ changes: [change('logging-key', '')], detail: scope })),
}

/** A rule's name; a rule on a bus of its own has the bus before it. */
const busRule: Who = (record) => {
  const name = text(first(record.params, 'rule', 'name'))
  const bus = text(record.params.eventBusName)
  const path = bus === undefined || bus === 'default' ? '' : `${lastPart(bus)}/`
  return named('forwarding-rule', name === undefined ? undefined : arn(record, 'events', `rule/${path}${name}`))
}

/** The call that makes a rule also switches it. */
const rulePut: Reader = (record) => {
  const disabled = text(record.params.state)?.toUpperCase() === 'DISABLED'
  return disabled ? cut(busRule, 'forwarding')(record) : { action: 'other', resource: busRule(record) }
}

const bus = byId('forwarding-rule', 'events', 'event-bus/', 'eventBusName', 'name')
export const events: ServiceReaders = {
  PutRule: rulePut,
  EnableRule: joined(busRule, 'forwarding'),
  DisableRule: cut(busRule, 'forwarding'),
  DeleteRule: cut(busRule, 'forwarding'),
  RemoveTargets: cut(busRule, 'forwarding'),
  DeleteEventBus: cut(bus, 'forwarding'),
  RemovePermission: cut(bus, 'forwarding'),
  DeleteApiDestination: cut(byId('forwarding-rule', 'events', 'api-destination/', 'name'), 'forwarding'),
  DeauthorizeConnection: cut(byId('forwarding-rule', 'events', 'connection/', 'name'), 'forwarding'),
}

const pipe = byId('forwarding-rule', 'pipes', 'pipe/', 'name')
export const pipes: ServiceReaders = {
  StartPipe: joined(pipe, 'transport'),
  StopPipe: cut(pipe, 'transport'),
  DeletePipe: cut(pipe, 'transport'),
}

const queue: Who = (record) => {
  const url = text(record.params.queueUrl)
  return named('queue', url === undefined ? undefined : arn(record, 'sqs', lastPart(url)))
}
export const sqs: ServiceReaders = {
  DeleteQueue: cut(queue, 'transport'),
  PurgeQueue: cut(queue, 'transport'),
}

const topic = byId('topic', 'sns', '', 'topicArn')
export const sns: ServiceReaders = {
  DeleteTopic: cut(topic, 'transport'),
  Unsubscribe: cut(byId('topic', 'sns', '', 'subscriptionArn'), 'transport'),
}

const deliveryStream = byId('stream', 'firehose', 'deliverystream/', 'deliveryStreamName')
export const firehose: ServiceReaders = {
  DeleteDeliveryStream: cut(deliveryStream, 'transport'),
  UpdateDestination: on(deliveryStream, 'audit-changed', () => ({ detail: { scope: 'transport' } })),
}

const stream = byId('stream', 'kinesis', 'stream/', 'streamARN', 'streamName')
export const kinesis: ServiceReaders = {
  DeleteStream: cut(stream, 'transport'),
  DecreaseStreamRetentionPeriod: on(stream, 'audit-changed', () => ({ detail: { scope: 'transport' } })),
}

export const kafka: ServiceReaders = {
  DeleteCluster: cut(byId('stream', 'kafka', '', 'clusterArn'), 'transport'),
  DeleteTopic: cut(byId('stream', 'kafka', 'topic/', 'topicArn', 'topicName'), 'transport'),
}
