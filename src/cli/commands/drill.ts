// `lastcopy drill`: a stopwatch for a restore that is practised, from the decision to service that bears load.
import { isObject } from '../../lib/json.ts'
import { type Drill, isByOthers, servedIn } from '../../model/drill.ts'
import { type Api, apiOptions, apiUsage, openApi } from '../api.ts'
import { readArgs, required } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import type { Io } from '../io.ts'
import { readVerb } from '../verbs.ts'

const verbs = { start: [0, 0], step: [2, 2], finish: [1, 1], list: [0, 0], show: [1, 1] } as const

/** Options that one verb has and the others do not. */
const options = {
  start: ['kind', 'set', 'scenario', 'runbook', 'written-by', 'executed-by', 'decided', 'lost', 'copy'],
  step: ['serves', 'point', 'at', 'text'],
  finish: ['end', 'point', 'at', 'text'],
  list: [],
  show: [],
} as const

export default {
  summary: 'times a restore that is practised: start, each step, finish',
  usage: [
    'drill start --kind application|full --set SET [--set SET …] --scenario WORDS --runbook WHERE --written-by NAME,…',
    `            [--executed-by NAME] [--copy COPY …] [--decided ISO] [--lost ISO] ${apiUsage}`,
    `drill step ID WHAT [--serves SET [--point ISO]] [--at ISO] [--text WORDS] ${apiUsage}   what is done now, or was at --at`,
    `drill finish ID --end served|failed|abandoned [--point ISO] [--at ISO] [--text WORDS] ${apiUsage}`,
    `drill list ${apiUsage}`,
    `drill show ID ${apiUsage}`,
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      ...apiOptions,
      kind: { type: 'string' },
      set: { type: 'string', multiple: true },
      scenario: { type: 'string' },
      runbook: { type: 'string' },
      'written-by': { type: 'string', multiple: true },
      'executed-by': { type: 'string' },
      decided: { type: 'string' },
      lost: { type: 'string' },
      copy: { type: 'string', multiple: true },
      serves: { type: 'string' },
      point: { type: 'string' },
      at: { type: 'string' },
      end: { type: 'string' },
      text: { type: 'string' },
    })
    const [verb, id = '', what] = readVerb(positionals, verbs)
    const { config: _, url: __, ...own } = values
    const odd = Object.keys(own).find((name) => !options[verb].some((known) => known === name))
    if (odd !== undefined) throw new UsageError(`drill ${verb} has no --${odd}`)
    if (verb === 'start')
      for (const name of ['kind', 'set', 'scenario', 'runbook', 'written-by'] as const)
        required([values[name]].flat()[0], `--${name}`)
    if (verb === 'finish') required(values.end, '--end')
    const api = await openApi(values, io)
    if (!api) return 2
    const path = `api/drills/${encodeURIComponent(id)}`
    switch (verb) {
      case 'list': {
        const { drills } = await api.ask('api/drills')
        for (const drill of Array.isArray(drills) ? drills : []) await io.json(drill)
        return 0
      }
      case 'show':
        return tell(await ask(api, path), io)
      case 'start': {
        const { kind, set, scenario, runbook, copy, decided, lost } = values
        const drill = await ask(api, 'api/drills', {
          ...{ kind, sets: set, scenario, runbook, copies: copy, decidedAt: decided, lostAt: lost },
          writtenBy: (values['written-by'] ?? []).flatMap((names) => names.split(',')),
          executedBy: values['executed-by'],
        })
        io.say(`the stopwatch runs: \`lastcopy drill step ${drill.id} WHAT\` for what is done`)
        return tell(drill, io)
      }
      case 'step': {
        const { serves, point, at, text } = values
        return tell(await ask(api, `${path}/step`, { name: what, serves, point, at, text }), io)
      }
      case 'finish': {
        const { end, point, at, text } = values
        return tell(await ask(api, `${path}/finish`, { end, point, at, text }), io)
      }
    }
  },
} satisfies Command

const ask = async (api: Api, path: string, json?: object): Promise<Drill> =>
  (await api.ask(path, json === undefined ? {} : { json })) as unknown as Drill

/** The drill as JSON; beside it, for people, what the stopwatch shows. */
async function tell(drill: Drill, io: Io): Promise<number> {
  await io.json(drill)
  if (!isObject(drill) || !Array.isArray(drill.steps)) return 0
  for (const { of, rtoHours, rpoHours } of servedIn(drill))
    io.say(`${of} bore load after ${rtoHours} h${rpoHours === undefined ? '' : `, with ${rpoHours} h of data lost`}`)
  if (drill.status !== 'running' && !isByOthers(drill))
    io.say(`it does not count: ${drill.executedBy} wrote the runbook`)
  return drill.status === 'failed' || drill.status === 'abandoned' ? 1 : 0
}
