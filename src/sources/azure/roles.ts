// Built-in roles of Azure by their ids: which of them may end copies. Facts: Microsoft's page "Azure built-in roles".
import { bodyOf } from '../kit/body.ts'

/** Roles that may delete copies, change what guards them, or give themselves the right to. */
const top: Readonly<Record<string, string>> = {
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635': 'Owner',
  'b24988ac-6180-42a0-ab88-20f7382dd24c': 'Contributor',
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9': 'User Access Administrator',
  'f58310d9-a9f6-439a-9e8d-f62e7b41a168': 'Role Based Access Control Administrator',
  '5e467623-bb1f-42f4-a55d-6e525e11384b': 'Backup Contributor',
  '17d1049b-9a84-46fb-8f53-869881c3d3ab': 'Storage Account Contributor',
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': 'Storage Blob Data Owner',
  '6670b86e-a3f7-4917-ac9b-5d6ab1be4567': 'Site Recovery Contributor',
  '00482a5a-887f-4fb3-b363-3b7fe8e74483': 'Key Vault Administrator',
  '14b46e9e-c2b7-41b4-b07b-48a6ebf60603': 'Key Vault Crypto Officer',
  'f25e0fa2-a7c4-4377-a976-54943a77a395': 'Key Vault Contributor',
}

const ordinary: Readonly<Record<string, string>> = {
  'acdd72a7-3385-48ef-bd42-f606fba81ae7': 'Reader',
  '00c29273-979b-4161-815c-10b084fb9324': 'Backup Operator',
  'a795c7a0-d4a2-40c1-ae25-d81f01202912': 'Backup Reader',
  'ba92f5b4-2d11-453d-a403-e96b0029c9fe': 'Storage Blob Data Contributor',
  '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1': 'Storage Blob Data Reader',
  '43d0d8ad-25c7-4714-9337-8ba259a9fe05': 'Monitoring Reader',
  '9980e02c-c2be-4d73-94e8-173b1dc7cf3c': 'Virtual Machine Contributor',
  '7efff54f-a5b4-42b5-a1c5-5411624893ce': 'Disk Snapshot Contributor',
  '4633458b-17de-408a-b874-0445c86b69e6': 'Key Vault Secrets User',
  'e147488a-f6f5-4113-8e2d-b22465e65bf6': 'Key Vault Crypto Service Encryption User',
}

export interface Role {
  /** Its name where it is built in, else its id. */
  readonly name: string
  readonly top: boolean
}

/** A role by the id of its definition, whole or the last part of it. */
export function roleOf(definition: string): Role {
  const id = definition.split('/').at(-1)?.toLowerCase() ?? ''
  const known = Object.hasOwn(top, id) ? top[id] : undefined
  if (known !== undefined) return { name: known, top: true }
  return { name: Object.hasOwn(ordinary, id) ? (ordinary[id] ?? id) : id, top: false }
}

/** Entra's roles whose holders may come to rule a tenant, or what guards its sign-ins, by name or id of their template. */
const directory: ReadonlySet<string> = new Set([
  'global administrator',
  'company administrator',
  '62e90394-69f5-4237-9190-012177145e10',
  'privileged role administrator',
  'e8611ab8-c189-46e8-94e1-60213ab1f814',
  'privileged authentication administrator',
  '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
  'user access administrator',
  'owner',
  'contributor',
  'backup contributor',
  'hybrid identity administrator',
  '8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2',
  'application administrator',
  '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  'cloud application administrator',
  '158c047a-c907-4556-b7ef-446551a6b5f7',
  'conditional access administrator',
  'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9',
  'security administrator',
  '194ae4cb-b126-40b2-bd5b-6091b380977d',
  'authentication administrator',
  'c4e39bd9-1100-46d3-8c65-fb160da0071f',
  'authentication policy administrator',
  'partner tier2 support',
  'e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8',
])

/** True for a role of a directory that rules it; a reader never does, whatever its name. */
export const rulesDirectory = (role: string): boolean =>
  directory.has(role.toLowerCase().trim()) ||
  (/backup/i.test(role) && /admin|owner|contributor/i.test(role) && !/read/i.test(role))

/** Rights of an application that let it give itself any other. */
const rulingRights =
  /^(RoleManagement\.ReadWrite\.(Directory|All)|AppRoleAssignment\.ReadWrite\.All|Application\.ReadWrite\.All|Directory\.ReadWrite\.All|RoleAssignmentSchedule\.ReadWrite\.Directory|RoleEligibilitySchedule\.ReadWrite\.Directory|UserAuthenticationMethod\.ReadWrite\.All|Policy\.ReadWrite\.ConditionalAccess|full_access_as_app)$/i
export const rulesByRight = (right: string): boolean => rulingRights.test(right.trim())

/** A text that is JSON of one value, as `modifiedProperties` writes them: `"\"Global Administrator\""`, `[true]`. */
export function unquoted(value: string): string {
  const plain = value.trim()
  if (!/^["[]/.test(plain)) return plain
  try {
    const held: unknown = JSON.parse(plain)
    const one: unknown = Array.isArray(held) ? held[0] : held
    return typeof one === 'string' ? one : bodyOf(plain) ? plain : String(one ?? '')
  } catch {
    return plain
  }
}
