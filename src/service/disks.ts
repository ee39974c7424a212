// What Lastcopy keeps on this machine's disks, and what is left there.
import { existsSync, statfsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'
import { copyBytes } from '../journal/kafka/copy.ts'
import { scratchBytes } from '../journal/scratch-folder.ts'
import type { Config } from '../model/config.ts'
import type { DiskUse } from './gauges.ts'
import { copiesBeside } from './open-journal.ts'
import { eventsBeside } from './open-store.ts'

export interface Place {
  /** `journal`, `store`, `events` or `state`. */
  readonly what: string
  readonly folder: string
  bytes(): number
}

/** Where this configuration writes to. With Kafka it is copies of the state, which lie among temporary files where they cannot be kept. */
export const placesOf = ({ journal, store }: Pick<Config, 'journal' | 'store'>): readonly Place[] => [
  journal.kind === 'sqlite' ? file('journal', journal.path) : copies(copiesBeside(journal.path)),
  ...(store.kind === 'sqlite' ? [file('store', store.path)] : []),
  ...(store.kind === 'sqlite' && store.events ? [file('events', eventsBeside(store.path))] : []),
]

/** Places that cannot be looked at are left out. */
export const diskUse = (places: readonly Place[]): readonly DiskUse[] =>
  places.flatMap(({ what, folder, bytes }) => {
    try {
      const { bavail, blocks, bsize } = statfsSync(folder)
      return [{ what, bytes: bytes(), free: bavail * bsize, size: blocks * bsize }]
    } catch {
      return []
    }
  })

const copies = (kept: string): Place => {
  const folder = existsSync(kept) ? kept : tmpdir()
  return { what: 'state', folder, bytes: () => copyBytes(kept) + scratchBytes() }
}

const file = (what: string, path: string): Place => ({
  what,
  folder: dirname(path),
  bytes: () => sizeOf(path) + sizeOf(`${path}-wal`),
})

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0
