// Jobs of every kind: made, edited, deleted, what they protect, how their runs began and ended.
import type { Resource } from '../../model/event.ts'
import { isSystem, nameIn } from './actor.ts'
import { edited, type Finder, of, on, switched } from './parts.ts'
import { changesOf, endOf, field, idOf, named, type Reader, type Said, type VbrRecord } from './record.ts'

const ids = ['JobID'] as const
const names = ['JobName', 'PolicyName'] as const

/** Job types that test restores: SureBackup in its versions. */
const tests = new Set(['3', '33000'])
const job: Finder = (record) =>
  of(
    tests.has(field(record, 'JobType') ?? '') || /surebackup/i.test(record.text) ? 'restore-test' : 'job',
    ids,
    names,
  )(record)
const test = of('restore-test', ids, names)

const stopped: Reader = on(job, 'job-stopped', () => switched('schedule', 'off'))

/** What came under the job, or left it, by name; the job where none is named. */
const selected =
  (find: Finder, to: 'on' | 'off'): Reader =>
  (record) => {
    const resource = find(record)
    const things = changesOf(record).objects.filter(({ name, id }) => name !== '' || id !== '')
    return {
      action: 'selection-changed',
      resource,
      changes: [{ setting: 'selection', to, direction: to === 'on' ? 'strengthened' : 'weakened' }],
      related: things.slice(0, 50).map(({ name, id }) => protectedThing(record, id, name)),
      ...(things.length > 0 ? { detail: { resources: things.slice(0, 50).map(({ name, id }) => name || id) } } : {}),
    }
  }

const protectedThing = (record: VbrRecord, id: string, name: string): Resource => ({
  type: 'protected',
  id: idOf(record, id || name),
  ...(name === '' ? {} : { name }),
})

/** The scheduler starts most runs; `Flags=1` and a user in the sentence mean that somebody did. */
const started =
  (find: Finder): Reader =>
  (record) => {
    const by = field(record, 'InitiatorName') ?? nameIn(record.text)
    const resource = find(record)
    return {
      action: 'run-started',
      resource,
      ...(by === undefined || isSystem(by) ? { detail: { scheduled: true } } : {}),
    }
  }

const ended =
  (find: Finder, action: 'job-finished' | 'restore-tested', more: Partial<Said['detail']> = {}): Reader =>
  (record) => {
    const { state, outcome } = endOf(record)
    return {
      action,
      resource: find(record),
      outcome,
      detail: { state, ...more } as NonNullable<Said['detail']>,
      ...(outcome === 'failure' ? { error: state } : {}),
    }
  }

/** One machine of a run: the run itself is told by its job. Of a restore test each machine is one by itself. */
const task =
  (find: Finder, action: 'job-finished' | 'restore-tested'): Reader =>
  (record) => {
    const said = ended(find, action, { run: true })(record)
    const vm = field(record, 'VmName', 'SourceName', 'DatabaseName')
    const id = field(record, 'VmRef', 'VmID') ?? vm
    if (id === undefined || said.resource === undefined) return said
    const { type, id: whole, name } = said.resource
    return action === 'restore-tested'
      ? {
          ...said,
          resource: {
            type,
            id: `${whole}/${id.toLowerCase()}`,
            ...(vm === undefined ? {} : { name: vm }),
            container: { type, id: whole, ...(name === undefined ? {} : { name }) },
          },
        }
      : { ...said, related: [protectedThing(record, id, vm ?? id)] }
  }

const session = of('job', ['JobSessionID', 'SessionID'], names)

/** Restores are told under two numbers each, milliseconds apart: their session is the act. */
const twin =
  (which: string, reader: Reader): Reader =>
  (record) => {
    const id = field(record, 'JobSessionID')
    return { ...reader(record), ...(id === undefined ? {} : { act: `${idOf(record, id)} ${which}` }) }
  }
