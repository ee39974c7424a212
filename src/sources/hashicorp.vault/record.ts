// One line of an audit device as its readers want it. https://developer.hashicorp.com/vault/docs/audit
import { isObject, type Json, type JsonObject } from '../../lib/json.ts'
import type { Reject } from '../../model/source.ts'
import { object, text } from '../kit/look.ts'

export interface VaultRecord {
  readonly raw: JsonObject
  /** Whether it is the answer: of a request alone nobody knows how it ended. */
  readonly isResponse: boolean
  readonly operation: string
  /** Path of the mount, and the rest behind it: `transit/` and `keys/veeam`. */
  readonly mount: string
  readonly rest: string
  readonly path: string
  /** `transit`, `kv`, `system`, `identity`, `token`, `ns_token` … */
  readonly kind: string
  readonly data: JsonObject
  readonly answer: JsonObject
  /** The namespace, empty for the root. */
  readonly namespace: string
  readonly cluster: string
}

/** An entry of an audit device says what it is and holds a request. */
export const isRecord = (value: JsonObject): boolean =>
  typeof value.type === 'string' && /^(kmip-)?(request|response)$/.test(value.type) && isObject(value.request)

export function whyNot(value: Json): Reject {
  if (isObject(value) && isObject(value.request))
    return { reason: 'the entry says not whether it is a request or a response', field: 'type' }
  return { reason: 'this is no entry of an audit device: it holds no request', field: 'request' }
}

/** The ways in which the paths of a kind of mount go on behind it. */
const inner: Readonly<Record<string, RegExp>> = {
  transit:
    /(?:^|\/)((?:keys|encrypt|decrypt|rewrap|datakey|sign|verify|hmac|export|backup|restore|random|hash|cache-config|config|wrapping_key)(?:\/.*)?)$/,
  kv: /(?:^|\/)((?:data|metadata|destroy|delete|undelete|subkeys|config)(?:\/.*)?)$/,
}
const system = /(?:^|\/)(sys\/.*)$/

export function recordOf(raw: JsonObject, cluster: string): VaultRecord {
  const request = object(raw.request)
  const path = text(request.path) ?? ''
  // Older versions name no mount, and none does of a call that was refused before it was found: the engine's usual path tells.
  const kind = (text(request.mount_type) ?? (path.startsWith('transit/') ? 'transit' : '')).replace(/^ns_/, '')
  const { mount, rest } = parted(path, kind, text(request.mount_point))
  return {
    raw,
    isResponse: raw.type === 'response' || raw.type === 'kmip-response',
    operation: text(request.operation) ?? '',
    mount,
    rest,
    path,
    kind,
    data: object(request.data),
    answer: object(object(raw.response).data),
    namespace: (text(object(request.namespace).path) ?? '').replace(/\/$/, ''),
    cluster,
  }
}

/** Newer versions name the mount; of older ones the kind of mount tells where its path ends. */
function parted(
  path: string,
  kind: string,
  point: string | undefined,
): { readonly mount: string; readonly rest: string } {
  const inSystem = kind === 'system' || kind === '' ? system.exec(path)?.[1] : undefined
  if (inSystem !== undefined) return { mount: 'sys', rest: inSystem.slice('sys/'.length) }
  if (point && path.startsWith(point)) return { mount: point.replace(/\/$/, ''), rest: path.slice(point.length) }
  const rest = inner[kind]?.exec(path)?.[1]
  if (rest !== undefined) return { mount: path.slice(0, path.length - rest.length).replace(/\/$/, ''), rest }
  const slash = path.startsWith('auth/') ? path.indexOf('/', 'auth/'.length) : path.indexOf('/')
  return slash < 0 ? { mount: path, rest: '' } : { mount: path.slice(0, slash), rest: path.slice(slash + 1) }
}

/** An id that no other mount, namespace or cluster has. */
export const idOf = ({ cluster, namespace }: VaultRecord, ...parts: readonly string[]): string =>
  [cluster, namespace, ...parts].filter((part) => part !== '').join('/')
