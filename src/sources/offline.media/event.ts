// What was said of a medium, as one event.
import { accountId } from '../../model/account.ts'
import type { Event } from '../../model/event.ts'
import { eventFrom } from '../kit/event.ts'
import { text } from '../kit/look.ts'
import { maskSecrets } from '../kit/mask.ts'
import type { FoundObject } from '../kit/reading.ts'
import { statedTime } from '../kit/time.ts'
import { factsOf, isListed } from './facts.ts'

const source = 'offline.media'

export function toEvent({ value, original, created, received }: FoundObject): Event {
  const name = text(value.event) ?? ''
  const by = text(value.by)
  const bad = value.result === 'bad'
  const outcome = isListed(name, 'overdue') ? 'unknown' : bad ? 'failure' : 'success'
  return eventFrom({
    source,
    id: text(value.id),
    time: statedTime(value.time),
    created,
    received,
    code: name.trim().slice(0, 100),
    outcome,
    ...maskSecrets(original),
    facts: factsOf(value),
    platform: source,
    actor: by ? { id: accountId(by), name: by, kind: value.script === true ? 'service' : 'person' } : undefined,
    user: by ? { name: by } : undefined,
    observer: { vendor: 'Lastcopy', product: 'offline media' },
    error: bad ? { code: 'bad', message: text(value.note) } : undefined,
    message: text(value.note),
    vendor: value,
  })
}
