// Which rights are missing at the brokers, held against the list of what the roles need. Asks, and tries nothing.
import kafkajs, { type Admin } from 'kafkajs'
import type { AclOperation, AclRow } from './acls.ts'

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs

export type Rights =
  /** The brokers let everybody do everything. */
  | { readonly kind: 'open' }
  /** Whoever asks may not see the list. */
  | { readonly kind: 'hidden' }
  | { readonly kind: 'listed'; readonly missing: readonly AclRow[]; readonly denied: number }

interface Entry {
  readonly resource: string
  readonly name: string
  readonly prefixed: boolean
  readonly operation: number
  readonly allows: boolean
}

const numbers = {
  topic: AclResourceTypes.TOPIC,
  group: AclResourceTypes.GROUP,
  'transactional-id': AclResourceTypes.TRANSACTIONAL_ID,
} as const
const operations: Readonly<Record<AclOperation, number>> = {
  Read: AclOperationTypes.READ,
  Write: AclOperationTypes.WRITE,
  Describe: AclOperationTypes.DESCRIBE,
  Create: AclOperationTypes.CREATE,
  DescribeConfigs: AclOperationTypes.DESCRIBE_CONFIGS,
}

/** @param principal as `User:lastcopy` */
export async function rightsOf(admin: Admin, rows: readonly AclRow[], principal: string): Promise<Rights> {
  const entries: Entry[] = []
  try {
    for (const [resource, resourceType] of Object.entries(numbers)) {
      const { resources } = await admin.describeAcls({
        resourceType,
        resourcePatternType: ResourcePatternTypes.ANY,
        operation: AclOperationTypes.ANY,
        permissionType: AclPermissionTypes.ANY,
      })
      for (const { resourceName, resourcePatternType, acls } of resources)
        for (const acl of acls)
          if (acl.principal === principal || acl.principal === 'User:*')
            entries.push({
              resource,
              name: resourceName,
              prefixed: (resourcePatternType as number) === ResourcePatternTypes.PREFIXED,
              operation: acl.operation,
              allows: acl.permissionType === AclPermissionTypes.ALLOW,
            })
    }
  } catch (cause) {
    const type = String((cause as { type?: unknown }).type)
    if (type === 'SECURITY_DISABLED') return { kind: 'open' }
    if (type === 'CLUSTER_AUTHORIZATION_FAILED') return { kind: 'hidden' }
    throw cause
  }
  const denied = entries.filter(({ allows }) => !allows).length
  const allowed = entries.filter(({ allows }) => allows)
  const missing = rows.flatMap((row) => {
    const left = row.operations.filter((operation) => !allowed.some((entry) => covers(entry, row, operation)))
    return left.length === 0 ? [] : [{ ...row, operations: left }]
  })
  return { kind: 'listed', missing, denied }
}

function covers(entry: Entry, row: AclRow, operation: AclOperation): boolean {
  if (entry.resource !== row.resource) return false
  const same =
    entry.name === '*' ||
    (entry.prefixed ? row.name.startsWith(entry.name) : row.pattern === 'literal' && entry.name === row.name)
  if (!same) return false
  const wanted = [operations[operation], AclOperationTypes.ALL]
  // Whoever may read or write may describe.
  if (operation === 'Describe') wanted.push(AclOperationTypes.READ, AclOperationTypes.WRITE)
  return wanted.includes(entry.operation)
}
