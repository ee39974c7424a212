// The samples of a source as a stream: each round of them with other numbers, addresses and seconds.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

/** So many records of a source; none when it has no samples of single records. */
export function sampleRecords(name: string, copies: number): readonly Buffer[] {
  const folder = join(root, 'samples', name)
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.raw.ndjson')) : []
  const lines = files
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
    .filter((line) => line !== '')
  return lines.length === 0
    ? []
    : Array.from({ length: copies }, (_, copy) =>
        Buffer.from(unlike(lines[copy % lines.length] ?? '', Math.floor(copy / lines.length))),
      )
}

/** The same record of another moment, from another address, about other ids. */
function unlike(line: string, copy: number): string {
  const number = (length: number): string =>
    String(copy * 7_919 + 1)
      .padStart(length, '0')
      .slice(-length)
  return line
    .replace(/(\d\d:\d\d:)\d\d/g, (_, before: string) => before + String(copy % 60).padStart(2, '0'))
    .replace(/\b(203\.0\.113|198\.51\.100|192\.0\.2)\.\d+/g, (_, network: string) => `${network}.${copy % 250}`)
    .replace(/[0-9a-f]{4}-[0-9a-f]{8}([0-9a-f]{4})\b/g, (id) => id.slice(0, -4) + number(4))
    .replace(/X{4,}/g, (run) => number(run.length))
}
