// `lastcopy run`: the service, until it is told to stop.
import { type Role, roles } from '../../model/config.ts'
import { makeLog } from '../../service/log.ts'
import type { FirstCode } from '../../service/reception.ts'
import { startService } from '../../service/start.ts'
import { messageOf } from '../../service/supervise.ts'
import { readArgs } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import { readConfig, readRoles } from '../config.ts'

export default {
  summary: 'runs the service',
  usage: [
    'run [--config FILE] [--roles intake,normalize,detect,page,project,console] [--new-admin]   --new-admin prints a one-time code also where there are accounts: for whoever lost the last password',
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      config: { type: 'string' },
      roles: { type: 'string' },
      'new-admin': { type: 'boolean' },
    })
    if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is too much`)
    const asked = readRoles(values.roles, roles) as readonly Role[] | undefined
    const read = await readConfig(values.config, io)
    if (!read) return 2
    const config = asked ? { ...read, roles: asked } : read
    const log = makeLog({ level: config.log.level, secrets: config.secrets })
    if (config.journal.kind === 'sqlite' && config.roles.length < roles.length)
      log.warn({ roles: config.roles }, 'a SQLite journal belongs to one process: nobody does the other roles')
    if (config.pagers.length === 0) log.warn('no pager is configured: alerts are shown, and nobody is told')
    const stop = signalled()
    try {
      const service = await startService(config, log, {
        onCode: (code) =>
          io.say(io.interactive ? tellCode(code) : JSON.stringify({ level: 'warn', ...code, msg: noAccount })),
        newAdmin: values['new-admin'] === true,
      })
      const signal = await Promise.race([stop, service.started.then(() => stop)])
      log.info({ signal }, 'stopping')
      await service.stop()
      log.info('stopped')
      return 0
    } catch (cause) {
      log.fatal({ error: messageOf(cause) }, 'cannot run')
      return 2
    } finally {
      // Whatever a library still holds open must not hold up the end.
      setTimeout(() => process.exit(), 500).unref()
    }
  },
} satisfies Command

const noAccount = 'the first admin is made with this one-time code'

/** On its own lines, so that it is found among those of the log. */
const tellCode = ({ code, at, minutes }: FirstCode): string =>
  `\n  Make the first account:  ${at}\n  One-time code:           ${code}   (good for ${minutes} minutes)\n  Or on the command line:  lastcopy user add NAME --code ${code}\n`

/** The first signal asks for an orderly end, the second for an end. */
const signalled = (): Promise<string> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(130))
        resolve(signal)
      })
    }
  })
