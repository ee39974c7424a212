// Azure Key Vault and Managed HSM: the audit events of their diagnostic settings, alone or in Log Analytics.
import type { Source } from '../../model/source.ts'
import { readAzure } from '../azure/stream.ts'
import { fieldPath } from './vendor.ts'

export default {
  name: 'azure.keyvault',
  logsource: [{ product: 'azure', service: 'keyvault' }, { category: 'backup' }],
  fieldPath,
  read: readAzure(),
} satisfies Source
