// The rules in use: taken anew when their folder changes. A good set is swapped in whole; of a bad one nothing is taken.
import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs'
import { join } from 'node:path'
import { type Detections, loadDetections } from '../content/load.ts'
import { minute } from '../lib/duration.ts'
import type { Mapping } from '../model/mapping.ts'
import type { Logger } from './log.ts'
import type { Problems } from './problems.ts'
import { messageOf } from './supervise.ts'

export interface LiveRules {
  current(): Detections
  stop(): void
}

export interface LiveRulesParts {
  readonly folder: string
  /** Sources that the site describes itself. */
  readonly sources: readonly Mapping[]
  readonly log: Logger
  readonly problems: Problems
  /** A new set is in use. */
  changed(detections: Detections): Promise<void>
}

/** An editor writes several files, one after the other: so long nothing may change before they are read. */
const settle = 500
/** A folder that is swapped as a whole, as containers do, is not told of by every system. */
const lookEvery = minute

/** @throws Error when the folder cannot be read at the start */
export async function openRules({ folder, sources, log, problems, changed }: LiveRulesParts): Promise<LiveRules> {
  let current = await loadDetections(folder, sources)
  for (const problem of current.problems) log.warn(problem, 'a rule is not in use')
  let since = new Date()
  let stamp = stampOf(folder)
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  const refuse = (reason: string): void => {
    const told = `the rules in ${folder} changed and were not taken: ${reason}; those of ${since.toISOString()} stay in use`
    problems.set('rules', told)
    log.error({ folder, reason }, 'new rules were not taken')
  }
  const look = async (): Promise<void> => {
    const now = stampOf(folder)
    if (stopped || now === stamp) return
    stamp = now
    const next = await loadDetections(folder, sources).catch((cause: unknown) => messageOf(cause))
    if (stopped) return
    if (typeof next === 'string') return refuse(next)
    const [first] = next.problems
    if (first)
      return refuse(
        `${next.problems.length === 1 ? '1 mistake' : `${next.problems.length} mistakes, the first`} in ${first.file}${first.line ? `:${first.line}` : ''}: ${first.message}`,
      )
    if (next.metas.length === 0) return refuse('there is no rule in it')
    const before = new Set(current.metas.map(({ id }) => id))
    const after = new Set(next.metas.map(({ id }) => id))
    current = next
    since = new Date()
    problems.set('rules', undefined)
    const counts = { rules: after.size, added: after.difference(before).size, gone: before.difference(after).size }
    log.info(counts, 'new rules are in use')
    await changed(next).catch((cause: unknown) =>
      log.error({ error: messageOf(cause) }, 'the audit log was not told of new rules'),
    )
  }
  const soon = (after: number): void => {
    clearTimeout(timer)
    if (stopped) return
    timer = setTimeout(() => void look().finally(() => soon(lookEvery)), after)
    timer.unref()
  }
  const watcher = watchFolder(folder, () => soon(settle))
  const now = (): void => soon(0)
  process.on('SIGHUP', now)
  soon(lookEvery)
  return {
    current: () => current,
    stop() {
      stopped = true
      clearTimeout(timer)
      watcher?.close()
      process.off('SIGHUP', now)
    },
  }
}

/** Undefined where the system cannot watch: then it is looked at every minute. */
function watchFolder(folder: string, changed: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { recursive: true, persistent: false }, changed)
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    return undefined
  }
}

/** The same as long as no file was added, removed or written. */
function stampOf(folder: string): string {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ya?ml|md)$/.test(file))
      .sort()
      .map((file) => {
        const { mtimeMs, size } = statSync(join(folder, file))
        return `${file} ${mtimeMs} ${size}`
      })
      .join('\n')
  } catch (cause) {
    return messageOf(cause)
  }
}
