// Windows event logs of every channel: Winlogbeat, NXLog, XML as forwarders send it, JSON of evtx tools, flat JSON.
import type { Source } from '../../model/source.ts'
import { windowsFields, windowsReader } from './reader.ts'

const name = 'windows.security'

const services = [
  'security',
  'system',
  'application',
  'powershell',
  'powershell-classic',
  'sysmon',
  'taskscheduler',
  'firewall-as',
  'smbserver-connectivity',
]
const categories = [
  'process_creation',
  'ps_script',
  'ps_module',
  'ps_classic_script',
  'registry_set',
  'file_delete',
  'file_event',
  'create_remote_thread',
]

export default {
  name,
  logsource: [
    ...services.map((service) => ({ product: 'windows', service })),
    ...categories.map((category) => ({ product: 'windows', category })),
    { category: 'backup' },
  ],
  fieldPath: windowsFields(name),
  read: windowsReader(name),
} satisfies Source
