// Folders for files whose loss costs nothing but time: each named after the process that made it, so that what a killed one left is cleared.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'

const prefix = `lastcopy-state-${hostname()}-`
let cleared = false

/** A new folder in the machine's place for temporary files. Before the first one, those of processes that are gone are removed. */
export function makeScratchFolder(): string {
  if (!cleared) clearLeft()
  cleared = true
  return mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
}

/** Bytes in the folders of this process. */
export function scratchBytes(): number {
  return foldersHere()
    .filter(({ pid }) => pid === process.pid)
    .reduce((sum, { path }) => sum + bytesIn(path), 0)
}

/** Other machines may share the place; of this one, a number that no process has is a process that ended. */
function clearLeft(): void {
  for (const { pid, path } of foldersHere())
    if (pid === process.pid || !isAlive(pid)) rmSync(path, { recursive: true, force: true })
}

function foldersHere(): readonly { readonly pid: number; readonly path: string }[] {
  return readdirSync(tmpdir()).flatMap((name) => {
    const pid = name.startsWith(prefix) ? Number(/^(\d+)-/.exec(name.slice(prefix.length))?.[1]) : Number.NaN
    return Number.isNaN(pid) ? [] : [{ pid, path: join(tmpdir(), name) }]
  })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function bytesIn(folder: string): number {
  try {
    return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
  } catch {
    // Closed while it was looked at.
    return 0
  }
}
