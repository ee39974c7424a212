// The parts of a deed: what was done, to what kind of thing, and which one, out of fields first and the sentence then.
import type { Resource } from '../../model/event.ts'
import { type Deed, type Doing, type Kind, wordsOf } from './deed.ts'
import { doingIn, type Found, kindsIn } from './words.ts'

export interface Parts {
  readonly doing: Doing | undefined
  readonly kind: Kind | undefined
  /** All kinds that fields and sentence speak of. */
  readonly kinds: ReadonlySet<Kind>
  /** The name of the thing. */
  readonly name: string | undefined
  /** Code and sentence together, for whoever looks for further words. */
  readonly whole: string
}

const longest = 2_000

/** Parts of a deed. The vendor's name of the act counts more than the sentence, and a field for the kind more than both. */
export function partsOf(deed: Deed): Parts {
  const code = wordsOf(deed.code)
  const text = deed.text.slice(0, longest)
  const [byCode, byText] = [inCode(code), inWords(text)]
  const named = deed.kind === undefined ? [] : kindsIn(wordsOf(deed.kind))
  const kind = named[0]?.is ?? byCode.kind ?? byText.kind
  const sure = byCode.doing !== undefined && !little.includes(byCode.doing)
  // That something was changed the sentence may say better.
  const better = byCode.doing === 'change' && byText.doing !== undefined && !little.includes(byText.doing)
  const doing = sure && !better ? byCode.doing : (byText.doing ?? byCode.doing)
  return {
    doing,
    kind: doing === 'login' || doing === 'logout' ? (kind === 'user' || kind === undefined ? 'session' : kind) : kind,
    kinds: new Set([...named.map(({ is }) => is), ...byCode.all, ...byText.all]),
    name: deed.name ?? byText.name,
    whole: `${code} ${text}`,
  }
}

const little: readonly Doing[] = ['approve', 'start', 'finish', 'read']

interface Spoken {
  readonly doing?: Doing
  readonly kind?: Kind | undefined
  readonly all: readonly Kind[]
  readonly name?: string | undefined
}

/**
 * `deleted policy 'x'`: the kind stands behind; `policy 'x' was deleted`, `policy 'x' deleted on y`: in front. Names of acts
 * go from the wide to the narrow, sentences the other way.
 */
function inWords(text: string, isCode = false): Spoken {
  if (text === '') return { all: [] }
  const doing = doingIn(text)
  const kinds = kindsIn(text)
  const all = kinds.map(({ is }) => is)
  if (doing === undefined) return { kind: kinds[0]?.is, all, name: nameOf(text, kinds[0]) }
  const passive = /\b(?:was|were|is|are|been|being) (?:successfully )?$/i.test(
    text.slice(Math.max(doing.start - 30, 0), doing.start),
  )
  const before = kinds.filter(({ end }) => end <= doing.start)
  const after = kinds.filter(({ start }) => start >= doing.end)
  const [next] = after
  const direct =
    next !== undefined && !/\b(?:on|of|for|from|in|by|at|to|with|per|under)\b/i.test(text.slice(doing.end, next.start))
  const front = isCode ? before.at(-1) : before[0]
  const kind = direct && !passive ? next : (front ?? next)
  return { doing: doing.is, kind: kind?.is, all, name: nameOf(text, kind) ?? firstName(text, kinds) }
}

/** A product has some hundreds of names for acts, and logs them again and again. */
const codes = new Map<string, Spoken>()
const mostCodes = 1_000

function inCode(code: string): Spoken {
  const known = codes.get(code)
  if (known) return known
  const spoken = inWords(code, true)
  if (codes.size >= mostCodes) codes.clear()
  codes.set(code, spoken)
  return spoken
}

const firstName = (text: string, kinds: readonly Found<Kind>[]): string | undefined => {
  for (const kind of kinds) {
    const name = nameOf(text, kind)
    if (name !== undefined) return name
  }
  return /["'“‘]([^"'”’]{1,200})["'”’]/.exec(text)?.[1]
}

/** In quotes behind the kind; else the word behind it, where it looks like a name. Names of accounts look like any word. */
function nameOf(text: string, kind: Found<Kind> | undefined): string | undefined {
  if (kind === undefined) return undefined
  const behind = text.slice(kind.end)
  const quoted = /^[\s:]*(?:(?:named|called|name|with name)\s*:?\s*)?["'“‘[]([^"'”’\]]{1,200})["'”’\]]/i.exec(
    behind,
  )?.[1]
  if (quoted !== undefined) return quoted
  const word = /^\s*:?\s*([\w.@\\/-]{2,120})/.exec(behind)?.[1]
  if (word === undefined || common.test(word)) return undefined
  return kind.is === 'user' || /[A-Z\d_@\\/.-]/.test(word) ? word.replace(/[.]+$/, '') : undefined
}

const common =
  /^(was|were|has|have|is|are|from|to|for|of|on|in|by|with|and|the|successfully|failed|changed|deleted|removed|created|updated|modified|added|disabled|enabled|assigned|revoked|reset|locked|unlocked|password|profile|group|role|settings?|roles|accounts?|his|her|their|at|as|not|been)$/i

/** The thing as a resource. @param type of docs/facts.md */
export function thingOf(deed: Deed, { name, kind }: Parts, type: string): Resource {
  const called = name ?? deed.id
  return called === undefined
    ? { type: 'console', id: deed.place, name: deed.place }
    : {
        type,
        id: `${deed.place}/${kind === 'client' ? 'client' : type}/${(deed.id ?? called).toLowerCase()}`,
        name: called,
      }
}
