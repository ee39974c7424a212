// What version control of a plant's programs says it did, in English or German: jobs and schedules, components and versions.
import type { Resource } from '../../model/event.ts'
import { lexiconOf } from '../consoles/lexicon.ts'
import { consoleFacts, nameBehind } from '../consoles/words.ts'
import type { Facts } from '../kit/facts.ts'
import type { Row } from './row.ts'

const kinds = lexiconOf({
  more: 'added|created|new|imported|hinzugefügt|angelegt|erstellt|neu',
  less: 'delete|deleted|removed|purged|destroyed|gelöscht|entfernt',
  off: 'disabled|deactivated|suspended|paused|stopped|cancelled|canceled|unscheduled|deaktiviert|angehalten|gestoppt|ausgesetzt',
  on: 'enabled|activated|resumed|rescheduled|aktiviert|fortgesetzt',
  change: 'changed|modified|edited|updated|moved|geändert|bearbeitet|verschoben',
  job: 'job|jobs|schedule|schedules|task|tasks|auftrag|aufträge|zeitplan|backup plan',
  run: 'backup|upload|disaster recovery|device monitor|job|schedule|comparison|compare|sicherung|vergleich|auftrag',
  end: 'failed|failure|error|completed|finished|successful|successfully|success|ok|difference|differences|different|equal|identical|fehlgeschlagen|fehler|erfolgreich|unterschied|unterschiede',
  part: 'component|components|asset|assets|project|projects|program|programs|binder|binders|folder|folders|directory|komponente|komponenten|projekt|projekte|verzeichnis',
  version: 'version|versions|versionen',
  archive: 'archive|server archive|repository|archiv',
  path: 'path|location|pfad',
  kept: 'number of versions|number of backups|versions to keep|backups to keep|days to keep|version limit|retention|aufbewahrung|keep|retained',
  checked: 'checked in|check in|check-in|checked-in|eingecheckt',
})

const jobs = 'jobs?|schedules?|tasks?|auftrag|zeitplan'
const parts = 'components?|assets?|projects?|programs?|binders?|folders?|directory|komponenten?|projekte?|verzeichnis'
const oneVersion = /\bversion\s*#?\s*(\d[\w.]{0,40})/i

const failed =
  /\b(?:fail(?:ed|ure)?|error|could not|unable|timed out|aborted|not reachable|unsuccessful)\b|fehler|fehlgeschlagen|nicht erreichbar|abgebrochen/i

export const hasFailed = (row: Row): boolean =>
  failed.test(row.result ?? '') || (row.result === undefined && failed.test(row.message.slice(0, 1_000)))

interface Place {
  /** The server: part of every id. */
  readonly device: string
  readonly row: Row
}

type Reader = (text: string, place: Place) => Facts

function named(type: string, text: string, words: string, { device, row }: Place): Resource {
  const name = row.thing ?? nameBehind(text, words) ?? type
  return {
    type,
    id: `${device}/${type}/${name.toLowerCase()}`,
    name,
    container: { type: 'console', id: device, name: device },
  }
}

const job =
  (action: Facts['action'], to: 'on' | 'off'): Reader =>
  (text, place) => ({ action, resource: named('job', text, jobs, place), changes: [{ setting: 'schedule', to }] })

/** All versions of it go with a component; one version is one point. */
const gone =
  (bulk: boolean): Reader =>
  (text, place) => {
    const { id, name = '' } = named('component', text, parts, place)
    const number = oneVersion.exec(text)?.[1] ?? ''
    return {
      action: 'recovery-point-deleted',
      resource: bulk
        ? { type: 'recovery-point', id, name }
        : {
            type: 'recovery-point',
            id: `${id}/${number}`,
            name: `${name} ${number}`,
            container: { type: 'repository', id, name },
          },
      ...(bulk ? { detail: { bulk: true } } : {}),
    }
  }

/** How many versions are kept, or for how long. */
const retention: Reader = (text, place) => {
  const { row } = place
  const days = /day|tage/i.test(text)
  const [from, to] = [row.from, row.to ?? /\bto\s+['"]?(\d{1,6})/i.exec(text)?.[1]].map((held) =>
    held !== undefined && /^\d{1,6}$/.test(held) ? Number(held) : undefined,
  )
  const setting = days ? 'retention' : 'retention-count'
  const unit = days ? 'd' : 'versions'
  return {
    action: 'retention-changed',
    resource: named('repository', text, parts, place),
    changes: to === undefined ? [] : [{ setting, ...(from === undefined ? {} : { from }), to, unit }],
  }
}

const ends: Reader = (text, place) => ({ action: 'job-finished', resource: named('job', text, jobs, place) })

type Kinds = ReturnType<typeof kinds>

/** First that fits. */
const readers: readonly (readonly [says: (has: Kinds, text: string) => boolean, read: Reader])[] = [
  [(has) => has('kept') && !has('less', 'checked', 'end'), retention],
  [
    (has) => has('archive') && has('path', 'change') && !has('less'),
    (text, place) => ({ action: 'repository-changed', resource: named('repository', text, 'archive|archiv', place) }),
  ],
  [
    (has) => has('archive') && has('less'),
    (text, place) => ({
      action: 'repository-deleted',
      resource: named('repository', text, 'archive|repository|archiv', place),
    }),
  ],
  [(has) => has('job') && has('off', 'less'), job('job-stopped', 'off')],
  [(has) => has('job') && has('on'), job('job-changed', 'on')],
  [(has) => has('run') && has('end'), ends],
  [
    (has) => has('job') && has('more'),
    (text, place) => ({ action: 'job-created', resource: named('job', text, jobs, place) }),
  ],
  [
    (has) => has('job') && has('change'),
    (text, place) => ({ action: 'job-changed', resource: named('job', text, jobs, place) }),
  ],
  [(has, text) => has('less') && oneVersion.test(text), gone(false)],
  [(has) => has('less') && has('part', 'version'), gone(true)],
  [
    (has) => has('checked') || (has('version') && has('more')),
    (text, place) => ({ action: 'recovery-point-created', resource: named('recovery-point', text, parts, place) }),
  ],
]

/** What a row says; a plain event where it is none of these. */
export function engineeringFacts(row: Row, device: string): Facts {
  const text = [row.code, row.message, row.result].filter(Boolean).join(' ').slice(0, 1_000)
  const place = { device, row }
  const has = kinds(text)
  for (const [says, read] of readers) if (says(has, text)) return read(text, place)
  if (row.result !== undefined && has('end')) return ends(text, place)
  return (
    consoleFacts(text, { device, kind: 'console' }) ?? {
      action: 'other',
      resource: { type: 'console', id: device, name: device },
    }
  )
}
