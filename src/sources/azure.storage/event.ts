// One request to Azure Storage as one event: who asked with what, from where, for which blob, and how it ended.
import type { Json, JsonObject } from '../../lib/json.ts'
import type { Event } from '../../model/event.ts'
import { addressOf, azureTime } from '../azure/event.ts'
import { type Fields, fieldsOf } from '../azure/fields.ts'
import { type Identity, identityOf } from '../azure/identity.ts'
import { resourceIdOf, upTo } from '../azure/ids.ts'
import { codeOf, outcomeOf } from '../azure/outcome.ts'
import { bodyOf } from '../kit/body.ts'
import { eventFrom } from '../kit/event.ts'
import { number, object, text } from '../kit/look.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundObject } from '../kit/reading.ts'
import { classify, type StorageRequest } from './classify.ts'
import { vendorFields } from './vendor.ts'

/** Shared keys and signatures in headers and addresses; `sig` and `Authorization` are masked for every source. */
const secrets = [/(SharedKey(?:Lite)?\s[\w-]+:)[\w+/=]{20,}/gi]

/** Without the signature that lets its bearer in. */
const unsigned = (address: string): string => address.replace(/(sig=)[^&\s"]+/gi, '$1***')

/** The event of a record. */
export function toEvent({ value: raw, original, created, received }: FoundObject): Event {
  const fields = fieldsOf(raw)
  const properties = bodyOf(fields('properties')) ?? {}
  const of = fieldsOf(properties)
  const said = (...names: readonly string[]): string => text(fields(...names) ?? of(...names)) ?? ''
  const id = said('resourceid')
  const target = upTo(id, 'storageaccounts')
  const request: StorageRequest = {
    operation: said('operationname'),
    target,
    account: said('accountname'),
    service: said('servicetype') || (/\/(\w+)services/i.exec(id)?.[1]?.toLowerCase() ?? 'blob'),
    objectKey: said('objectkey'),
    uri: said('uri'),
    from: said('sourceuri', 'copysource', 'renamesource'),
    category: said('category').toLowerCase(),
    minor: said('smbcommandminor'),
  }
  const status = fields('statuscode')
  const word = said('statustext', 'metricresponsetype')
  const code = codeOf(status)
  // Every word of success begins or ends so: Success, SASSuccess, AnonymousSuccess, OAuthSuccess.
  const wire = wireStatus(said('protocol'), status)
  const outcome =
    wire === undefined
      ? outcomeOf(/success$/i.test(word) ? 'Success' : word || undefined, status)
      : wire === ''
        ? 'success'
        : 'failure'
  const { actor, user } = whoIn(fields, request)
  const { subscription, parents } = resourceIdOf(target ?? id)
  const tenant = text(object(object(fields('identity')).requester).tenantId) ?? said('requestertenantid', 'tenantid')
  const facts = classify(request)
  const correlation = said('correlationid')
  return eventFrom({
    source: 'azure.storage',
    time: azureTime(fields('time', 'timegenerated', 'timestamp')),
    created,
    received,
    code: request.operation,
    provider: 'Microsoft.Storage',
    outcome,
    ...maskSecrets(original, secrets),
    facts: {
      ...facts,
      ...(parents.length > 0 ? { parents } : {}),
      // One request may do the same to many: the blob belongs to the act.
      ...(correlation === ''
        ? {}
        : { act: `${correlation} ${request.operation} ${facts.resource?.id ?? ''}`.toLowerCase() }),
    },
    platform: 'azure.storage',
    actor,
    user,
    ...addressOf(fields('calleripaddress')),
    agent: said('useragentheader') || undefined,
    cloud: {
      provider: 'azure',
      ...(said('location') === '' ? {} : { region: said('location') }),
      ...(subscription === undefined ? {} : { account: { id: subscription } }),
    },
    organization: tenant === '' ? undefined : { id: tenant.toLowerCase() },
    error:
      outcome === 'failure'
        ? { code: wire || (word !== '' && !/success$/i.test(word) ? word : String(code ?? 'error')) }
        : undefined,
    vendor: vendorFields(fields, properties, unsigned),
    clean: true,
  })
}

const ntStatus: Readonly<Record<string, string>> = {
  c0000022: 'STATUS_ACCESS_DENIED',
  c0000034: 'STATUS_OBJECT_NAME_NOT_FOUND',
  c000003a: 'STATUS_OBJECT_PATH_NOT_FOUND',
  c0000043: 'STATUS_SHARING_VIOLATION',
  c0000120: 'STATUS_CANCELLED',
  c0000121: 'STATUS_CANNOT_DELETE',
}

/** SMB ends with a status of NT, written as a signed number, and NFS with one of its own; '' where all went well. */
function wireStatus(protocol: string, status: Json | undefined): string | undefined {
  if (!/^(SMB|NFS)/i.test(protocol)) return undefined
  const said = number(status)
  if (said === undefined) return undefined
  if (said >= 0 && (said === 0 || /^SMB/i.test(protocol))) return ''
  if (/^NFS/i.test(protocol)) return `NFS4ERR ${said}`
  const hex = (said >>> 0).toString(16)
  return Object.hasOwn(ntStatus, hex) ? (ntStatus[hex] ?? hex) : `0x${hex}`
}

/** Somebody of the directory, or whoever holds a key or a signature, of which a hash is all that is known. */
function whoIn(fields: Fields, { account }: StorageRequest): Identity {
  const identity: JsonObject = bodyOf(fields('identity')) ?? {}
  const requester = object(identity.requester)
  const kind = text(identity.type) ?? text(fields('authenticationtype')) ?? ''
  const hash = text(identity.tokenHash) ?? text(fields('authenticationhash'))
  const name = text(requester.upn) ?? text(fields('requesterupn'))
  const id = text(requester.objectId) ?? text(fields('requesterobjectid'))
  const sid =
    text(requester.smbPrimarySID) ??
    text(fields('smbprimarysid')) ??
    text(fieldsOf(bodyOf(fields('properties')) ?? {})('smbprimarysid'))
  if (name !== undefined || id !== undefined || sid !== undefined)
    return identityOf({
      object: id ?? sid,
      name,
      app: text(requester.appId) ?? text(fields('requesterappid')),
      credential: kind === 'OAuth' ? undefined : hash,
      ...(name === undefined && id !== undefined ? { application: true } : {}),
    })
  if (/^trustedaccess$/i.test(kind)) return { actor: { id: 'azure', name: 'azure', kind: 'provider' } }
  if (kind === '' || /^anonymous$/i.test(kind)) return {}
  const called = /^account ?key$/i.test(kind) ? 'account key' : kind
  const key = hash ?? `${called}@${account}`.toLowerCase()
  const shown = hash === undefined ? called : `${called} ${hash.slice(0, 24)}`
  return {
    actor: {
      id: key.toLowerCase(),
      name: called,
      kind: 'unknown',
      ...(hash === undefined ? {} : { credential: hash }),
    },
    user: { id: key.toLowerCase(), name: shown },
  }
}
