// `lastcopy doctor`: looks at everything that Lastcopy needs, says what is wrong, and what to do about it.
import type { Config } from '../../model/config.ts'
import { readArgs } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import { readConfig } from '../config.ts'
import { type Finding, fine } from '../doctor/finding.ts'
import type { Io } from '../io.ts'

export default {
  summary: 'looks at brokers, topics, rights, store, pagers, clocks, disks and rules, and says what to do',
  usage: [
    'doctor [--config FILE] [--url URL] [--principal User:NAME] [--json]   changes nothing and pages nobody; 1 where something is wrong',
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      config: { type: 'string' },
      url: { type: 'string' },
      principal: { type: 'string' },
      json: { type: 'boolean', default: false },
    })
    if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is too much`)
    if (values.url !== undefined && !URL.canParse(values.url)) throw new UsageError(`--url "${values.url}" is no URL`)
    const config = await readConfig(values.config, io)
    if (!config) return 2
    const counts = { fine: 0, note: 0, wrong: 0, skipped: 0 }
    for (const check of checksOf(config, values))
      for (const finding of await check()) {
        counts[finding.state] += 1
        await tell(finding, values.json, io)
      }
    io.say(`${counts.fine} fine, ${counts.note} to note, ${counts.wrong} wrong, ${counts.skipped} not looked at`)
    return counts.wrong === 0 ? 0 : 1
  },
} satisfies Command

type Check = () => Promise<readonly Finding[]> | readonly Finding[]

/** One after the other, so that each is told when it is known. */
function checksOf(
  config: Config,
  { url, principal }: { readonly url?: string | undefined; readonly principal?: string | undefined },
): readonly Check[] {
  const house = () => import('../doctor/house.ts')
  const outside = () => import('../doctor/outside.ts')
  const { host, port } = config.web
  const own = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`
  return [
    () => [
      fine(
        'config',
        `${config.file ?? 'no file, the defaults hold'}: site ${config.site}, journal in ${config.journal.kind}, roles ${config.roles.join(', ')}`,
      ),
    ],
    async () => (await house()).checkRules(config),
    async () => (config.journal.kind === 'sqlite' ? (await house()).checkFile(config) : []),
    async () => (config.kafka ? (await import('../doctor/brokers.ts')).checkBrokers(config, principal) : []),
    async () => (await outside()).checkElasticsearch(config),
    async () => (await house()).checkDisks(config),
    async () => (await outside()).checkPagers(config, Date.now()),
    async () => (await outside()).checkWatchers(config),
    async () => (await house()).checkService(url ?? own),
  ]
}

const marks = { fine: '✓', note: '!', wrong: '✗', skipped: '?' } as const

async function tell(finding: Finding, json: boolean, io: Io): Promise<void> {
  if (json) return io.json(finding)
  const { check, state, what, remedy } = finding
  await io.text(
    `${marks[state]} ${check.padEnd(9)} ${what}\n${remedy === undefined ? '' : `            do: ${remedy}\n`}`,
  )
}
