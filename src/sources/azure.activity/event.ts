// One record of the activity log as one event: who, what, when, from where, and how it ended.

import type { Json } from '../../lib/json.ts'
import type { Event } from '../../model/event.ts'
import { addressOf, azureTime, errorIn } from '../azure/event.ts'
import { fieldsOf, spelled } from '../azure/fields.ts'
import { identityOf, principalOf } from '../azure/identity.ts'
import { resourceIdOf } from '../azure/ids.ts'
import { codeOf, outcomeOf } from '../azure/outcome.ts'
import { bodyOf } from '../kit/body.ts'
import { eventFrom } from '../kit/event.ts'
import { kept } from '../kit/keep.ts'
import { anyCase, text } from '../kit/look.ts'
import type { FoundObject } from '../kit/reading.ts'
import { classify } from './classify.ts'
import { type ActivityRecord, recordOf, tenantOf } from './record.ts'
import { plainRecord } from './shape.ts'
import { vendorFields } from './vendor.ts'

/** The event of a record. */
export function toEvent({ value, original, created, received }: FoundObject): Event {
  const record = recordOf(plainRecord(value) ?? value)
  const { fields, properties, claims } = record
  const facts = classify(record)
  const caller = spelled(fields('caller', 'eventinitiatedby', 'useridentityname'))
  const request = bodyOf(fields('httprequestd', 'httprequest')) ?? {}
  const identity = identityOf(principalOf(claims, caller))
  const { address, port } = addressOf(fields('calleripaddress') ?? anyCase(request, 'clientipaddress') ?? claims.ipaddr)
  const word = spelled(fields('activitystatusvalue', 'status', 'resulttype', 'activitystatus', 'statustext'))
  const detail = [
    fieldsOf(properties)('httpstatuscode'),
    fields('statuscode'),
    fieldsOf(properties)('statuscode'),
    fields('resultsignature'),
    spelled(fields('substatus', 'activitysubstatusvalue')),
  ]
  const outcome = outcomeOf(word ?? text(properties.metricResponseType), ...detail)
  const held = kept(original, vendorFields(record))
  const { subscription } = resourceIdOf(record.target)
  const account = subscription ?? text(fields('subscriptionid', 'subscription'))?.toLowerCase()
  const tenant = tenantOf(claims, fields)
  const region = spelled(fields('location', 'resourcelocation'))
  return eventFrom({
    source: 'azure.activity',
    id: text(fields('eventdataid')),
    time: azureTime(fields('eventtimestamp', 'time', 'timegenerated', 'timestamp')),
    created: azureTime(fields('submissiontimestamp')) ?? created,
    received,
    code: record.code,
    provider: providerOf(record),
    outcome,
    original: held.original,
    hash: held.hash,
    facts,
    platform: platformOf(record.operation),
    actor: identity.actor,
    user: identity.user,
    address,
    port,
    agent: text(properties.userAgentHeader ?? fields('useragent')) ?? text(anyCase(request, 'useragent')),
    cloud: {
      provider: 'azure',
      ...(region === undefined ? {} : { region }),
      ...(account === undefined ? {} : { account: { id: account } }),
    },
    organization: tenant === undefined ? undefined : { id: tenant },
    error: outcome === 'failure' ? errorOf(record, detail, word) : undefined,
    vendor: held.vendor,
  })
}

/** The vendor's word for what went wrong, else the HTTP code, else the status. */
function errorOf(
  { properties }: ActivityRecord,
  codes: readonly (Json | undefined)[],
  word: string | undefined,
): { readonly code?: string | undefined; readonly message?: string | undefined } {
  const said = errorIn(properties, bodyOf(anyCase(properties, 'responsebody')) ?? {})
  const code = codes.map(codeOf).find((found) => found !== undefined && found >= 400)
  return { code: said.code ?? (code === undefined ? word : String(code)), message: said.message }
}

const providerOf = ({ operation, code, fields }: ActivityRecord): string | undefined =>
  spelled(fields('resourceprovidervalue', 'resourceprovidername')) ??
  (operation.includes('/') ? code.split('/')[0] : undefined)

/** What a provider of resources is to copies. */
const platforms: Readonly<Record<string, string>> = {
  'microsoft.recoveryservices': 'azure.recoveryservices',
  'microsoft.dataprotection': 'azure.dataprotection',
  'microsoft.storage': 'azure.storage',
  'microsoft.keyvault': 'azure.keyvault',
  'microsoft.netapp': 'azure.netapp',
}

function platformOf(operation: string): string {
  const slash = operation.indexOf('/')
  if (slash === -1) return 'azure.activity'
  const provider = operation.slice(0, slash)
  return Object.hasOwn(platforms, provider)
    ? (platforms[provider] ?? 'azure.activity')
    : `azure.${provider.replace(/^microsoft\./, '') || 'activity'}`
}
