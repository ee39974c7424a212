// `lastcopy user`: who may enter, and as what.
import { isObject } from '../../lib/json.ts'
import { type Api, apiOptions, apiUsage, openApi } from '../api.ts'
import { readArgs, required } from '../args.ts'
import type { Command } from '../command.ts'
import type { Io } from '../io.ts'
import { askPassword } from '../password.ts'
import { readVerb } from '../verbs.ts'

const verbs = {
  add: [1, 1],
  list: [0, 0],
  role: [2, 2],
  disable: [1, 1],
  enable: [1, 1],
  password: [1, 1],
  remove: [1, 1],
  'sign-out': [1, 1],
  'reset-factors': [1, 1],
  sessions: [0, 1],
  'end-session': [1, 1],
} as const

export default {
  summary: 'makes, lists and changes accounts',
  usage: [
    `user add NAME --role viewer|analyst|engineer|admin ${apiUsage}   asks for the password, or takes it from stdin`,
    `user add NAME --code CODE ${apiUsage}   the first admin, with the code that a start prints`,
    `user list ${apiUsage}`,
    `user role NAME viewer|analyst|engineer|admin ${apiUsage}`,
    `user disable|enable|remove|sign-out NAME ${apiUsage}`,
    `user reset-factors NAME ${apiUsage}   for whoever lost every second factor; it pages`,
    `user sessions [NAME] ${apiUsage}   who is signed in, from where and by what`,
    `user end-session ID ${apiUsage}`,
    `user password NAME [--current] ${apiUsage}   --current asks for the old one first: for your own`,
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      ...apiOptions,
      role: { type: 'string' },
      code: { type: 'string' },
      current: { type: 'boolean' },
    })
    const [verb, name = '', role] = readVerb(positionals, verbs)
    const api = await openApi(values, io)
    if (!api) return 2
    const path = `api/users/${encodeURIComponent(name)}`
    switch (verb) {
      case 'list':
        for (const user of listOf(await api.ask('api/users'), 'users')) await io.json(user)
        return 0
      case 'sessions': {
        const all = listOf(await api.ask('api/sessions'), 'sessions')
        for (const session of all) if (name === '' || isOf(session, name)) await io.json(session)
        return 0
      }
      case 'end-session':
        await io.json(await api.ask(`api/sessions/${encodeURIComponent(name)}/end`, { json: {} }))
        return 0
      case 'add':
        return add(name, values, api, io)
      case 'password': {
        const [current, password] = await passwords(values.current === true, io)
        await api.ask(`${path}/password`, { json: { password, ...(current === undefined ? {} : { current }) } })
        io.say(`the password of ${name} is changed; its other sessions have ended`)
        return 0
      }
      default:
        await io.json(await api.ask(`${path}/${verb}`, { json: role === undefined ? {} : { role } }))
        return 0
    }
  },
} satisfies Command

async function add(
  name: string,
  { role, code }: { readonly role?: string | undefined; readonly code?: string | undefined },
  api: Api,
  io: Io,
): Promise<number> {
  if (code === undefined) required(role, '--role')
  const password = await askPassword(io, `Password for ${name}`, 'twice')
  if (code !== undefined) {
    await api.ask('api/first-run', { json: { name, code, password } })
    io.say(`${name} is an admin now; \`lastcopy sign-in ${name}\` lets this terminal in`)
  } else await io.json(await api.ask('api/users', { json: { name, role, password } }))
  return 0
}

/** From stdin, the old one stands on the first line and the new one on the second. */
async function passwords(own: boolean, io: Io): Promise<readonly [current: string | undefined, next: string]> {
  const current = own ? await askPassword(io, 'Your password until now') : undefined
  return [current, await askPassword(io, 'New password', 'twice')]
}

const isOf = (session: unknown, name: string): boolean => isObject(session) && session.account === name

/** The entries of an answer. */
const listOf = (answer: Record<string, unknown>, name: string): readonly unknown[] => {
  const found = answer[name]
  return Array.isArray(found) ? found : []
}
