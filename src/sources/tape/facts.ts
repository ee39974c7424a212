// What a tape library says: media that leave and come back, partitions, doors, write-once media, the keys that seal tapes.
import { hashOf } from '../../lib/hash.ts'
import type { Resource } from '../../model/event.ts'
import { lexiconOf } from '../consoles/lexicon.ts'
import { consoleFacts, nameBehind } from '../consoles/words.ts'
import type { Facts } from '../kit/facts.ts'

const kinds = lexiconOf({
  medium:
    'cartridge|cartridges|tape|tapes|volume|volumes|volser|media|medium|magazine|magazines|terapack|terapacks|barcode',
  out: 'export|exported|exporting|eject|ejected|ejecting|vaulted|removed from library|removed from the',
  station:
    'i o station|i o slot|i o slots|i e station|i e slot|i e slots|io station|ie station|import export|entry exit|entry exit port|mailslot|mail slot|mailbox|eject slot',
  moved: 'move|moved|moving|transfer|transferred',
  in: 'import|imported|importing|inserted|returned',
  lost: 'missing|lost|disappeared|no longer present',
  partition: 'partition|partitions|logical library|logical libraries|virtual library',
  more: 'add|added|create|created|new',
  less: 'delete|deleted|deletion|remove|removed|destroy|destroyed|clear|cleared',
  off: 'disable|disabled|deactivated|turned off|switched off|offline|stopped',
  on: 'enable|enabled|activated|turned on|switched on|online',
  change: 'change|changed|modify|modified|update|updated|resized|reassigned|edited|configured',
  worm: 'worm|write once|write-once',
  violated: 'violation|violated|overwrite|overwritten|tampered|integrity|attempted|attempt|rejected|not allowed|failed',
  access:
    'door|doors|access door|access panel|bulk load|bulk load bay|service bay|magazine|magazines|i o station|i e station|entry exit port|mailslot|terapack access port',
  opened: 'open|opened|opening|unlock|unlocked',
  closed: 'close|closed|closing|lock|locked',
  seal: 'encryption|encrypted',
  key: 'encryption key|encryption keys|moniker|monikers|key moniker|primary key',
  manager: 'key manager|key managers|key server|key servers|key management|ekm|sklm|gklm|tklm|kmip|skm',
  erase: 'erase|erased|erasing|format|formatted|reformatted|wiped|sanitized|overwrote',
  clean: 'clean|cleaning|cleaned|cleaner',
  drive: 'drive|drives',
})

interface Place {
  readonly library: string
  /** Of the cartridge, where a field says it. */
  readonly volume?: string | undefined
}

type Kinds = ReturnType<typeof kinds>
type Reader = (text: string, place: Place, has: Kinds) => Facts

const libraryOf = (name: string): Resource => ({ type: 'library', id: name, name })

