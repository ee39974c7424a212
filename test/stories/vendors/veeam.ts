// What people do at the console of a Veeam server, one act each; its ordinary nights are told beside.
import {
  by,
  changes,
  type Fields,
  info,
  job,
  line,
  machines,
  ordinaryDays,
  point,
  repository,
  system,
  type Told,
} from '../veeam.ts'
import type { Line } from './line.ts'

const told = (lines: readonly Told[]): readonly Line[] =>
  lines.map(({ at, line: text }) => ({ source: 'veeam.vbr', at, text }))
const one = (at: number, code: number, fields: Fields, text: string): readonly Line[] =>
  told([line(at, code, fields, text)])

/** Nights and weeks from day 0, of few machines. */
export const nights = (days: number): readonly Line[] => told(ordinaryDays(days, 2))

export const consoleSignIn = (at: number, who: string, address: string): readonly Line[] =>
  told([
    line(
      at,
      44003,
      { SourceIpAddress: address, ClientId: 'veeam-backup-web-ui', FriendlyName: who },
      'Authorization was successful.',
      'INF',
      'Veeam_Security',
    ),
  ])
export const jobDeleted = (
  at: number,
  who: string,
  id: string = job.JobID,
  name: string = job.JobName,
): readonly Line[] =>
  one(at, 23090, { ...job, JobID: id, JobName: name, UserName: who }, `Backup job '${name}' has been deleted.`)
export const jobMade = (at: number, who: string, id: string, name: string): readonly Line[] =>
  one(at, 23010, { ...job, JobID: id, JobName: name, UserName: who }, `Backup job '${name}' has been created.`)
export const jobRan = (at: number, id: string, name: string): readonly Line[] =>
  one(
    at,
    190,
    {
      JobSessionID: `5e55${id.slice(4, 8)}-0000-4000-8000-${String(at).slice(-12)}`,
      ...job,
      JobID: id,
      JobName: name,
      JobResult: '0',
    },
    `Backup job '${name}' finished with Success.`,
  )
export const kept = (at: number, who: string, from: number, to: number): readonly Line[] =>
  one(
    at,
    23050,
    {
      ...job,
      ...changes(['BackupStorageOptions.RetainDaysToKeep', 'Integer', String(from), String(to)]),
      UserName: who,
    },
    "Backup job 'Nightly servers' has been modified.",
  )
/** Points of each machine, removed by hand. */
export const pointsRemoved = (at: number, who: string, night: number): readonly Line[] =>
  told(
    machines.map((name, machine) =>
      point(
        at + machine * 20_000,
        10050,
        machine,
        night,
        `Restore point for VM '${name}' has been removed by user ${who}.`,
        info(who),
      ),
    ),
  )
export const repositoryRemoved = (
  at: number,
  who: string,
  id: string = repository.RepositoryID,
  name: string = repository.RepositoryName,
): readonly Line[] =>
  one(
    at,
    28200,
    { RepositoryID: id, Type: '0', RepositoryName: name, ...by(who) },
    `Backup repository ${name} has been deleted.`,
  )
export const repositoryMade = (at: number, who: string, id: string, name: string): readonly Line[] =>
  one(
    at,
    28000,
    { RepositoryID: id, Type: '13', RepositoryName: name, ...by(who) },
    `Backup repository ${name} has been created.`,
  )
/** A restore test of one application group; 0 went well, 2 failed. */
export const tested = (at: number, result: 0 | 2): readonly Line[] => {
  const test = { JobSessionID: `7e57${at}`, JobID: 'edc50000-0001', JobType: '3', JobName: 'SureBackup weekly' }
  return [
    ...one(at - 600_000, 310, { ...test, Flags: '0' }, "SureBackup job 'SureBackup weekly' has been started."),
    ...one(
      at,
      390,
      { ...test, JobResult: String(result) },
      `SureBackup job 'SureBackup weekly' finished with ${result === 0 ? 'Success' : 'Failed'}.`,
    ),
  ]
}
export const configurationRestored = (at: number, who: string): readonly Line[] =>
  one(at, 40800, info(who), `Configuration restore has been completed by ${who}.`)
/** A run of a job that copies into a repository of its own, and keeps seven. */
export const copied = (
  at: number,
  night: number,
  job: readonly [id: string, name: string],
  place: string,
  from = 0,
): readonly Line[] => [
  ...told([
    point(at, 10010, machines.length + 1, night, "VM 'archive' restore point has been created.", system, place),
    ...(night - 7 < from ? [] : [expired(at + 20_000, night - 7, place)]),
  ]),
  ...jobRan(at + 60_000, ...job),
]
export const expiredCopy = (at: number, night: number, place: string): readonly Line[] =>
  told([expired(at, night, place)])
const expired = (at: number, night: number, place: string): Told =>
  point(
    at,
    10050,
    machines.length + 1,
    night,
    "Restore point for VM 'archive' has been removed by user SYSTEM.",
    system,
    place,
  )
