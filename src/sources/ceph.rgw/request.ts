// A request to a gateway, out of the ops log, the log of the gateway itself, or the log of a bucket.
import type { JsonObject } from '../../lib/json.ts'
import { first, number, object, objects, text } from '../kit/look.ts'
import { accessLogTime, statedTime } from '../kit/time.ts'
import { unescaped } from '../kit/unescape.ts'
import { type Access, accessLine } from '../s3/access.ts'

export interface RgwRequest {
  /** The gateway's own name of the operation: `put_lifecycle`; '' where only the address is known. */
  readonly operation: string
  /** The line of a bucket's log, which names operations as AWS does. */
  readonly access?: Access
  readonly method: string
  readonly bucket: string
  readonly key: string
  /** Parameters of the address; those without a value have ''. */
  readonly query: ReadonlyMap<string, string>
  readonly uri: string
  readonly user: string
  readonly owner: string
  readonly address: string | undefined
  readonly agent: string
  readonly status: number | undefined
  readonly error: string
  readonly time: number | undefined
  readonly transaction: string
  /** Headers that the gateway was told to log, by names in small letters and with hyphens. */
  readonly headers: ReadonlyMap<string, string>
  readonly credential: string
  /** How they signed in: `Local`, `LDAP`, `Keystone`, `OIDC Provider`, `STS`. */
  readonly authentication: string
  readonly role: string
  /** What one call deleted. */
  readonly objects: readonly { readonly name: string; readonly version: string | undefined }[]
}

const none: ReadonlyMap<string, string> = new Map()

/** No address of a request has more parameters. */
const most = 60

/** `PUT /bucket/key?retention&versionId=3 HTTP/1.1` */
function addressIn(uri: string, bucket: string): Pick<RgwRequest, 'method' | 'bucket' | 'key' | 'query'> {
  const found = /^([A-Z]{3,8}) ([^ ]*)/.exec(uri)
  const [path = '', given] = (found?.[2] ?? '').split('?', 2)
  const query = new Map<string, string>()
  for (const part of (given ?? '').split('&', most)) {
    const sign = part.indexOf('=')
    const name = sign < 0 ? part : part.slice(0, sign)
    if (name !== '')
      query.set(unescaped(name).toLowerCase(), sign < 0 ? '' : unescaped(part.slice(sign + 1).replace(/\+/g, ' ')))
  }
  const plain = path.replace(/^\/+(?:swift\/v1\/(?:AUTH_[^/]+\/)?)?/, '')
  const slash = plain.indexOf('/')
  const head = unescaped(slash < 0 ? plain : plain.slice(0, slash))
  const named = bucket === '-' ? '' : bucket
  // Behind a host name of its own a bucket does not stand in the path.
  const inPath = named === '' || head === named || named.endsWith(`:${head}`) || named.endsWith(`/${head}`)
  return {
    method: found?.[1] ?? '',
    bucket: named === '' ? (head === 'admin' ? '' : head) : named,
    key: unescaped(inPath ? (slash < 0 ? '' : plain.slice(slash + 1)) : plain),
    query,
  }
}

const said = (value: JsonObject, ...names: readonly string[]): string => {
  const held = text(first(value, ...names)) ?? ''
  return held === '-' ? '' : held
}

export const isOpsEntry = (value: JsonObject): boolean =>
  typeof value.operation === 'string' &&
  (typeof value.trans_id === 'string' || typeof value.uri === 'string') &&
  'http_status' in value

