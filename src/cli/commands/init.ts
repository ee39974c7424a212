// `lastcopy init`: a first configuration, its topics and a test page, in one sitting.
import { existsSync } from 'node:fs'
import { isIP } from 'node:net'
import { relative, resolve } from 'node:path'
import { outsideSources } from '../../content/sources.ts'
import { isObject, type Json } from '../../lib/json.ts'
import type { Pager } from '../../model/pager.ts'
import { openGuard } from '../../service/out/guard.ts'
import { loadPagers } from '../../service/pagers.ts'
import { readArgs } from '../args.ts'
import { type Command, StopError, UsageError } from '../command.ts'
import { readConfig } from '../config.ts'
import { type Asker, openAsker } from '../init/ask.ts'
import { tryBrokers, tryPagers } from '../init/try.ts'
import { type Answers, type PagerAnswer, writeConfig } from '../init/write.ts'
import type { Io } from '../io.ts'

const options = {
  config: { type: 'string' },
  site: { type: 'string' },
  listen: { type: 'string' },
  brokers: { type: 'string' },
  journal: { type: 'string' },
  pager: { type: 'string' },
  set: { type: 'string', multiple: true },
  yes: { type: 'boolean' },
  force: { type: 'boolean' },
  'test-page': { type: 'boolean' },
} as const

type Given = ReturnType<typeof readArgs<typeof options>>['values']

export default {
  summary: 'writes a first configuration, makes its topics and sends a test page',
  usage: [
    'init [--config FILE] [--force] [--yes] [--site NAME] [--listen HOST:PORT] [--brokers HOST:PORT,...] [--journal sqlite|kafka] [--pager KIND --set NAME=VALUE ...]',
    'init --test-page [--config FILE]   only tries the brokers and the pagers of a configuration that is there',
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, options)
    if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is too much`)
    const file = values.config ?? 'lastcopy.yml'
    if (!values['test-page']) await write(file, values, io)
    const config = await readConfig(file, io)
    if (!config) return 2
    const brokers = await tryBrokers(config, io.say)
    const pagers = await tryPagers(config, io.say, Date.now())
    if (config.pagers.length === 0) io.say('! nobody is told yet: the configuration names no pager')
    const fine = brokers && pagers
    io.say(
      fine
        ? `\nStart it:  lastcopy run${file === 'lastcopy.yml' ? '' : ` --config ${file}`}`
        : '\nMend what is marked, then try again:  lastcopy init --test-page',
    )
    return fine ? 0 : 1
  },
} satisfies Command

async function write(file: string, given: Given, io: Io): Promise<void> {
  if (existsSync(resolve(file)) && !given.force)
    throw new StopError(`${file} is there already; --force writes over it, --test-page only tries it`)
  const live = !given.yes && io.interactive && (io.stdin as NodeJS.ReadStream).isTTY === true
  const asker = openAsker(io.stdin, io.err, live)
  try {
    const answered = await answers(given, asker)
    for (const path of writeConfig(resolve(file), answered)) io.say(`✓ wrote ${relative(process.cwd(), path) || path}`)
    for (const host of answered.pager?.allow ?? [])
      io.say(`! ${host} is not on the internet: paging.allow opens it for pages`)
  } finally {
    asker.close()
  }
}

async function answers(given: Given, { ask }: Asker): Promise<Answers> {
  const site = given.site ?? (await ask({ text: 'Name of this site?', ready: 'default' })) ?? 'default'
  const text = given.brokers ?? (await ask({ text: 'Kafka brokers (host:port, commas; none: records come by HTTP)?' }))
  const brokers = (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && one !== 'none')
  const journal = brokers.length === 0 ? 'sqlite' : await journalOf(given, { ask })
  const listen =
    given.listen ?? (await ask({ text: 'Where shall the page listen?', ready: '127.0.0.1:8480' })) ?? '127.0.0.1:8480'
  const pager = await pagerOf(given, { ask }, await loadPagers())
  const topics = Object.fromEntries(outsideSources().map((source) => [`audit.${source}`, source]))
  return { site, listen, journal, brokers, topics, ...(pager ? { pager } : {}) }
}

async function journalOf({ journal }: Given, { ask }: Pick<Asker, 'ask'>): Promise<Answers['journal']> {
  const wrong = (kind: string) => (kind === 'sqlite' || kind === 'kafka' ? undefined : 'sqlite or kafka')
  const text = 'Where shall the journal lie: sqlite (one file, one process) or kafka (many processes)?'
  const kind = journal ?? (await ask({ text, ready: 'sqlite', wrong }))
  if (kind !== 'sqlite' && kind !== 'kafka') throw new UsageError(`--journal is sqlite or kafka, not "${kind}"`)
  return kind
}

async function pagerOf(
  given: Given,
  { ask }: Pick<Asker, 'ask'>,
  pagers: ReadonlyMap<string, Pager>,
): Promise<PagerAnswer | undefined> {
  const names = [...pagers.keys()]
  const wrong = (kind: string) =>
    kind === 'none' || pagers.has(kind) ? undefined : `there are: ${names.join(', ')}, none`
  const kind = given.pager ?? (await ask({ text: `Who is told (${names.join(', ')}, none)?`, ready: 'none', wrong }))
  if (kind === undefined || kind === 'none') return undefined
  const pager = pagers.get(kind)
  if (!pager) throw new UsageError(`there is no pager "${kind}"; there are: ${names.join(', ')}`)
  const settings: Record<string, string> = Object.fromEntries((given.set ?? []).map(pairOf))
  const { required } = pager.settings
  for (const name of Array.isArray(required) ? required.map(String) : []) {
    settings[name] ??= (await ask({ text: `${descriptionOf(pager, name)}\n${name}?` })) ?? ''
    if (settings[name] === '') throw new UsageError(`${kind} needs ${name}: --set ${name}=...`)
  }
  return { kind, settings: shaped(settings, pager), secrets: pager.secrets, allow: closedHosts(settings) }
}

/** Texts of the command line as the settings want them: `a,b` for a list, `587`, `true`. */
function shaped(settings: Readonly<Record<string, string>>, pager: Pager): Readonly<Record<string, Json>> {
  const { properties } = pager.settings
  const typeOf = (name: string): unknown => {
    const one = isObject(properties) ? properties[name] : undefined
    return isObject(one) ? one.type : undefined
  }
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      const type = typeOf(name)
      if (type === 'array') return [name, value.split(',').map((one) => one.trim())]
      if (type === 'integer' && /^\d+$/.test(value)) return [name, Number(value)]
      return [name, type === 'boolean' && (value === 'true' || value === 'false') ? value === 'true' : value]
    }),
  )
}

/** Who names an address in numbers means it; a name has to be opened by hand. */
function closedHosts({ url, host }: Readonly<Record<string, string>>): readonly string[] {
  const named = host ?? (URL.canParse(url ?? '') ? new URL(url ?? '').hostname.replace(/^\[|\]$/g, '') : '')
  return isIP(named) !== 0 && openGuard([]).refusal(named) !== undefined ? [named] : []
}

function pairOf(text: string): readonly [string, string] {
  const cut = text.indexOf('=')
  if (cut < 1) throw new UsageError(`--set takes NAME=VALUE, not "${text}"`)
  return [text.slice(0, cut), text.slice(cut + 1)]
}

function descriptionOf({ settings }: Pager, name: string): string {
  const { properties } = settings
  const one = isObject(properties) ? properties[name] : undefined
  return isObject(one) && typeof one.description === 'string' ? one.description : name
}
