// What an entry of audit.log asked for: by shell, by HTTP or by ONTAPI, in the same words.
import { type Facts, listing } from '../kit/facts.ts'
import type { AuditEntry } from './audit.ts'
import { isLook, type Typed, typedIn } from './cli.ts'
import type { Command } from './command.ts'
import { throughNode } from './nodeshell.ts'
import { readers } from './readers/all.ts'
import { restIn } from './rest.ts'
import { calledIn, isZapiLook } from './zapi.ts'

/** What one command asked for. */
export interface Classified {
  /** The vendor's name of it: the command, the method and path, the call. */
  readonly code: string
  readonly facts: Facts
}

/** One or more: a line may hold several commands, and a call change several things. */
export function classify(entry: AuditEntry, time: number): readonly Classified[] {
  const { input } = entry
  const signIn = signInOf(entry)
  if (signIn) return [signIn]
  const rest = restIn(input)
  if (rest) {
    const facts = rest.commands.flatMap((command) => factsOf(command, entry, time, command.uuids))
    const plain: Facts = { action: /^(GET|HEAD|OPTIONS) /.test(rest.code) ? 'read' : 'other' }
    return merged(facts.length > 0 ? facts : [plain]).map((one) => ({ code: rest.code, facts: one }))
  }
  const call = entry.application === 'ontapi' || /^\s*</.test(input) ? calledIn(input) : undefined
  if (call && call.name !== 'system-cli') {
    const known = call.known ? factsOf(call, entry, time, {}) : []
    const plain: Facts = { action: isZapiLook(call.name) ? 'read' : 'other' }
    return merged(known.length > 0 ? known : [plain]).map((one) => ({ code: call.name, facts: one }))
  }
  const told = typedIn(call?.name === 'system-cli' ? passedOn(input) : input).flatMap((one) =>
    merged(factsOf(one, entry, time, {})).map((facts) => ({ code: one.path, facts })),
  )
  const telling = told.filter(({ facts }) => facts.action !== 'read' && facts.action !== 'other')
  const [first = { code: 'empty', facts: { action: 'other' } as const }] = told
  return telling.length > 0 ? telling : [told.find(({ facts }) => facts.action === 'other') ?? first]
}

function factsOf(
  typed: Typed,
  entry: AuditEntry,
  time: number,
  uuids: Readonly<Record<string, string>>,
): readonly Facts[] {
  const { path, options, known } = throughNode(typed) ?? typed
  const reader = known && Object.hasOwn(readers, path) ? readers[path] : undefined
  if (!reader) return [{ action: isLook(path) ? 'read' : 'other' }]
  const command: Command = {
    path,
    options,
    cluster: entry.cluster,
    ...(entry.svm !== '' && entry.svm !== entry.cluster ? { ownSvm: entry.svm } : {}),
    time,
    uuids,
  }
  const told = reader(command)
  const all = Array.isArray(told) ? (told as readonly Facts[]) : [told as Facts]
  return options.size === 0 ? all : all.map(listing)
}

/** A command of the shell that ONTAPI was given to pass on, word by word. */
const passedOn = (input: string): string =>
  [...input.slice(0, 20_000).matchAll(/<arg>([^<]{0,500})<\/arg>/g)]
    .map(([, word = '']) => (/\s/.test(word) ? `"${word}"` : word))
    .join(' ')

/** Several commands of one call that say the same of the same thing are one act with several changes. */
function merged(facts: readonly Facts[]): readonly Facts[] {
  const kept: Facts[] = []
  for (const one of facts) {
    const place = kept.findIndex((other) => other.action === one.action && other.resource?.id === one.resource?.id)
    const same = kept[place]
    if (same)
      kept[place] = {
        ...same,
        changes: [...(same.changes ?? []), ...(one.changes ?? [])],
        detail: { ...same.detail, ...one.detail },
      }
    else kept.push(one)
  }
  return kept.length === 0 ? [{ action: 'other' }] : kept
}

/** Sign-ins stand where a command would. */
function signInOf({ input, application, cluster }: AuditEntry): Classified | undefined {
  const found = /^(Login Attempt|Logging in|Logging out|Logged in|Logged out|Log ?out)\b/i.exec(input.trim())
  if (!found) return undefined
  const out = /out/i.test(found[1] ?? '')
  return {
    code: found[1] ?? '',
    facts: out
      ? { action: 'other' }
      : {
          action: 'sign-in',
          resource: { type: 'array', id: cluster, name: cluster },
          ...(/^(ssh|console|telnet|service-processor)$/.test(application) ? { detail: { console: true } } : {}),
        },
  }
}
