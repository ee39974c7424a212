// Calls of the REST interface, by method and address, as commands of the shell.
import { unescaped } from '../kit/unescape.ts'

/** The command that a call stands for; undefined for one that guards nothing. */
export function commandOf(method: string | undefined, uri: string | undefined): string | undefined {
  const path = ((uri ?? '').split('?')[0] ?? '').replace(/^https?:\/\/[^/]+/i, '')
  const verb = (method ?? '').toUpperCase()
  for (const [pattern, told] of calls) {
    const found = pattern.exec(`${verb} ${path}`)
    if (found) return told.replace('$1', () => unescaped(found[1] ?? '?'))
  }
  return undefined
}

const calls: readonly (readonly [pattern: RegExp, command: string])[] = [
  [/^DELETE .*\/mtrees\/([^/]+)\/?$/i, 'mtree delete $1'],
  [/^POST .*\/mtrees\/?$/i, 'mtree create ?'],
  [/^DELETE .*\/mtrees\/([^/]+)\/retention-lock/i, 'mtree retention-lock disable mtree $1'],
  [/^DELETE .*\/storage-units\/([^/]+)\/?$/i, 'ddboost storage-unit delete $1'],
  [/^DELETE .*\/snapshots\/([^/]+)\/?$/i, 'snapshot expire $1'],
  [/^DELETE .*\/(?:replications|repl-contexts|contexts)\/([^/]+)\/?$/i, 'replication break $1'],
  [/^DELETE .*\/users\/([^/]+)\/?$/i, 'user del $1'],
  [/^DELETE .*\/(?:log-hosts?|syslog)\/([^/]+)\/?$/i, 'log host del $1'],
  [/^DELETE .*\/cloud-units\/([^/]+)\/?$/i, 'cloud unit del $1'],
  [/^DELETE .*\/file-?systems?(?:\/|$)/i, 'filesys destroy'],
]
