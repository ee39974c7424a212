// Microsoft Entra: the audit log, sign-ins and risks of a directory, by an event hub, Graph, Log Analytics or Office 365.
import type { Source } from '../../model/source.ts'
import { readAzure } from '../azure/stream.ts'
import { fieldPath } from './vendor.ts'

export default {
  name: 'entra.audit',
  logsource: [
    { product: 'azure', service: 'auditlogs' },
    { product: 'azure', service: 'signinlogs' },
    { product: 'azure', service: 'riskdetection' },
    { product: 'azure', service: 'pim' },
    { category: 'backup' },
  ],
  fieldPath,
  read: readAzure(),
} satisfies Source
