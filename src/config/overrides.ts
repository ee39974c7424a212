// Settings that the environment may override: the common ones, so that a container needs no file.
import { isObject } from '../lib/json.ts'
import { nearest } from '../lib/nearest.ts'
import type { Teller } from './tell.ts'

/** Environment name, the path of the setting, and how its text is read. */
export const overridable = {
  LASTCOPY_SITE: ['site', 'text'],
  LASTCOPY_ZONE: ['zone', 'text'],
  LASTCOPY_ROLES: ['roles', 'list'],
  LASTCOPY_JOURNAL: ['journal.kind', 'text'],
  LASTCOPY_JOURNAL_PATH: ['journal.path', 'text'],
  LASTCOPY_JOURNAL_PREFIX: ['journal.prefix', 'text'],
  LASTCOPY_KAFKA_BROKERS: ['kafka.brokers', 'list'],
  LASTCOPY_KAFKA_GROUP_PREFIX: ['kafka.groupPrefix', 'text'],
  LASTCOPY_DETECTIONS: ['detections', 'text'],
  LASTCOPY_WEB_LISTEN: ['web.listen', 'text'],
  LASTCOPY_WEB_PUBLIC_URL: ['web.publicUrl', 'text'],
  LASTCOPY_LOG_LEVEL: ['log.level', 'text'],
  LASTCOPY_SHUTDOWN: ['shutdown', 'text'],
} as const satisfies Record<string, readonly [path: string, kind: 'text' | 'list']>

/** Names that mean something else than a setting. */
const others = new Set(['LASTCOPY_CONFIG', 'LASTCOPY_TOKEN', 'LASTCOPY_TOKEN_FILE'])

/** The file's value with what the environment says put over it. A LASTCOPY_ name that looks like a slip is told. */
export function overrides(
  value: Record<string, unknown>,
  env: Readonly<Record<string, string | undefined>>,
  at: Teller,
): Record<string, unknown> {
  let result = value
  for (const [name, [path, kind]] of Object.entries(overridable)) {
    const text = env[name]
    if (text === undefined || text === '') continue
    const given = kind === 'list' ? text.split(',').map((part) => part.trim()) : text
    result = put(result, path.split('.'), given)
  }
  for (const name of Object.keys(env)) {
    if (!name.startsWith('LASTCOPY_') || Object.hasOwn(overridable, name) || others.has(name)) continue
    const close = nearest(name, Object.keys(overridable))
    if (close !== undefined && used(value, name) === false) at([], `${name} is no setting`, `did you mean ${close}?`)
  }
  return result
}

/** A name of one's own may well begin with LASTCOPY_ when the file asks for it: `${env:LASTCOPY_PAGER_KEY}`. */
const used = (value: unknown, name: string): boolean => JSON.stringify(value)?.includes(`\${env:${name}}`) ?? false

function put(
  value: Record<string, unknown>,
  [step, ...rest]: readonly string[],
  given: unknown,
): Record<string, unknown> {
  if (step === undefined) return value
  const below = isObject(value[step]) ? (value[step] as Record<string, unknown>) : {}
  return { ...value, [step]: rest.length === 0 ? given : put(below, rest, given) }
}
