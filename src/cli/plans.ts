// What `lastcopy change` and `lastcopy mute` share: proposed by one person, approved by another.
import { parseDuration } from '../lib/duration.ts'
import { apiOptions, apiUsage, openApi } from './api.ts'
import { readArgs, required } from './args.ts'
import { type Command, UsageError } from './command.ts'
import { readVerb } from './verbs.ts'

const verbs = {
  propose: [0, 0],
  list: [0, 0],
  show: [1, 1],
  approve: [1, 1],
  reject: [1, 1],
  withdraw: [1, 1],
} as const

/** The command for plans of one kind. */
export function planCommand(kind: 'change' | 'mute', summary: string): Command {
  const isMute = kind === 'mute'
  const what = `--class CLASS,... [--action VERB,...] --actor ID,... --resource ID,...${isMute ? '' : ' --count N'}`
  const rest = `[--from ISO] --to ISO|4h --reason WORDS ${apiUsage}`
  return {
    summary,
    usage: [
      `${kind} propose ${what} ${rest}`,
      ...(isMute ? [`mute propose --rule ID,... [--actor ID,...] [--resource ID,...] ${rest}`] : []),
      `${kind} list ${apiUsage}`,
      `${kind} show ID ${apiUsage}`,
      `${kind} approve|reject|withdraw ID [--text WORDS] ${apiUsage}`,
    ],
    async run(args, io) {
      const { values, positionals } = readArgs(args, {
        ...apiOptions,
        class: { type: 'string', multiple: true },
        action: { type: 'string', multiple: true },
        rule: { type: 'string', multiple: true },
        actor: { type: 'string', multiple: true },
        resource: { type: 'string', multiple: true },
        count: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        reason: { type: 'string' },
        text: { type: 'string' },
      })
      const [verb, id = ''] = readVerb(positionals, verbs)
      if (verb === 'propose') for (const name of ['to', 'reason'] as const) required(values[name], `--${name}`)
      const api = await openApi(values, io)
      if (!api) return 2
      const path = `api/changes/${encodeURIComponent(id)}`
      switch (verb) {
        case 'list': {
          const { changes } = await api.ask(`api/changes?kind=${kind}`)
          for (const plan of Array.isArray(changes) ? changes : []) await io.json(plan)
          return 0
        }
        case 'show':
          await io.json(await api.ask(path))
          return 0
        case 'propose': {
          const { class: classes, action: actions, actor: actors, resource: resources, count: most, reason } = values
          const from = values.from ?? new Date().toISOString()
          const to = endOf(values.to ?? '', from)
          const rules = split(values.rule)
          const lists = {
            ...(rules.length === 0 ? {} : { rules }),
            classes: split(classes),
            actions: split(actions),
            actors: split(actors),
            resources: split(resources),
          }
          await io.json(await api.ask('api/changes', { json: { kind, ...lists, count: most, from, to, reason } }))
          io.say('it takes effect when another person approves it')
          return 0
        }
        default:
          await io.json(await api.ask(`${path}/${verb}`, { json: { text: values.text } }))
          return 0
      }
    },
  }
}

const split = (given: readonly string[] | undefined): readonly string[] =>
  (given ?? []).flatMap((text) => text.split(',')).map((text) => text.trim())

/** A time, or how long after the beginning. */
function endOf(text: string, from: string): string {
  const span = parseDuration(text)
  if (!span.ok) return text
  if (Number.isNaN(Date.parse(from))) throw new UsageError('--from must be an ISO time with zone')
  return new Date(Date.parse(from) + span.value).toISOString()
}
