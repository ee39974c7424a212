// What can be looked at without leaving the machine: rules, policy, the files of journal and store, disks, the service itself.
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import fetch from 'node-fetch'
import { checkFolder } from '../../content/check/folder.ts'
import { loadDetections } from '../../content/load.ts'
import { inspectSqlite } from '../../journal/sqlite/inspect.ts'
import { tellSize } from '../../lib/size.ts'
import type { Config } from '../../model/config.ts'
import { diskUse, type Place, placesOf } from '../../service/disks.ts'
import type { Readiness } from '../../service/readiness.ts'
import { messageOf } from '../../service/supervise.ts'
import { clockFinding, type Finding, fine, note, skipped, wrong } from './finding.ts'

/** Rules: none broken, none that can never fire. */
export async function checkRules({ detections, sources }: Config): Promise<readonly Finding[]> {
  try {
    const loaded = await loadDetections(detections, sources)
    const broken = loaded.problems.map(({ file, line, message }) =>
      wrong(
        'rules',
        `${file}${line === undefined ? '' : `:${line}`}: ${message}`,
        'mend it; `lastcopy check` tells all',
      ),
    )
    if (loaded.metas.length === 0)
      return [...broken, wrong('rules', `${detections} holds no rule: nothing is ever detected`, 'set `detections`')]
    const more = checkFolder(loaded).length
    return [
      ...broken,
      more > 0 && broken.length === 0
        ? note(
            'rules',
            `${loaded.metas.length} rules in use, ${more} findings about them`,
            '`lastcopy check` tells them',
          )
        : fine(
            'rules',
            `${loaded.metas.length} rules in use from ${detections}, ${loaded.paging.length} of them page at once`,
          ),
    ]
  } catch (cause) {
    return [wrong('rules', `${detections}: ${messageOf(cause)}`, 'set `detections` to a folder that can be read')]
  }
}

/** The file of an embedded journal. */
export function checkFile({ journal }: Config): readonly Finding[] {
  const { path } = journal
  if (!existsSync(path)) return [note('journal', `${path} is not there yet`, 'nothing: the first start makes it')]
  const found = inspectSqlite(path)
  if (found.kind === 'owned') return [fine('journal', `${path} belongs to a running service`)]
  if (found.kind === 'bad')
    return [
      wrong(
        'journal',
        `${path}: ${found.why}`,
        'keep the file, take the last `state export` and import it under another journal.path; records since then come from the sources again',
      ),
    ]
  return [fine('journal', `${path} is whole: ${found.records} records, ${found.entries} remembered entries`)]
}

const littleLeft = 0.05
const lessLeft = 0.15
const leastBytes = 1 << 30

/** Where Lastcopy writes: may it, and is there room? */
export function checkDisks(config: Config): readonly Finding[] {
  return placesOf(config).map((place) => {
    const { what, folder } = place
    if (!existsSync(folder))
      return note('disk', `${folder} for the ${what} is not there`, 'nothing: the first start makes it')
    if (!mayWrite(folder))
      return wrong(
        'disk',
        `${folder} for the ${what} may not be written to`,
        `give it to the user that Lastcopy runs as (uid ${process.getuid?.() ?? '?'})`,
      )
    return roomOf(place)
  })
}

function roomOf(place: Place): Finding {
  const { what, folder } = place
  const [use] = diskUse([place])
  if (!use) return skipped('disk', `${folder} for the ${what} cannot be measured`)
  const told = `${what} in ${folder}: ${tellSize(use.bytes)} used, ${tellSize(use.free)} of ${tellSize(use.size)} left`
  const share = use.size === 0 ? 1 : use.free / use.size
  const remedy = 'make room, or move it to a larger disk: on a full one the journal refuses and detection stands'
  if (share < littleLeft || use.free < leastBytes) return wrong('disk', told, remedy)
  return share < lessLeft ? note('disk', told, remedy) : fine('disk', told)
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return statSync(folder).isDirectory()
  } catch {
    return false
  }
}

/** The running service, where one answers: what it says of itself, and its clock. */
export async function checkService(url: string): Promise<readonly Finding[]> {
  const asked = Date.now()
  try {
    const response = await fetch(`${url}/readyz`, { redirect: 'error', signal: AbortSignal.timeout(5_000) })
    const date = Date.parse(response.headers.get('date') ?? '')
    const { ready, stages, problems } = (await response.json()) as Readiness
    const told = [
      ...stages
        .filter(({ state }) => state !== 'running')
        .map(({ name, state, reason }) => `the stage ${name} is ${state}${reason ? `: ${reason}` : ''}`),
      ...problems,
    ].map((sentence) => wrong('service', `${url}: ${sentence}`, 'docs/operations.md tells what to do for each'))
    const clock = Number.isNaN(date)
      ? []
      : [clockFinding(`the service at ${url}`, date + 500 - (asked + Date.now()) / 2, 0)]
    if (told.length > 0) return [...told, ...clock]
    return [
      ready
        ? fine('service', `${url} is ready: ${stages.map(({ name }) => name).join(', ')}`)
        : note('service', `${url} is starting`, 'ask again in a minute'),
      ...clock,
    ]
  } catch {
    return [note('service', `no service answers at ${url}`, 'start it with `lastcopy run`, or name another with --url')]
  }
}
