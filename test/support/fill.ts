// Fills a journal with history through the stages that fill it in service, no faster than they take it.
import { setTimeout as wait } from 'node:timers/promises'
import type { Journal } from '../../src/model/journal.ts'
import { detectStage, normalizeStage } from '../../src/pipeline/stages.ts'
import { history } from './history.ts'
import { ownLibrary } from './library.ts'

export const rawTopic = 'audit.aws.cloudtrail'
const batch = 2_000
const mostBehind = 8_000

/** @param journal open; whoever opened it closes it @param progress told of what was taken */
export async function fillJournal(journal: Journal, count: number, progress: (taken: number) => void): Promise<void> {
  const { sources, detector, relevance } = await ownLibrary()
  const source = sources.get('aws.cloudtrail')
  if (!source) throw new Error('there is no source aws.cloudtrail')
  const normalize = normalizeStage({ sources: new Map([[rawTopic, source]]), relevance: () => relevance })
  const handles = [await journal.run(normalize), await journal.run(detectStage({ detector: () => detector }))]
  const behind = async (): Promise<number> => {
    const lags = await Promise.all(handles.map((handle) => handle.lag()))
    return Math.max(0, ...lags.flat().map(({ records }) => records))
  }
  const until = async (most: number): Promise<void> => {
    while ((await behind()) > most) await wait(100)
  }
  let lines: string[] = []
  let taken = 0
  for (const line of history(count, Date.now())) {
    lines.push(line)
    taken += 1
    if (lines.length < batch && taken < count) continue
    await journal.append(lines.map((value) => ({ topic: rawTopic, value })))
    lines = []
    progress(taken)
    await until(mostBehind)
  }
  // Partitions of Kafka are told only once they are open: none behind may mean none yet.
  for (let calm = 0; calm < 5; calm += 1) {
    await until(0)
    await wait(200)
  }
  for (const handle of handles) await handle.stop()
}
