// HashiCorp Vault and OpenBao: the audit device's requests and responses, KMIP among them.
import { ok } from '../../lib/result.ts'
import type { Source } from '../../model/source.ts'
import { readerOf } from '../kit/reading.ts'
import { toEvent } from './event.ts'
import { isRecord, whyNot } from './record.ts'

export default {
  name: 'hashicorp.vault',
  logsource: [{ product: 'vault', service: 'audit' }, { product: 'hashicorp' }, { category: 'backup' }],
  read: readerOf({ isRecord, whyNot, object: (found) => ok(toEvent(found)) }),
} satisfies Source
