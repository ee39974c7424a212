// The part of the Elastic Common Schema that events may use: field names, and the types that each category allows.

const byFieldSet = {
  event: 'id action code provider outcome kind category type dataset module created ingested reason original hash',
  user: 'id name domain email roles target.id target.name target.group.name',
  user_agent: 'original',
  source: 'ip address port',
  host: 'name ip id',
  cloud: 'provider region account.id account.name',
  observer: 'vendor product name version',
  organization: 'id name',
  error: 'code message',
  related: 'ip user hosts',
}

export const ecsFields: ReadonlySet<string> = new Set([
  '@timestamp',
  'message',
  ...Object.entries(byFieldSet).flatMap(([set, names]) => names.split(' ').map((name) => `${set}.${name}`)),
])

export const typesOfCategory: Readonly<Record<string, readonly string[]>> = {
  authentication: ['start', 'end', 'info'],
  configuration: ['access', 'change', 'creation', 'deletion', 'info'],
  file: ['access', 'change', 'creation', 'deletion', 'info'],
  iam: ['admin', 'change', 'creation', 'deletion', 'group', 'info', 'user'],
  process: ['access', 'change', 'end', 'info', 'start'],
}
