// ECS's own words for our verbs: `event.category` and `event.type`. Allowed values: ECS, "Categorization fields".
import type { Verb } from './verb.ts'

interface Types {
  readonly category: readonly string[]
  readonly type: readonly string[]
}

const types = (category: string, ...type: readonly string[]): Types => ({ category: [category], type })
const configuration = types('configuration', 'change')

const table: Partial<Record<Verb, Types>> = {
  read: types('configuration', 'access'),
  other: types('configuration', 'info'),
  'sign-in': types('authentication', 'start'),
  'admin-added': types('iam', 'admin', 'change'),
  'role-granted': types('iam', 'change'),
  'role-revoked': types('iam', 'change'),
  'role-trust-changed': types('iam', 'change'),
  'role-activated': types('iam', 'admin', 'change'),
  'access-elevated': types('iam', 'admin', 'change'),
  'group-created': types('iam', 'group', 'creation'),
  'group-renamed': types('iam', 'group', 'change'),
  'user-added': types('iam', 'user', 'creation'),
  'user-removed': types('iam', 'user', 'deletion'),
  'credential-added': types('iam', 'user', 'creation'),
  'credential-removed': types('iam', 'user', 'deletion'),
  'mfa-changed': types('iam', 'user', 'change'),
  'credential-store-read': types('iam', 'info'),
  'repository-created': types('configuration', 'creation'),
  'repository-deleted': types('configuration', 'deletion'),
  'catalogue-deleted': types('configuration', 'deletion'),
  'parent-deleted': types('configuration', 'deletion'),
  'recovery-point-created': types('file', 'creation'),
  'recovery-point-deleted': types('file', 'deletion'),
  'object-written': types('file', 'creation'),
  'object-overwritten': types('file', 'change'),
  'file-renamed': types('file', 'change'),
  'machine-stopped': types('host', 'end'),
  'worm-violated': types('file', 'change'),
  'object-deleted': types('file', 'deletion'),
  'key-used': types('configuration', 'access'),
  'key-created': types('configuration', 'creation'),
  'key-destruction-scheduled': types('configuration', 'deletion'),
  'key-material-deleted': types('configuration', 'deletion'),
  'run-started': types('process', 'start'),
  'host-started': types('process', 'start'),
  'process-started': types('process', 'start'),
  'job-finished': types('process', 'end'),
}

/** Categories and types of a verb. */
export const ecsTypes = (verb: Verb): Types => table[verb] ?? configuration
