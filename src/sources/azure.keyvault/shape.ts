// What makes an object an audit event of Key Vault or Managed HSM.
import type { JsonObject } from '../../lib/json.ts'
import { text } from '../kit/look.ts'

/** An operation of the category AuditEvent, or one by its name on a vault. */
export const isVault = (value: JsonObject): boolean =>
  typeof value.operationName === 'string' || typeof value.OperationName === 'string'
    ? /auditevent/i.test(text(value.category) ?? text(value.Category) ?? '') ||
      (/^(Key|Secret|Certificate|Vault|ManagedHsm)[A-Z]/.test(
        text(value.operationName) ?? text(value.OperationName) ?? '',
      ) &&
        /microsoft\.keyvault/i.test(text(value.resourceId) ?? text(value.ResourceId) ?? text(value._ResourceId) ?? ''))
    : false
