// `lastcopy audit`: the log of everything that anybody did, and whether it is whole.
import { readFileSync, writeFileSync } from 'node:fs'
import { isObject } from '../../lib/json.ts'
import type { AuditHead } from '../../model/audit.ts'
import { auditVerifier } from '../../people/verify.ts'
import { apiOptions, apiUsage, openApi } from '../api.ts'
import { readArgs } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import type { Io } from '../io.ts'
import { readLines } from '../lines.ts'
import { readVerb } from '../verbs.ts'

export default {
  summary: 'lists what people did, and verifies that nothing of it was changed',
  usage: [
    `audit list ${apiUsage}`,
    `audit head ${apiUsage}   the last entry: keep it elsewhere`,
    `audit verify [FILE|-] [--head HASH|FILE] [--keep FILE] ${apiUsage}   a list as \`audit list\` gives it; without FILE, the running service's`,
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      ...apiOptions,
      head: { type: 'string' },
      keep: { type: 'string' },
    })
    const [verb, file] = readVerb(positionals, { list: [0, 0], head: [0, 0], verify: [0, 1] })
    const kept = values.head === undefined ? undefined : readHead(values.head)
    if (verb === 'verify' && file !== undefined) return verify(linesOf(file, io), kept, values.keep, io)
    const api = await openApi(values, io)
    if (!api) return 2
    if (verb === 'head') {
      await io.json(await api.ask('api/audit/head'))
      return 0
    }
    if (verb === 'verify') {
      // What the service says is its end must be among what it hands out.
      const told = headOf(await api.ask('api/audit/head'))
      return verify(api.lines('api/audit'), kept, values.keep, io, told)
    }
    for await (const line of api.lines('api/audit')) await io.text(`${line}\n`)
    return 0
  },
} satisfies Command

async function verify(
  lines: AsyncIterable<string>,
  kept: string | AuditHead | undefined,
  keep: string | undefined,
  io: Io,
  told?: AuditHead,
): Promise<number> {
  const verifier = auditVerifier(kept)
  const end = auditVerifier(told)
  let faults = 0
  for await (const line of lines) {
    if (line.trim() === '') continue
    const entry = parse(line)
    end.take(entry)
    for (const finding of verifier.take(entry)) {
      faults += 1
      await io.json(finding)
    }
  }
  const { findings, head, entries } = verifier.end()
  const cut = end.end().findings.filter(({ fault }) => fault === 'cut')
  for (const finding of [...findings, ...(findings.some(({ fault }) => fault === 'cut') ? [] : cut)]) {
    faults += 1
    await io.json(finding)
  }
  io.say(
    `${entries} ${entries === 1 ? 'entry' : 'entries'}, ${faults === 0 ? 'whole' : `${faults} found wrong`}; head ${head.seq} ${head.hash}`,
  )
  if (faults === 0 && keep !== undefined) writeFileSync(keep, `${JSON.stringify(head)}\n`)
  return faults === 0 ? 0 : 1
}

async function* linesOf(file: string, io: Io): AsyncGenerator<string> {
  for await (const { bytes } of readLines(file, io.stdin)) yield bytes.toString()
}

/** A hash, or a file that `--keep` or `audit head` wrote. @throws UsageError for anything else */
function readHead(text: string): string | AuditHead {
  if (/^[0-9a-f]{64}$/.test(text)) return text
  let held: unknown
  try {
    held = JSON.parse(readFileSync(text, 'utf8'))
  } catch (cause) {
    throw new UsageError(`--head takes a hash or a file: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  if (!isObject(held) || typeof held.hash !== 'string') throw new UsageError(`--head: ${text} holds no head`)
  return headOf(held)
}

const headOf = (held: Record<string, unknown> | object): AuditHead => {
  const { seq, hash } = held as { readonly seq?: unknown; readonly hash?: unknown }
  return { seq: Number(seq), hash: String(hash) }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
