// `lastcopy relay`: what is wrong with the paging policy, and who would ring when.
import { timeOf } from '../../lib/time.ts'
import { readArgs } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import { check } from '../relay/check.ts'
import { readSimulateAsk, simulate } from '../relay/simulate.ts'
import { readVerb } from '../verbs.ts'

const options = {
  config: { type: 'string' },
  json: { type: 'boolean' },
  at: { type: 'string' },
  site: { type: 'string' },
  class: { type: 'string' },
  priority: { type: 'string' },
  platform: { type: 'string' },
  down: { type: 'string', multiple: true },
  'nobody-answers': { type: 'boolean' },
  'ack-after': { type: 'string' },
} as const

export default {
  summary: 'checks the paging policy, and tells who would ring when',
  usage: [
    'relay check [FILE] [--config FILE] [--json] [--at ISO]   FILE: the policy; left out, the configuration’s',
    'relay simulate [FILE] --at ISO [--site S] [--class C] [--priority P] [--platform X] [--down PAGER]... [--nobody-answers | --ack-after 7m] [--json]',
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, options)
    const [verb, file] = readVerb(positionals, { check: [0, 1], simulate: [0, 1] })
    if (verb === 'simulate') return simulate(readSimulateAsk(values, file), io)
    const odd = (['site', 'class', 'priority', 'platform', 'down', 'nobody-answers', 'ack-after'] as const).find(
      (name) => values[name] !== undefined,
    )
    if (odd !== undefined) throw new UsageError(`--${odd} is for relay simulate`)
    const now = values.at === undefined ? Date.now() : timeOf(values.at)
    if (now === undefined) throw new UsageError(`--at ${values.at} is no ISO time`)
    return check({ file, config: values.config, json: values.json === true, now }, io)
  },
} satisfies Command
