// What a record shows of the estate's settings: the lock, the retention, the second factor, the domain, the last administrator.
import type { Json } from '../lib/json.ts'
import type { Estate } from '../model/estate.ts'
import { setOf } from '../model/estate.ts'
import type { Change, Event } from '../model/event.ts'
import type { FactKind, ObservedFact } from '../model/posture.ts'

type Thing = Pick<ObservedFact, 'kind' | 'of'>

/** The estate by the names that events use. */
export interface Signposts {
  thingsOf(event: Event): readonly Thing[]
}

/** Facts by the setting that a record changes, and of what they can be. */
const bySetting: Readonly<Record<string, readonly [FactKind, ObservedFact['kind']]>> = {
  'lock-mode': ['lock-mode', 'copy'],
  'lock-days': ['lock-days', 'copy'],
  retention: ['retention', 'copy'],
  'undo-window': ['undo-window', 'copy'],
  'privileged-delete': ['privileged-delete', 'copy'],
  mfa: ['mfa', 'platform'],
  'four-eyes': ['four-eyes', 'platform'],
  ssh: ['ssh', 'platform'],
  share: ['share', 'platform'],
  'remote-access': ['remote-access', 'platform'],
  'support-access': ['support-access', 'platform'],
}
const inDays = new Set<FactKind>(['lock-days', 'retention', 'undo-window'])

/** Names are compared without regard to case. A console is known by its source too, where it is the only one of it. */
export function signpost({ copies = [], consoles = [], platforms = [], sets = [] }: Estate): Signposts {
  const things = new Map<string, Thing[]>()
  const note = (name: string, thing: Thing): void => {
    const key = name.toLowerCase()
    const known = things.get(key)
    if (known) known.push(thing)
    else things.set(key, [thing])
  }
  for (const copy of copies) for (const name of copy.where) note(name, { kind: 'copy', of: copy.name })
  for (const { name, hosts = [] } of [...consoles, ...platforms])
    for (const one of [name, ...hosts]) note(one, { kind: 'platform', of: name })
  const named = new Set(sets.map(({ name }) => name))
  for (const { name, names = [] } of sets) for (const one of [name, ...names]) note(one, { kind: 'set', of: name })
  for (const name of new Set(copies.map(setOf))) if (!named.has(name)) note(name, { kind: 'set', of: name })
  const sources = Map.groupBy(consoles, ({ source }) => source)
  for (const [source, all] of sources) {
    const [only, more] = all
    if (only && !more) note(source, { kind: 'platform', of: only.name })
  }
  return {
    thingsOf: (event) => {
      const found = namesIn(event).flatMap((name) => things.get(name.toLowerCase()) ?? [])
      return [...new Map(found.map((thing) => [`${thing.kind} ${thing.of}`, thing])).values()]
    },
  }
}

function namesIn({ backup, host, observer, event }: Event): readonly string[] {
  const { resource, parents = [], related = [] } = backup ?? {}
  const own = [
    resource?.id,
    resource?.name,
    ...[resource?.aliases ?? []].flat(),
    resource?.container?.id,
    resource?.container?.name,
  ]
  const around = [
    ...parents,
    ...related.flatMap(({ id, name }) => [id, name]),
    host?.name,
    observer?.name,
    event.dataset,
  ]
  return [...new Set([...own, ...around].flatMap((name) => (typeof name === 'string' && name !== '' ? name : [])))]
}

/**
 * Facts of what succeeded; none for most events.
 * @param position where the record lies
 */
export function observe(signposts: Signposts, event: Event, position: string): readonly ObservedFact[] {
  if (event.event.outcome === 'failure') return mayFail(event) ? testFacts(signposts, event, position) : []
  const changes = event.backup?.changes ?? (event.backup?.change ? [event.backup.change] : [])
  const told = changes.flatMap((change) => factOfChange(change) ?? [])
  if (told.length === 0 && !isAct(event)) return []
  const things = signposts.thingsOf(event)
  const facts = told.flatMap(({ fact, kind, value }) =>
    things.flatMap((thing) => (thing.kind === kind ? [factOf(event, position, thing, fact, value)] : [])),
  )
  return [...facts, ...actFacts(event, position, things), ...testFacts(signposts, event, position)]
}

function factOfChange({ setting, to, unit }: Change) {
  const known = Object.hasOwn(bySetting, setting) ? bySetting[setting] : undefined
  if (!known || to === undefined || to === null) return undefined
  const [fact, kind] = known
  if (!inDays.has(fact)) return { fact, kind, value: to }
  if (unit !== undefined && unit !== 'd') return undefined
  const days = to === 'unlimited' ? 36_500 : to === 'off' ? 0 : to
  return typeof days === 'number' && Number.isFinite(days) && days >= 0 ? { fact, kind, value: days } : undefined
}

const acts = new Set(['domain-joined', 'admin-added', 'restore-tested', 'job-finished'])
const isAct = ({ event }: Event): boolean => acts.has(event.action)
const mayFail = ({ event }: Event): boolean => event.action === 'restore-tested' || event.action === 'job-finished'

/** An administrator is added to what the record is about, and a machine joins a directory. */
function actFacts(event: Event, position: string, things: readonly Thing[]): readonly ObservedFact[] {
  const { action } = event.event
  if (action !== 'domain-joined' && action !== 'admin-added') return []
  const value =
    action === 'admin-added'
      ? (event.user?.target?.name ?? event.backup?.resource?.name ?? true)
      : (event.backup?.related?.[0]?.name ?? true)
  return things.flatMap((thing) => (thing.kind === 'platform' ? [factOf(event, position, thing, action, value)] : []))
}

/** A restore test tells of the copies and sets that it names; a restore that ended well is one, too. */
function testFacts(signposts: Signposts, event: Event, position: string): readonly ObservedFact[] {
  const { detail } = event.backup ?? {}
  const tested =
    event.event.action === 'restore-tested' ||
    (event.event.action === 'job-finished' && (detail?.restore === true || detail?.restore_test === true))
  if (!tested || detail?.overdue === true || event.event.dataset === 'lastcopy.watch') return []
  const bad =
    event.event.outcome === 'failure' || /fail|abort|expire|timed|cancel|partial/i.test(String(detail?.state ?? ''))
  return signposts
    .thingsOf(event)
    .flatMap((thing) =>
      thing.kind === 'platform' ? [] : [factOf(event, position, thing, 'restore-tested', bad ? 'failure' : 'success')],
    )
}

function factOf(event: Event, position: string, { kind, of }: Thing, fact: FactKind, value: Json): ObservedFact {
  const by = event.backup?.actor?.name ?? event.backup?.actor?.id
  return {
    type: 'fact',
    kind,
    of,
    fact,
    value,
    at: event['@timestamp'],
    ...(by === undefined ? {} : { by }),
    event: event.event.id,
    source: event.event.dataset,
    position,
  }
}
