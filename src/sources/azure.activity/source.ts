// Azure's activity log, in whatever form it comes: an event hub, REST, Log Analytics, a file of the portal, an exporter.
import type { Source } from '../../model/source.ts'
import { readAzure } from '../azure/stream.ts'
import { fieldPath } from './vendor.ts'

export default {
  name: 'azure.activity',
  logsource: [{ product: 'azure', service: 'activitylogs' }, { category: 'backup' }],
  fieldPath,
  read: readAzure(),
} satisfies Source