/** An entry of the ops log. */
export function opsEntry(value: JsonObject): RgwRequest {
  const uri = said(value, 'uri')
  const sts = object(value.sts_info)
  return {
    operation: said(value, 'operation').toLowerCase(),
    ...addressIn(uri, said(value, 'bucket')),
    uri,
    user: said(value, 'user'),
    owner: said(value, 'object_owner'),
    address: said(value, 'remote_addr') || undefined,
    agent: said(value, 'user_agent'),
    status: number(value.http_status),
    error: said(value, 'error_code'),
    time: statedTime(first(value, 'time')),
    transaction: said(value, 'trans_id'),
    headers: headersIn(value),
    credential: said(value, 'access_key_id'),
    authentication: said(value, 'authentication_type'),
    role: said(sts, 'role_name', 'role_session'),
    objects: objects(object(value.op_data).objects)
      .slice(0, 1_000)
      .map((one) => ({ name: text(one.key) ?? '', version: text(one.version_id) })),
  }
}

function headersIn(value: JsonObject): ReadonlyMap<string, string> {
  const held = objects(value.http_x_headers)
  if (held.length === 0) return none
  const headers = new Map<string, string>()
  for (const one of held.slice(0, 50))
    for (const [name, content] of Object.entries(one))
      headers.set(
        name
          .toLowerCase()
          .replace(/^http_/, '')
          .replaceAll('_', '-'),
        text(content) ?? '',
      )
  return headers
}

/** `beast: 0x7f…: 192.0.2.10 - user [07/May/2024:10:11:12.3 +0000] "PUT /b HTTP/1.1" 200 0 - "agent" - latency=0.1s` */
const served =
  /\b(?:beast|civetweb): 0x[0-9a-f]{1,16}: (\S{1,60}) - (\S{1,300}) \[([^\]]{10,40})\] "([A-Z]{3,8} [^"]{0,4000})" (\d{3}) (?:\S{1,20} ){1,2}(?:\S{1,40} )?"?([^"]{0,1000})/

/** A line of the gateway's own log, or of a bucket's; undefined where it is neither. */
export function requestIn(line: string): RgwRequest | undefined {
  const found = served.exec(line)
  if (found) {
    const [, address = '', user = '', stamp = '', uri = '', status = '', agent = ''] = found
    return {
      ...bare,
      ...addressIn(uri, ''),
      uri,
      user: user === '-' || user === 'anonymous' ? '' : user,
      address,
      agent: agent === '-' ? '' : agent,
      status: Number(status),
      time: accessLogTime(stamp),
    }
  }
  const access = accessLine(line) ?? journalLine(line)
  if (access === undefined) return undefined
  const place = addressIn(access.uri, access.bucket)
  return {
    ...bare,
    ...place,
    access,
    bucket: access.bucket,
    key: access.key,
    uri: access.uri,
    user: access.requester,
    owner: access.owner,
    address: access.address || undefined,
    agent: access.agent,
    status: access.status,
    error: access.error,
    time: access.time,
    transaction: access.request,
  }
}

const bare: Omit<RgwRequest, 'method' | 'bucket' | 'key' | 'query'> = {
  operation: '',
  uri: '',
  user: '',
  owner: '',
  address: undefined,
  agent: '',
  status: undefined,
  error: '',
  time: undefined,
  transaction: '',
  headers: none,
  credential: '',
  authentication: '',
  role: '',
  objects: [],
}

/** The short form, in which a bucket's log is a journal of its objects: owner, bucket, time, operation, key, size, version, etag. */
const journal =
  /^(\S{1,300}) (\S{1,300}) \[([^\]]{10,40})\] (REST\.[A-Z]{3,8}\.\w{3,40}) (\S{1,4000}) \S{1,30}(?: \S{1,100}){0,2}\s*$/

function journalLine(line: string): Access | undefined {
  const found = journal.exec(line)
  if (!found) return undefined
  const [, owner = '', bucket = '', stamp = '', operation = '', key = ''] = found
  return {
    owner,
    bucket,
    time: accessLogTime(stamp),
    address: '',
    requester: '',
    request: '',
    operation,
    key: unescaped(key === '-' ? '' : key),
    uri: '',
    status: undefined,
    error: '',
    agent: '',
    // Every version is named here, whether it was asked for or made by the deletion.
    version: '',
    auth: '',
    accessPoint: '',
    region: '',
  }
}
