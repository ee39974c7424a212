// What several readers of Veeam events share: a thing and what was changed on it.
import type { Json } from '../../lib/json.ts'
import type { Resource } from '../../model/event.ts'
import type { Verb } from '../../model/verb.ts'
import { changesOf, type Reader, type Said, thing, type VbrRecord } from './record.ts'
import { settingsIn, verbOf } from './settings.ts'

export type Finder = (record: VbrRecord) => Resource

/** Finds a thing of a type by the names of its id and of its name. */
export const of =
  (type: string, id: readonly string[], name: readonly string[]): Finder =>
  (record) =>
    thing(record, type, id, name)

/** An act on a thing whose verb says all. */
export const on =
  (find: Finder, action: Verb, more: (record: VbrRecord) => Partial<Said> = () => ({})): Reader =>
  (record) => ({ action, resource: find(record), ...more(record) })

/** Only what runs has a schedule: elsewhere `Enabled` is a switch of something that nobody knows. */
const runs: ReadonlySet<string> = new Set(['job', 'plan', 'restore-test'])

/** A thing was edited: the verb of the gravest setting among its changes, else `otherwise`. */
export const edited =
  (find: Finder, otherwise: Verb, detail: Readonly<Record<string, Json>> = {}): Reader =>
  (record) => {
    const listed = changesOf(record)
    const resource = find(record)
    const changes = settingsIn(listed.properties).filter(
      ({ setting }) => setting !== 'schedule' || runs.has(resource.type),
    )
    const rekeyed = changes.some(({ setting }) => setting === 'encryption-key')
    const facts = {
      ...detail,
      ...(rekeyed ? { password: true } : {}),
      ...(changes.length === 0 && listed.complete ? { listed: true } : {}),
    }
    return {
      action: verbOf(changes) ?? otherwise,
      resource,
      ...(changes.length > 0 ? { changes } : {}),
      ...(Object.keys(facts).length > 0 ? { detail: facts } : {}),
    }
  }

/** A setting that the verb itself switches. */
export const switched = (setting: string, to: 'on' | 'off'): Pick<Said, 'changes'> => ({
  changes: [{ setting, to, direction: to === 'on' ? 'strengthened' : 'weakened' }],
})
