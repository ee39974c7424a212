// Tape libraries of Quantum: Scalar i3, i6, i6000; tickets and what users do, by syslog or as entries in JSON.
import type { Source } from '../../model/source.ts'
import { tapeReader } from '../tape/reader.ts'

const name = 'quantum.scalar'

export default {
  name,
  logsource: [{ product: 'quantum', service: 'scalar' }, { category: 'backup' }],
  read: tapeReader({ source: name, vendor: 'Quantum', product: 'Scalar' }),
} satisfies Source
