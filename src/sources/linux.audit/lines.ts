// Lines of the audit daemon: `type=SYSCALL msg=audit(1722950859.266:6994): …`, also behind a header or `node=`.
import { pairsIn } from '../envelope/pairs.ts'
import { maskSecrets } from '../kit/mask.ts'
import { maskArguments } from '../kit/typed.ts'
import type { AuditPath, AuditRecord } from './record.ts'

const head = /(?:^|\s)(?:node=(\S+) )?type=(\S+) (?:msg=)?audit\((\d{1,12})(?:\.(\d{1,9}))?:(\d{1,20})\):? ?/

/** Lines of one event in a record stand together as one: those behind the first begin with a blank. */
export function gathered(record: Uint8Array): Uint8Array {
  if (!record.includes(0x0a)) return record
  const text = Buffer.from(record.buffer, record.byteOffset, record.byteLength).toString('utf8')
  if (!text.includes('audit(')) return record
  const events = new Map<string, string[]>()
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return
    const found = head.exec(line)
    const name = found ? `${found[1] ?? ''} ${found[3]}.${found[4] ?? ''}:${found[5]}` : `line ${index}`
    const lines = events.get(name)
    if (lines) lines.push(line.trimStart())
    else events.set(name, [line.trimStart()])
  })
  return Buffer.from([...events.values()].map((lines) => lines.join('\n ')).join('\n'))
}

/** Undefined where no line has a time and a serial. */
export function fromLines(text: string): AuditRecord | undefined {
  const types: string[] = []
  const fields: Record<string, string> = Object.create(null)
  const names: Record<string, string> = Object.create(null)
  const paths: AuditPath[] = []
  const words: string[] = []
  let event: { readonly node: string; readonly time: number; readonly serial: string } | undefined
  for (const line of text.split('\n').slice(0, 200)) {
    const found = head.exec(line)
    if (!found) continue
    const [, node = '', type = '', seconds = '0', fraction = '0', serial = ''] = found
    event ??= { node, time: Number(seconds) * 1000 + Math.floor(Number(`0.${fraction}`) * 1000), serial }
    types.push(type)
    const body = line.slice(found.index + found[0].length)
    const [plain = '', enriched] = body.split('\u001d')
    const pairs = { ...pairsIn(plain) }
    if (type === 'PATH') paths.push({ name: decoded(pairs.name ?? ''), kind: pairs.nametype ?? '' })
    else if (pairs.name !== undefined && pairs.nametype !== undefined)
      paths.push({ name: decoded(pairs.name), kind: pairs.nametype })
    if (type === 'EXECVE') words.push(...wordsOf(pairs))
    const inner = pairs.msg === undefined ? {} : pairsIn(pairs.msg)
    for (const [name, value] of [...Object.entries(inner), ...Object.entries(pairs)])
      if (!(name in fields)) fields[name] = value
    const operation = /\bop=((?:(?! \w+=)[^'"])+)/.exec(plain)?.[1]
    if (operation !== undefined) fields.op = operation.trim()
    for (const [name, value] of Object.entries(enriched === undefined ? upper(plain) : pairsIn(enriched)))
      names[name] = value
  }
  return event && { ...event, types, fields, names, paths, command: commandOf(words, fields) }
}

/** Some transports take the separator away; the names are the ones in capitals. */
const upper = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(pairsIn(text)).filter(([name]) => /^[A-Z]{2,}$/.test(name)))

function commandOf(words: readonly string[], fields: Readonly<Record<string, string>>): string {
  if (fields.cmd !== undefined) return decoded(fields.cmd)
  if (words.length > 0) return words.map(quoted).join(' ')
  const title = fields.proctitle ?? fields.cmdline
  return title === undefined ? '' : decoded(title)
}

/** Words of an EXECVE line; SYSCALL's registers have the same names, so the lines are not mixed. */
function wordsOf(pairs: Readonly<Record<string, string>>): readonly string[] {
  const words: string[] = []
  for (let index = 0; index < 256 && pairs[`a${index}`] !== undefined; index += 1)
    words.push(decoded(pairs[`a${index}`] ?? ''))
  return words
}

const quoted = (word: string): string => (/[\s;&|"'\\]/.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : word)

/** Values with blanks or quotes are written in hexadecimal, words of a title with zero bytes between them. */
function decoded(value: string): string {
  if (!/^(?:[0-9A-F]{2}){2,}$/.test(value) || /^\d{1,6}$/.test(value)) return value.replaceAll('\0', ' ')
  const text = Buffer.from(value, 'hex').toString('utf8').replaceAll('\0', ' ')
  return /^[\t\n\x20-\x7e\u00a0-\uffff]*$/.test(text) ? text : value
}

const argument = /\b(a\d{1,3}=)("[^"]*"|[0-9A-F]+)(?=\s|$)/g
const encoded = /\b((?:cmd|proctitle|cmdline)=)([0-9A-F]{4,})(?=[\s']|$)/g

/** The lines with what the words of a command let in replaced: they stand one by one, and often in hexadecimal. */
export function maskedLines(text: string): string {
  if (!text.includes('audit(')) return text
  return text
    .split('\n')
    .map((line) => (/type=EXECVE\b/.test(line) ? maskedWords(line) : line))
    .join('\n')
    .replace(encoded, (whole: string, name: string, value: string) => {
      const plain = decoded(value)
      const masked = maskSecrets(plain).original
      return masked === plain ? whole : `${name}"${masked.replaceAll('"', "'")}"`
    })
}

function maskedWords(line: string): string {
  const words = [...line.matchAll(argument)].map(([, , value = '']) => decoded(value.replaceAll('"', '')))
  const masked = maskArguments(words).map((each) => maskSecrets(each).original)
  let index = -1
  return line.replace(argument, (whole: string, name: string) => {
    index += 1
    return masked[index] === words[index] ? whole : `${name}"${(masked[index] ?? '').replaceAll('"', "'")}"`
  })
}
