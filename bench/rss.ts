// Resident memory of a process, as the kernel counts it.
import { readFileSync } from 'node:fs'

/** MB now, or at its highest (`peak`). */
export function rssOf(pid: number, which: 'now' | 'peak' = 'now'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const found = new RegExp(`^${which === 'now' ? 'VmRSS' : 'VmHWM'}:\\s+(\\d+)`, 'm').exec(status)
  return Number(found?.[1] ?? Number.NaN) / 1024
}
