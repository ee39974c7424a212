// Builds CloudTrail records with their whole envelope, as trails deliver them, for stories and cases.
import type { JsonObject } from '../../src/lib/json.ts'

export interface Who {
  readonly identity: JsonObject
  readonly address: string
  readonly agent: string
  readonly console?: boolean
}

export interface Call {
  /** ISO time, or epoch milliseconds. */
  readonly at: string | number
  readonly who: Who
  /** `s3 PutBucketLifecycle`. */
  readonly call: string
  readonly params?: JsonObject | null
  readonly response?: JsonObject | null
  readonly error?: string
  readonly message?: string
  readonly id?: string
  readonly region?: string
  readonly account?: string
  readonly more?: JsonObject
}

export const account = '111122223333'

/** An IAM user with an access key. */
export const user = (
  name: string,
  address = '192.0.2.10',
  agent = 'aws-cli/2.15.30 md/Botocore#2.0.0 ua/2.0 os/linux lang/python#3.11',
): Who => ({
  address,
  agent,
  identity: {
    type: 'IAMUser',
    principalId: `AIDA${pad(name)}`,
    arn: `arn:aws:iam::${account}:user/${name}`,
    accountId: account,
    accessKeyId: `AKIA${pad(name)}`,
    userName: name,
  },
})

/** A person who signed in to a role through the console or single sign-on. */
export const person = (
  name: string,
  address = '192.0.2.20',
  role = 'AWSReservedSSO_PlatformAdmin_0123456789abcdef',
): Who => ({
  ...assumed(
    role,
    `${name}@example.com`,
    address,
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0',
  ),
  console: true,
})

/** A role session. */
export function assumed(role: string, session: string, address: string, agent: string): Who {
  return {
    address,
    agent,
    identity: {
      type: 'AssumedRole',
      principalId: `AROA${pad(role)}:${session}`,
      arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
      accountId: account,
      accessKeyId: `ASIA${pad(role + session)}`,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: `AROA${pad(role)}`,
          arn: `arn:aws:iam::${account}:role/${role}`,
          accountId: account,
          userName: role,
        },
        attributes: { mfaAuthenticated: 'false', creationDate: '2026-01-05T06:00:00Z' },
      },
    },
  }
}

/** AWS acting by itself. */
export const service = (name: string): Who => ({
  address: `${name}.amazonaws.com`,
  agent: `${name}.amazonaws.com`,
  identity: { type: 'AWSService', invokedBy: `${name}.amazonaws.com` },
})

const pad = (name: string): string =>
  name
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .padEnd(12, 'X')
    .slice(0, 16)

/** The record. `eventID` is made from what happens when, so that a story is the same each time it is written. */
export function record({
  at,
  who,
  call,
  params,
  response,
  error,
  message,
  id,
  region = 'eu-central-1',
  account: owner = account,
  more,
}: Call): JsonObject {
  const [source = '', name = ''] = call.split(' ')
  const time = new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z')
  const data = [
    'PutObject',
    'GetObject',
    'CopyObject',
    'DeleteObject',
    'DeleteObjects',
    'PutObjectRetention',
    'PutObjectLegalHold',
  ].includes(name)
  return {
    eventVersion: '1.11',
    userIdentity: who.identity,
    eventTime: time,
    eventSource: `${source}.amazonaws.com`,
    eventName: name,
    awsRegion: region,
    sourceIPAddress: who.address,
    userAgent: who.agent,
    ...(error === undefined
      ? {}
      : { errorCode: error, errorMessage: message ?? 'User is not authorized to perform this action' }),
    requestParameters: params ?? null,
    responseElements: response ?? null,
    requestID: uuid(`request ${time} ${call} ${JSON.stringify(params)}`),
    eventID: id ?? uuid(`event ${time} ${call} ${JSON.stringify(params)} ${who.address}`),
    readOnly: /^(Get|List|Describe|Head|Lookup)/.test(name),
    eventType: 'AwsApiCall',
    managementEvent: !data,
    recipientAccountId: owner,
    eventCategory: data ? 'Data' : 'Management',
    ...(who.console ? { sessionCredentialFromConsole: 'true' } : {}),
    ...more,
  }
}

/** An identifier of any text: FNV-1a over four seeds, laid out as a UUID. */
export function uuid(text: string): string {
  const parts = [0, 1, 2, 3].map((seed) => {
    let hash = 0x811c9dc5 ^ (seed * 0x9e3779b1)
    for (let place = 0; place < text.length; place += 1) hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193)
    return (hash >>> 0).toString(16).padStart(8, '0')
  })
  const hex = parts.join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** A lifecycle that lets copies go after so many days. */
export const lifecycle = (bucket: string, days: number, more: JsonObject = {}): JsonObject => ({
  bucketName: bucket,
  Host: `${bucket}.s3.eu-central-1.amazonaws.com`,
  lifecycle: '',
  LifecycleConfiguration: {
    xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/',
    Rule: { ID: 'expire', Status: 'Enabled', Filter: '', Expiration: { Days: days }, ...more },
  },
})
