// Which files there are: those that the patterns name, and what rotation made of them, which may be named otherwise.
import type { BigIntStats } from 'node:fs'
import { glob, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

export interface Found {
  readonly path: string
  readonly dev: string
  readonly ino: string
  readonly size: number
  /** Epoch milliseconds. */
  readonly mtime: number
  readonly gz: boolean
  /** Where no pattern names it: the file that rotation made it of. */
  readonly rotatedFrom?: string
}

/** A zipped file beside what it is made of is not whole, and has not its time yet, as long as it was written to within this. */
export const zipping = 60_000
/** Looks again so often where names come and go meanwhile: what is younger must not be seen without what is older. */
const looks = 5

/**
 * Oldest first.
 * @param known files that were there before: what rotation made of them is looked for as well
 * @param now epoch milliseconds
 */
export async function lookForFiles(
  patterns: readonly string[],
  known: ReadonlySet<string>,
  now: number,
): Promise<readonly Found[]> {
  let names = await namesOf(patterns, known)
  for (let left = looks; ; left -= 1) {
    const found = await statsOf(names, now)
    const after = await namesOf(patterns, known)
    if (left <= 1 || isSame(names, after)) return found
    names = after
  }
}

/** What a name was rotated of, where no pattern names it. */
type Names = ReadonlyMap<string, string | undefined>

async function namesOf(patterns: readonly string[], known: ReadonlySet<string>): Promise<Names> {
  const named = new Set<string>()
  for (const pattern of patterns) for await (const path of glob(pattern)) named.add(path)
  // A pattern may be a plain name, whose file was rotated before anybody saw it.
  const rotated = await rotations(named, new Set([...known, ...patterns]))
  return new Map([...[...named].map((path) => [path, undefined] as const), ...rotated])
}

const isSame = (one: Names, other: Names): boolean =>
  one.size === other.size && [...one.keys()].every((path) => other.has(path))

async function statsOf(names: Names, now: number): Promise<readonly Found[]> {
  const found = new Map<string, Found>()
  for (const [path, rotatedFrom] of names) {
    const stats = await stat(path, { bigint: true }).catch(() => undefined)
    if (!stats?.isFile()) continue
    const one = foundOf(path, stats)
    if (one.gz && now - one.mtime < zipping && names.has(path.slice(0, -'.gz'.length))) continue
    const key = inodeOf(stats)
    // Another name of the same file.
    if (!found.has(key)) found.set(key, { ...one, ...(rotatedFrom === undefined ? {} : { rotatedFrom }) })
  }
  return [...found.values()].sort(byAge)
}

type Aged = Pick<Found, 'mtime' | 'path'>

/** The oldest first; of the same moment, which a clock of some milliseconds makes of two: `a.log.2`, `a.log.1`, `a.log`. */
export const byAge = (a: Aged, b: Aged): number => a.mtime - b.mtime || turnsOf(b.path) - turnsOf(a.path)

/** How often a file was rotated, by the number at its end; none where it bears no number. */
const turnsOf = (path: string): number => Number(/\.(\d{1,6})(?:\.gz)?$/.exec(path)?.[1] ?? 0)

export const inodeOf = ({ dev, ino }: { readonly dev: unknown; readonly ino: unknown }): string => `${dev}:${ino}`

const foundOf = (path: string, { dev, ino, size, mtimeNs }: BigIntStats): Found => ({
  path,
  dev: String(dev),
  ino: String(ino),
  size: Number(size),
  mtime: Number(mtimeNs) / 1e6,
  gz: path.endsWith('.gz'),
})

async function rotations(
  named: ReadonlySet<string>,
  known: ReadonlySet<string>,
): Promise<readonly (readonly [path: string, from: string])[]> {
  const bases = new Set([...named, ...known].filter((path) => !path.endsWith('.gz')))
  const found: (readonly [string, string])[] = []
  for (const folder of new Set([...bases].map((path) => dirname(path)))) {
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name)
      if (named.has(path)) continue
      const from = originals(name).find((one) => bases.has(join(folder, one)))
      if (from !== undefined) found.push([path, join(folder, from)])
    }
  }
  return found
}

/** Names that rotation may have made the name of: `a.log.1`, `a.log-20260301.gz`, `a-20260301.log`, `a.log.old`. */
function originals(name: string): readonly string[] {
  const plain = name.replace(/\.gz$/, '')
  const behind = /^(.+?)(?:[.\-_]\d[\d.T:_-]*|\.old|\.bak)$/.exec(plain)?.[1]
  const [, begin, end] = /^(.+?)[.\-_]\d[\d.T:_-]*(\.[A-Za-z]\w{0,9})$/.exec(plain) ?? []
  return [
    ...(plain === name ? [] : [plain]),
    ...(behind === undefined ? [] : [behind]),
    ...(begin === undefined ? [] : [`${begin}${end}`]),
  ].filter((one) => basename(one) !== '')
}