const labels = /\b(?=[A-Z0-9]{6}(?:[LJM][A-Z0-9])?\b)(?=[A-Z]*\d)[A-Z0-9]{6,8}\b/
const named =
  /\b(?:cartridge|tape|volume|volser|media|medium|barcode)\b(?:\s+(?:id|label|name))?\s*[:=]?\s*["'[(]?([A-Z0-9]{6,8})\b/i

/** Labels have six signs and two for their kind: `A00017L8`. */
const volumeIn = (text: string): string | undefined => {
  const found = named.exec(text)?.[1]
  return found !== undefined && /\d/.test(found) ? found.toUpperCase() : labels.exec(text)?.[0]
}

/** By library and label; wherever it is then, it is the medium of that label. */
function cartridge(library: string, label: string | undefined, text: string): Resource {
  const container = { type: 'library', id: library, name: library }
  if (label === undefined)
    return { type: 'tape', id: `${library}/${hashOf(text).slice(0, 8)}`, name: 'cartridge', container }
  return { type: 'tape', id: `${library}/${label}`, name: label, aliases: [`tape/${label}`], container }
}

const medium = (text: string, { library, volume }: Place): Resource =>
  cartridge(library, volume ?? volumeIn(text), text)

function partition(text: string, { library }: Place): Resource {
  const name = nameBehind(text, 'partitions?|logical librar(?:y|ies)|virtual library') ?? 'partition'
  return {
    type: 'repository',
    id: `${library}/partition/${name}`,
    name,
    container: { type: 'library', id: library, name: library },
  }
}

const many = /\b(?:all|bulk|\d{2,} (?:cartridges|tapes|media)|magazines?|terapacks?)\b/i
const plan = /\b(?:scheduled?|policy|automatic(?:ally)?|auto[- ]?(?:export|eject))\b/i

const moved = (text: string, place: Place, more: Facts['detail'] = {}): Facts => ({
  action: 'media-moved',
  resource: medium(text, place),
  detail: { ...more, ...(many.test(text) ? { bulk: true } : {}), ...(plan.test(text) ? { scheduled: true } : {}) },
})

const door =
  (to: 'on' | 'off'): Reader =>
  (_, { library }) => ({
    action: 'exposure-changed',
    resource: libraryOf(library),
    changes: [{ setting: 'lockdown', to }],
  })

const keyOf = (text: string, { library }: Place): Resource => {
  const name = nameBehind(text, 'monikers?') ?? nameBehind(text, 'keys?') ?? 'encryption key'
  return { type: 'key', id: `${library}/key/${name}`, name }
}
const store = ({ library }: Place): Resource => ({
  type: 'key-store',
  id: `${library}/key-manager`,
  name: `key manager of ${library}`,
})

const sealed =
  (to: 'on' | 'off'): Reader =>
  (text, place, has) => ({
    action: 'encryption-changed',
    resource: has('partition') ? partition(text, place) : libraryOf(place.library),
    changes: [{ setting: 'encryption', to }],
  })

/** Flags of TapeAlert that speak of write-once media. T10 SSC-4, annex A: 3Bh, 3Ch. */
const alerts = /\btape ?alert\b[^\n]{0,40}?\b(?:59|60|0?3[bc]h?)\b/i

/** First that fits. */
const readers: readonly (readonly [says: (has: Kinds, text: string) => boolean, read: Reader])[] = [
  [
    (has, text) => (has('worm') && has('violated')) || alerts.test(text),
    (text, place) => ({ action: 'worm-violated', resource: medium(text, place) }),
  ],
  // A cleaner that is used up goes by itself.
  [(has) => has('clean'), (_, { library }) => ({ action: 'other', resource: libraryOf(library) })],
  [
    (has) => has('key') && has('less'),
    (text, place) => ({ action: 'key-destruction-scheduled', resource: keyOf(text, place) }),
  ],
  [(has) => has('manager') && has('off', 'less'), (_, place) => ({ action: 'key-disabled', resource: store(place) })],
  [(has) => has('manager') && has('change'), (_, place) => ({ action: 'encryption-changed', resource: store(place) })],
  [(has) => has('seal') && has('off', 'less'), sealed('off')],
  [(has) => has('seal') && has('on'), sealed('on')],
  [
    (has) => has('partition') && has('less') && !has('medium', 'drive'),
    (text, place) => ({ action: 'repository-deleted', resource: partition(text, place), detail: { detached: true } }),
  ],
  [
    (has) => has('partition') && has('more') && !has('medium', 'drive'),
    (text, place) => ({ action: 'repository-created', resource: partition(text, place) }),
  ],
  [
    (has) => has('partition') && has('change', 'off', 'on', 'more', 'less') && !has('out', 'in', 'moved'),
    (text, place) => ({ action: 'repository-changed', resource: partition(text, place) }),
  ],
  [
    (has) => has('medium') && (has('out', 'lost') || (has('moved', 'less') && has('station'))),
    (text, place) => moved(text, place),
  ],
  [(has) => has('medium') && has('in') && !has('drive'), (text, place) => moved(text, place, { returned: true })],
  [(has) => has('access') && has('opened'), door('off')],
  [(has) => has('access') && has('closed'), door('on')],
  [
    (has) => has('medium') && has('erase'),
    (text, place) => ({ action: 'object-overwritten', resource: medium(text, place), detail: { how: 'formatted' } }),
  ],
]

/** What the library says; a plain event of it where it is none of these. */
export function tapeFacts(text: string, place: Place): Facts {
  const has = kinds(text)
  for (const [says, read] of readers) if (says(has, text)) return read(text.slice(0, 1_000), place, has)
  return (
    consoleFacts(text, { device: place.library, kind: 'library' }) ?? {
      action: 'other',
      resource: libraryOf(place.library),
    }
  )
}
