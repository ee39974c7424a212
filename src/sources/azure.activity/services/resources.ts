// What Azure's resources lie in: groups, subscriptions, management groups; and their tags.

import { isObject } from '../../../lib/json.ts'
import type { Resource } from '../../../model/event.ts'
import { kindOf, resourceIdOf, resourceOf } from '../../azure/ids.ts'
import { anyCase, text, texts } from '../../kit/look.ts'
import { type ActivityRecord, asked, type Reader, type Readers } from '../record.ts'
import { laidOn, parentOf } from './authorization.ts'

const group = ({ target }: ActivityRecord): Resource | undefined => parentOf(target)
const ended: Reader = (record) => ({ action: 'parent-deleted', resource: group(record) })

/** A subscription that acts of other names concern: by its id anywhere in the record's. */
const subscription = (record: ActivityRecord): Resource | undefined => {
  const id = /subscriptions\/([^/]+)/i.exec(record.target)?.[1]?.toLowerCase()
  return id === undefined ? group(record) : { type: 'subscription', id, name: id }
}
const handed: Reader = (record) => ({ action: 'parent-deleted', resource: subscription(record) })

/** What is moved out of a group takes its parents' locks and roles off. */
const moved: Reader = (record) => {
  const goal = text(asked(record, 'targetresourcegroup'))
  return {
    action: 'parent-deleted',
    resource: group(record),
    related: texts(asked(record, 'resources'), 20).map((id) => resourceOf(kindOf(id), id)),
    ...(goal === undefined ? {} : { detail: { to: goal.toLowerCase() } }),
  }
}

const tagged: Reader = (record) => {
  const on = laidOn(record.target)
  const tags = asked(record, 'tags') ?? anyCase(record.body, 'tags')
  const pairs = isObject(tags) ? Object.entries(tags).slice(0, 50) : []
  return {
    action: 'tags-changed',
    resource: {
      ...on,
      ...(pairs.length > 0
        ? { tags: Object.fromEntries(pairs.map(([name, value]) => [name.slice(0, 256), text(value) ?? ''])) }
        : {}),
    },
  }
}

const groupWritten: Reader = (record) => ({ action: 'other', resource: group(record) })

export const resources: Readers = {
  'microsoft.resources/subscriptions/resourcegroups/delete': ended,
  'microsoft.resources/subscriptions/resourcegroups/write': groupWritten,
  'microsoft.resources/subscriptions/resourcegroups/moveresources/action': moved,
  'microsoft.resources/moveresources/action': moved,
  'microsoft.resources/tags/write': tagged,
  'microsoft.resources/tags/delete': tagged,
  'microsoft.subscription/cancel/action': handed,
  'microsoft.subscription/subscriptions/cancel/action': handed,
  'microsoft.subscription/rename/action': handed,
  'microsoft.subscription/subscriptions/acceptownership/action': handed,
  'microsoft.subscription/acceptownership/action': handed,
  'microsoft.billing/billingaccounts/billingsubscriptions/move/action': handed,
  'microsoft.billing/billingaccounts/billingsubscriptions/cancel/action': handed,
  'microsoft.management/managementgroups/delete': ended,
  'microsoft.management/managementgroups/subscriptions/write': handed,
  'microsoft.management/managementgroups/subscriptions/delete': handed,
}

/** What a lookup or an unknown act concerns: the resource by its kind, as far as that is known. */
export function anything({ target: id }: ActivityRecord): Resource | undefined {
  if (id === '' || resourceIdOf(id).type === '') return undefined
  return resourceOf(kindOf(id), id)
}
