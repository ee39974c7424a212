// One audit event of Key Vault or Managed HSM as one event: who did what to which key, and whether it was let.

import type { JsonObject } from '../../lib/json.ts'
import type { Event } from '../../model/event.ts'
import { addressOf, azureTime } from '../azure/event.ts'
import { type Fields, fieldsOf } from '../azure/fields.ts'
import { identityOf, principalOf } from '../azure/identity.ts'
import { resourceIdOf } from '../azure/ids.ts'
import { codeOf, outcomeOf } from '../azure/outcome.ts'
import { bodyOf } from '../kit/body.ts'
import { eventFrom } from '../kit/event.ts'
import { kept } from '../kit/keep.ts'
import { object, text } from '../kit/look.ts'
import type { FoundObject } from '../kit/reading.ts'
import { classify, type VaultRecord } from './classify.ts'
import { vendorFields } from './vendor.ts'

/** The properties of a record; Log Analytics lays them flat, with the type behind each name. */
function propertiesOf(fields: Fields, raw: JsonObject): JsonObject {
  const given = bodyOf(fields('properties'))
  if (given) return given
  return Object.fromEntries(
    Object.entries(raw)
      .filter(([name]) => /_(s|d|b|g)$/.test(name))
      .map(([name, value]) => [name.replace(/_[sdbg]$/, ''), value]),
  )
}

/** Claims, as an object or flat: `identity_claim_upn_s`. */
function claimsOf(fields: Fields, raw: JsonObject): JsonObject {
  const identity = bodyOf(fields('identity')) ?? {}
  const given = bodyOf(identity.claim ?? identity.claims)
  if (given) return given
  return Object.fromEntries(
    Object.entries(raw).flatMap(([name, value]) => {
      const claim =
        /^identity_claim_(?:http_schemas_\w*_)?(upn|oid|objectidentifier|appid|name|unique_name)_[sg]$/.exec(name)?.[1]
      return claim === undefined ? [] : [[claim === 'objectidentifier' ? 'oid' : claim, value]]
    }),
  )
}

/** The event of a record. */
export function toEvent({ value: raw, original, created, received }: FoundObject): Event {
  const fields = fieldsOf(raw)
  const properties = propertiesOf(fields, raw)
  const operation = text(fields('operationname')) ?? 'unknown'
  const target = text(fields('resourceid')) ?? ''
  const record: VaultRecord = { operation, target, properties }
  const facts = classify(record)
  const claims = claimsOf(fields, raw)
  const identity = identityOf(principalOf(claims, undefined))
  const status = properties.httpStatusCode ?? fields('httpstatuscoded', 'httpstatuscode')
  const signature = fields('resultsignature')
  const outcome = outcomeOf(text(fields('resulttype')), status, signature)
  const code = [status, signature].map(codeOf).find((one) => one !== undefined && one >= 400)
  const { vendor, ...masked } = kept(original, vendorFields(fields, properties, claims))
  const { subscription, parents } = resourceIdOf(target)
  const correlation = text(fields('correlationid'))
  const vaultTenant = text(object(properties.properties).tenantId) ?? text(fields('tenantid'))
  return eventFrom({
    source: 'azure.keyvault',
    time: azureTime(fields('time', 'timegenerated', 'timestamp')),
    created,
    received,
    code: operation,
    provider: 'Microsoft.KeyVault',
    outcome,
    ...masked,
    facts: {
      ...facts,
      ...(parents.length > 0 ? { parents } : {}),
      ...(correlation === undefined
        ? {}
        : { act: `${correlation} ${operation} ${facts.resource?.id ?? ''}`.toLowerCase() }),
    },
    platform: 'azure.keyvault',
    actor: identity.actor,
    user: identity.user,
    ...addressOf(fields('calleripaddress')),
    agent: text(properties.clientInfo),
    cloud: { provider: 'azure', ...(subscription === undefined ? {} : { account: { id: subscription } }) },
    organization: vaultTenant === undefined ? undefined : { id: vaultTenant.toLowerCase() },
    error:
      outcome === 'failure'
        ? { code: code === undefined ? text(signature) : String(code), message: text(fields('resultdescription')) }
        : undefined,
    vendor,
  })
}
