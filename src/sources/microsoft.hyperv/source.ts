// Hyper-V: the Windows event logs of its hosts, with the channels of its management service and its workers.
import type { Source } from '../../model/source.ts'
import { windowsFields, windowsReader } from '../windows.security/reader.ts'

const name = 'microsoft.hyperv'
const services = ['hyper-v-vmms', 'hyper-v-worker', 'hyper-v', 'powershell', 'powershell-classic', 'security', 'system']

export default {
  name,
  logsource: [
    ...services.map((service) => ({ product: 'windows', service })),
    ...['process_creation', 'ps_script', 'ps_module'].map((category) => ({ product: 'windows', category })),
    { product: 'hyperv' },
    { category: 'backup' },
  ],
  fieldPath: windowsFields(name),
  read: windowsReader(name),
} satisfies Source
