// A command of the server as an administrator typed it: keywords cut short, options by name, the rest in order.
import type { Resource } from '../../model/event.ts'
import { unlimited } from '../../model/setting.ts'
import { isAbbreviation, splitKeyword } from '../kit/abbreviation.ts'
import { commandsIn } from '../kit/words.ts'

export interface Asked {
  /** The server that it was given to, in small letters: part of every id. */
  readonly server: string
  /** Epoch milliseconds of the record. */
  readonly time: number
  /** What stands behind the command without a name, in capitals, as the server keeps its names. */
  readonly words: readonly string[]
  readonly options: ReadonlyMap<string, string>
}

export interface Command {
  /** `DELETE`, `UPD`: as typed, in capitals. */
  readonly verb: string
  /** The word behind it: `VOLUME`, `COPYG`; empty where there is none. */
  readonly object: string
  readonly asked: Asked
}

/** `server1:` or `server1,server2:` in front sends a command to other servers. */
const routed = /^[\w.,-]{1,200}:\s*(?=[a-z])/i

/** Undefined for an empty text. */
export function commandIn(text: string, server: string, time: number): Command | undefined {
  const line = text
    .slice(0, 20_000)
    .replace(routed, '')
    .replace(/\b([A-Za-z]{2,40})\s{0,4}=\s{0,4}/g, '$1=')
  const all = (commandsIn(line)[0] ?? []).map((word) => word.text)
  const options = new Map<string, string>()
  const words: string[] = []
  for (const word of all) {
    const found = /^([A-Za-z]{2,40})=([\s\S]*)$/.exec(word)
    if (found) options.set((found[1] ?? '').toUpperCase(), (found[2] ?? '').replace(/^["']|["']$/g, ''))
    else words.push(word.toUpperCase())
  }
  const [verb, object = '', ...rest] = words
  return verb === undefined ? undefined : { verb, object, asked: { server, time, words: rest, options } }
}

/** The value of an option, by its keyword with the shortest form in capitals: `RETExtra`. */
export function option(asked: Asked, keyword: string): string | undefined {
  const shape = splitKeyword(keyword)
  for (const [name, value] of asked.options) if (isAbbreviation(name, shape)) return value
  return undefined
}

/** Whether an option says `YES` or `ON`; undefined where it is not there. */
export function agreed(asked: Asked, keyword: string): boolean | undefined {
  const held = option(asked, keyword)?.toUpperCase()
  return held === undefined ? undefined : /^(Y|YES|ON|ENABLED)$/.test(held)
}

/** Days or versions of an option; `NOLIMIT` never ends. */
export function amount(asked: Asked, keyword: string): number | typeof unlimited | undefined {
  const held = option(asked, keyword)?.toUpperCase()
  if (held === undefined) return undefined
  if (isAbbreviation(held, splitKeyword('NOLimit'))) return unlimited
  return /^\d{1,6}$/.test(held) ? Number(held) : undefined
}

/** A thing of the server by the names that lead to it. */
export const thing = (
  { server }: Asked,
  type: string,
  kind: string,
  ...names: readonly (string | undefined)[]
): Resource => {
  const name = names.map((part) => part ?? '*').join('/')
  return { type, id: `${server}/${kind}/${name}`, name }
}

export const consoleOf = ({ server }: Pick<Asked, 'server'>): Resource => ({
  type: 'console',
  id: server,
  name: server,
})

/** A pattern instead of a name reaches several. */
export const isPattern = (name: string | undefined): boolean => name === undefined || /[*?%,]/.test(name)
