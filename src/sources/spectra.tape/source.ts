// Tape libraries of Spectra Logic: BlueScale's syslog, and LumOS by syslog or as entries in JSON.
import type { Source } from '../../model/source.ts'
import type { TapeEntry } from '../tape/event.ts'
import { tapeReader } from '../tape/reader.ts'

const name = 'spectra.tape'

/** `<6>BlueScale_LIB01[12]:(34)text`: the library, a process, the count of messages. TFinity user guide, "Use Syslog". */
const blueScale =
  /^(?:<\d{1,3}>)?\s*(?:[\s\S]{0,80}?\s)?BlueScale_([^[\s]{1,80})\[(\d{1,8})\]:\s*\((\d{1,12})\)\s*([\s\S]*)$/

/** Every message is followed by what to do about it, in a message of its own. */
const remedies =
  /^(?:remedy|no action|if (?:the|this|you)|check|verify|make sure|ensure|remove|replace|insert|reseat|contact|refer|see|use|wait|try|export|import|open|close|restart|power|select|run|perform|please|to )\b/i

function fromBlueScale(line: string): TapeEntry | undefined {
  const [, library, process, count, message = ''] = blueScale.exec(line) ?? []
  if (library === undefined) return undefined
  return {
    library: library === 'UnknownLibrary' ? undefined : library,
    message: message.trim(),
    code: remedies.test(message.trim()) ? 'remedy' : 'message',
    remedy: remedies.test(message.trim()),
    fields: { library, process, count: Number(count) },
  }
}

export default {
  name,
  logsource: [{ product: 'spectra', service: 'tape' }, { category: 'backup' }],
  read: tapeReader({ source: name, vendor: 'Spectra Logic', product: 'Tape Library' }, fromBlueScale),
} satisfies Source
