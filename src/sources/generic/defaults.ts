// Where values stand in records that nobody described: the names of ECS, of CEF's and LEEF's dictionaries, and those that most write.
import type { FieldPart, Form, Spec } from '../../model/mapping.ts'

type Fields = Partial<Readonly<Record<FieldPart, Spec>>>

const ecs: Fields = {
  time: [
    '@timestamp',
    'timestamp',
    'time',
    'eventTime',
    'event_time',
    'datetime',
    'date',
    'ts',
    'created_at',
    'createdAt',
  ],
  id: ['event.id', 'event_id', 'eventId'],
  code: [
    'event.code',
    'event.action',
    'event_type',
    'eventType',
    'event_name',
    'eventName',
    'action',
    'operation',
    'event',
    'type',
  ],
  actor: ['user.name', 'user_name', 'userName', 'username', 'user', 'actor.name', 'actor', 'principal'],
  address: [
    'source.ip',
    'source.address',
    'client_ip',
    'clientIp',
    'remote_addr',
    'src_ip',
    'ip_address',
    'ipAddress',
    'ip',
  ],
  agent: ['user_agent.original', 'user_agent', 'userAgent'],
  session: ['session.id', 'session_id', 'sessionId'],
  outcome: ['event.outcome', 'outcome', 'result', 'status', 'success'],
  error: ['error.code', 'error_code', 'errorCode', 'error.message'],
  message: ['message', 'msg', 'description'],
  host: ['host.name', 'hostname', 'host'],
  target: ['user.target.name', 'target_user', 'targetUser'],
}

const pairs: Fields = {
  ...ecs,
  code: ['event_type', 'eventType', 'action', 'operation', 'event', 'syslog.message_id', 'syslog.app'],
  address: ['src', 'src_ip', 'client_ip', 'clientIp', 'remote_addr', 'ip', 'source.ip', 'addr'],
  message: ['msg', 'message', 'syslog.message'],
  host: ['syslog.host', 'host', 'hostname'],
}

export const defaults: Readonly<Record<Form, Fields>> = {
  'generic.json': ecs,
  'generic.syslog': pairs,
  'generic.cef': {
    time: ['rt', 'end', 'start', 'deviceReceiptTime', 'endTime', 'startTime'],
    id: ['externalId'],
    code: ['code', 'name'],
    actor: ['suser', 'sourceUserName', 'suid'],
    address: ['src', 'sourceAddress', 'shost'],
    agent: ['requestClientApplication'],
    session: ['sessionId'],
    outcome: ['outcome', 'eventOutcome', 'categoryOutcome'],
    error: ['reason'],
    message: ['msg', 'name'],
    host: ['dvchost', 'dvc', 'syslog.host'],
    target: ['duser', 'destinationUserName'],
    resource_name: ['fname', 'filePath'],
  },
  'generic.leef': {
    time: ['devTime', 'eventTime'],
    id: ['externalId'],
    code: ['code', 'cat'],
    actor: ['usrName', 'accountName', 'identSrc'],
    address: ['src', 'identSrc'],
    outcome: ['outcome', 'result', 'status'],
    error: ['reason'],
    message: ['msg', 'message'],
    host: ['identHostName', 'devName', 'syslog.host'],
    target: ['targetUser', 'dstUserName'],
    resource_name: ['resource'],
  },
}