const restoreStarted = twin('restore started', started(session))
const restoreEnded = twin('restore ended', ended(session, 'job-finished', { restore: true }))

/** A copy job stands no longer behind other jobs: their second copy is gone. */
const secondary = (to: 'on' | 'off'): Reader => on(job, 'replication-changed', () => switched('replication', to))

const group = of('plan', ['ProtectionGroupID', 'FailoverPlanID'], ['ProtectionGroupName', 'FailoverPlanName'])
const lab = of('restore-test', ['AppGroupID', 'VirtualLabID'], ['Name'])

const exclusions: Finder = (record) => ({
  type: 'plan',
  id: idOf(record, 'global-exclusions'),
  name: 'global VM exclusions',
})

/** A backup leaves its job: what it kept is nobody's any longer. */
const detached: Reader = (record) => {
  const name = /backup from job (.{1,200}?) has been/.exec(record.text)?.[1]
  return {
    action: 'selection-changed',
    resource: name === undefined ? job(record) : named(record, 'job', name, name),
    changes: [{ setting: 'selection', to: 'off', direction: 'weakened' }],
    detail: { detached: true },
  }
}

/** Backups that are copied or moved between repositories, by their names in the sentence. */
const moved: Reader = (record) => {
  const [, from = 'unnamed', to = 'unnamed'] =
    /backups from (.{1,200}?) to (.{1,200}?) has been/.exec(record.text) ?? []
  return {
    action: 'run-started',
    resource: named(record, 'repository', from, from),
    related: [named(record, 'repository', to, to)],
  }
}

export const jobs: Readonly<Record<string, Reader>> = {
  23010: on(job, 'job-created'),
  23440: on(job, 'job-created'),
  23210: on(test, 'job-created'),
  23050: edited(job, 'job-changed'),
  23130: edited(job, 'job-changed'),
  23220: edited(test, 'job-changed'),
  23450: edited(job, 'job-changed'),
  23090: stopped,
  23230: on(test, 'job-stopped', () => switched('schedule', 'off')),
  23490: stopped,
  23110: selected(job, 'on'),
  32120: selected(job, 'off'),
  23310: selected(test, 'on'),
  23320: selected(test, 'off'),
  23410: secondary('on'),
  23420: secondary('off'),
  29100: on(group, 'job-created'),
  29110: edited(group, 'job-changed'),
  29120: on(group, 'job-stopped', () => switched('schedule', 'off')),
  29130: selected(group, 'on'),
  29140: edited(group, 'job-changed'),
  29150: selected(group, 'off'),
  25900: on(group, 'job-created'),
  26000: edited(group, 'job-changed'),
  26100: on(group, 'job-stopped'),
  30300: on(lab, 'job-created'),
  30400: on(lab, 'job-changed'),
  30500: on(lab, 'job-stopped'),
  30600: on(lab, 'job-created'),
  30700: on(lab, 'job-changed'),
  30800: on(lab, 'job-stopped'),
  40400: selected(exclusions, 'off'),
  40500: selected(exclusions, 'on'),
  40600: edited(exclusions, 'job-changed'),
  41200: detached,
  41201: moved,
  41202: moved,
  ...Object.fromEntries(
    [110, 114, 120, 410, 510, 512, 600, 601, 650, 710, 36021, 36023, 36025, 41700].map((code) => [code, started(job)]),
  ),
  310: started(test),
  ...Object.fromEntries(
    [190, 194, 200, 490, 590, 592, 610, 652, 790, 36022, 36026].map((code) => [code, ended(job, 'job-finished')]),
  ),
  ...Object.fromEntries([150, 151, 450, 451, 36024].map((code) => [code, task(job, 'job-finished')])),
  390: ended(test, 'restore-tested'),
  ...Object.fromEntries([350, 351, 360, 361].map((code) => [code, task(test, 'restore-tested')])),
  210: restoreStarted,
  40210: restoreStarted,
  290: restoreEnded,
  40290: restoreEnded,
}
