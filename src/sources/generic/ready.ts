// A mapping made ready once for all records: everything that does not depend on one.
import type { Json } from '../../lib/json.ts'
import type { Actor } from '../../model/event.ts'
import type { FieldPart, MappedEvent, Mapping } from '../../model/mapping.ts'
import { defaults } from './defaults.ts'
import type { Look } from './record.ts'
import { fitsAny, holds, type Taker, takerOf } from './spec.ts'
import { offsetOf } from './values.ts'

/** The text of a part of the record; undefined where nothing stands there. */
export type At = (part: FieldPart) => string | undefined

export interface Ready {
  readonly mapping: Mapping
  readonly take: Readonly<Record<FieldPart, Taker>>
  readonly events: readonly ReadyEvent[]
  readonly outcomes: { readonly success: (text: string) => boolean; readonly failure: (text: string) => boolean }
  readonly kinds: readonly (readonly [kind: Actor['kind'], fits: (name: string) => boolean])[]
  readonly words: ReadonlyMap<string, Json>
  readonly offset: number
  readonly secrets: readonly RegExp[]
}

interface ReadyEvent {
  readonly event: MappedEvent
  readonly fits: (code: string) => boolean
  readonly holds: (look: Look) => boolean
  readonly changes: readonly {
    readonly from: Taker
    readonly to: Taker
    readonly change: NonNullable<MappedEvent['changes']>[number]
  }[]
}

const succeeded = [
  'success*',
  'succe*',
  'ok',
  'true',
  'allow*',
  'complete*',
  'pass*',
  'accepted',
  'granted',
  'done',
  '2??',
  '0',
]
const failed = [
  'fail*',
  'error*',
  'denied',
  'deny',
  'refused',
  'reject*',
  'forbidden',
  'unauthori*',
  'false',
  'blocked',
  'invalid*',
  'timeout',
  'aborted',
  '4??',
  '5??',
]

/** `2??` is any number of three digits that begins so. */
const words = (list: readonly string[]): ((given: string) => boolean) => {
  const numbers = list.filter((word) => word.endsWith('??')).map((word) => word.charAt(0))
  const fit = fitsAny(list.filter((word) => !word.endsWith('??')))
  return (given) => fit(given.trim()) || (/^\d{3}$/.test(given.trim()) && numbers.includes(given.trim().charAt(0)))
}

export function readyFrom(mapping: Mapping): Ready {
  const { fields, outcomes, actors, values, events, zone, secrets } = mapping
  const own = defaults[mapping.read]
  const taker = (part: FieldPart): Taker => takerOf(fields[part] ?? own[part])
  const names = Object.keys({ ...own, ...fields }) as readonly FieldPart[]
  const take = Object.fromEntries(names.map((part) => [part, taker(part)])) as Ready['take']
  return {
    mapping,
    take,
    events: events.map((event) => ({
      event,
      fits: fitsAny([event.code].flat()),
      holds: holds(event.when),
      changes: (event.changes ?? []).map((change) => ({
        change,
        from: takerOf(change.from ?? fields.from),
        to: takerOf(change.to ?? fields.to),
      })),
    })),
    outcomes: {
      success: words([...(outcomes?.success ?? []).map(String), ...succeeded]),
      failure: words([...(outcomes?.failure ?? []).map(String), ...failed]),
    },
    kinds: (['provider', 'product', 'service', 'person'] as const).map(
      (kind) => [kind, fitsAny(actors?.[kind] ?? [])] as const,
    ),
    words: new Map(Object.entries(values ?? {}).map(([word, ours]) => [word.toLowerCase(), ours])),
    offset: offsetOf(zone),
    secrets: (secrets ?? []).flatMap(spansOf),
  }
}

/** The value of a field by the last step of its path, in JSON and in pairs. */
function spansOf(path: string): readonly RegExp[] {
  const name = (path.split('.').at(-1) ?? path).replace(/[^\w-]/g, '.')
  return [
    new RegExp(String.raw`(\\?"${name}\\?"\s*:\s*\\?"?)[^"\\,}\]]{1,4000}`, 'gi'),
    new RegExp(String.raw`((?<![\w.])${name}=)(?:"[^"]{0,4000}"|[^\s,;|]{1,4000})`, 'gi'),
  ]
}
