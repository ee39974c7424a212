// `lastcopy relay`: what is wrong with the paging policy.
import { readArgs } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import { check } from '../relay/check.ts'
import { readVerb } from '../verbs.ts'

const options = { config: { type: 'string' }, json: { type: 'boolean' }, at: { type: 'string' } } as const

export default {
  summary: 'checks the paging policy: who is woken for what, and who next',
  usage: ['relay check [FILE] [--config FILE] [--json] [--at ISO]   FILE: the policy; left out, the configuration’s'],
  async run(args, io) {
    const { values, positionals } = readArgs(args, options)
    const [, file] = readVerb(positionals, { check: [0, 1] })
    const now = values.at === undefined ? Date.now() : Date.parse(values.at)
    if (Number.isNaN(now)) throw new UsageError(`--at ${values.at} is no ISO time`)
    return check({ file, config: values.config, json: values.json === true, now }, io)
  },
} satisfies Command
