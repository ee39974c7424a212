// Azure Storage: the resource logs of blobs, files, queues and tables, alone or in one event hub with other logs of Azure.
import type { Source } from '../../model/source.ts'
import { readAzure } from '../azure/stream.ts'
import { fieldPath } from './vendor.ts'

export default {
  name: 'azure.storage',
  logsource: [{ product: 'azure', service: 'storage' }, { category: 'backup' }],
  fieldPath,
  read: readAzure(),
} satisfies Source
