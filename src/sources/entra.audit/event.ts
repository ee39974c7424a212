// One record of Entra as one event: an audit entry, a sign-in, or what protects identities noticed.

import type { JsonObject } from '../../lib/json.ts'
import type { Event } from '../../model/event.ts'
import { addressOf, azureTime } from '../azure/event.ts'
import { identityOf, type Principal } from '../azure/identity.ts'
import { outcomeOf } from '../azure/outcome.ts'
import { bodyOf } from '../kit/body.ts'
import { eventFrom } from '../kit/event.ts'
import type { Facts } from '../kit/facts.ts'
import { kept } from '../kit/keep.ts'
import { anyCase, number, text } from '../kit/look.ts'
import type { FoundObject } from '../kit/reading.ts'
import { classify } from './classify.ts'
import { type EntraRecord, recordOf } from './record.ts'
import { plainRecord } from './shape.ts'
import { vendorFields } from './vendor.ts'

/** The event of a record. */
export function toEvent({ value, original, created, received }: FoundObject): Event {
  const raw = plainRecord(value) ?? value
  const record = recordOf(raw)
  const signIn = isSignIn(record)
  const graph = /graphactivity/i.test(record.category)
  const risk = /risk|protection/i.test(record.category)
  const audit = !signIn && !graph && !risk
  const { fields, inner } = record
  const ended = signIn ? signInEnd(record) : graph ? graphEnd(record) : auditEnd(record, audit)
  const facts: Facts = signIn
    ? signInFacts(record)
    : audit
      ? classify(record)
      : { action: graph && isLookup(record) ? 'read' : 'other' }
  const identity = identityOf(audit && known(record.initiator) ? record.initiator : userIn(record))
  const tenant = text(fields('tenantid', 'aadtenantid', 'organizationid', 'resourcetenantid'))?.toLowerCase()
  const { vendor, ...masked } = kept(original, vendorFields(record, raw))
  const correlation = text(fields('correlationid'))
  const agent = text(fields('useragent')) ?? record.details.get('user-agent')
  return eventFrom({
    source: 'entra.audit',
    id: text(inner.id) ?? text(inner.Id) ?? text(fields('id')),
    time:
      azureTime(inner.activityDateTime ?? inner.createdDateTime) ??
      azureTime(fields('activitydatetime', 'createddatetime', 'creationtime', 'time', 'timegenerated')),
    created,
    received,
    code: record.code,
    provider: record.service === '' ? undefined : record.service,
    outcome: ended.outcome,
    ...masked,
    facts: {
      ...facts,
      ...(tenant === undefined ? {} : { parents: [tenant] }),
      ...(correlation === undefined || signIn
        ? {}
        : { act: `${correlation} ${record.activity} ${facts.resource?.id ?? ''}` }),
    },
    platform: 'entra',
    actor: identity.actor,
    user: identity.user,
    ...addressOf(
      text(anyCase(bodyOf(fields('initiatedby'))?.user, 'ipaddress')) ??
        fields('ipaddress', 'calleripaddress', 'clientip', 'actoripaddress'),
    ),
    ...(agent === undefined ? {} : { agent }),
    cloud: { provider: 'azure', ...(tenant === undefined ? {} : { account: { id: tenant } }) },
    organization: tenant === undefined ? undefined : { id: tenant },
    error: ended.outcome === 'failure' ? { code: ended.code, message: ended.message } : undefined,
    vendor,
  })
}

interface End {
  readonly outcome: Event['event']['outcome']
  readonly code?: string | undefined
  readonly message?: string | undefined
}

const isSignIn = ({ category, code, inner }: EntraRecord): boolean =>
  /signin/i.test(category) ||
  /^sign-in activity$|^userlogg(ed)?in|^userloginfailed/i.test(code) ||
  (inner.appDisplayName !== undefined && inner.status !== undefined && inner.createdDateTime !== undefined)

/** What Entra asked for on the way, and got: an interruption is no refusal. */
const interrupted = new Set([50140, 50097, 50055, 50129, 16000, 16001, 51006, 65001])

function signInEnd({ fields, inner, code }: EntraRecord): End {
  const status = bodyOf(inner.status) ?? bodyOf(fields('status'))
  const number_ = number(anyCase(status, 'errorcode')) ?? number(fields('resulttype', 'errornumber'))
  if (number_ === undefined)
    return { outcome: /fail/i.test(code) ? 'failure' : outcomeOf(text(fields('resultsignature', 'resultstatus'))) }
  if (number_ === 0) return { outcome: 'success' }
  if (interrupted.has(number_)) return { outcome: 'unknown' }
  return {
    outcome: 'failure',
    code: String(number_),
    message: text(anyCase(status, 'failurereason')) ?? text(fields('resultdescription')),
  }
}

const graphEnd = ({ inner, fields }: EntraRecord): End => {
  const code = inner.responseStatusCode ?? fields('responsestatuscode', 'resultsignature')
  const outcome = outcomeOf(undefined, code)
  return outcome === 'failure' ? { outcome, code: text(code) } : { outcome }
}
const isLookup = ({ fields }: EntraRecord): boolean => text(fields('requestmethod'))?.toUpperCase() === 'GET'

/** A request to Privileged Identity Management is only that; its completion is another entry. */
function auditEnd({ activity, fields }: EntraRecord, audit: boolean): End {
  if (!audit) return { outcome: 'unknown' }
  const word = text(fields('result', 'resultstatus', 'resulttype')) ?? ''
  const outcome = outcomeOf(word === '' ? undefined : word)
  if (outcome === 'failure')
    return { outcome, code: text(fields('resultreason', 'resultdescription'))?.slice(0, 200) ?? word }
  return /\brequested\b|\bpending\b/.test(activity) ? { outcome: 'unknown' } : { outcome }
}

/** Somebody came in. A page or a program that a person sits before makes a person of whoever it is. */
function signInFacts({ fields, inner, category }: EntraRecord): Facts {
  const application = /serviceprincipal|managedidentity/i.test(category)
  const interactive =
    (inner.isInteractive === true || fields('isinteractive') === true || /^signinlogs$/i.test(category)) && !application
  const mfa = text(fields('authenticationrequirement')) === 'multiFactorAuthentication'
  return { action: 'sign-in', detail: { ...(interactive ? { console: true } : {}), ...(mfa ? { mfa: true } : {}) } }
}

const known = ({ object, name, app, display }: Principal): boolean => (object ?? name ?? app ?? display) !== undefined

/** Who signed in, or whom a risk is about: a user, else an application. */
function userIn({ inner, fields, category }: EntraRecord): Principal {
  const application = /serviceprincipal|managedidentity/i.test(category)
  const text_ = (...names: readonly string[]): string | undefined => text(fields(...names))
  if (application)
    return {
      object: text_('serviceprincipalid'),
      app: text_('appid'),
      display: text_('serviceprincipalname'),
      credential: text_('serviceprincipalcredentialkeyid'),
      application: true,
    }
  const name = text_('userprincipalname', 'userid')
  return {
    object: text(inner.userId as JsonObject | string) ?? text_('userid', 'userprincipalobjectid'),
    name: name?.includes('@') ? name : undefined,
    display: text_('userdisplayname'),
    session: text_('sessionid'),
    credential: text_('uniquetokenidentifier', 'signinactivityid'),
  }
}
