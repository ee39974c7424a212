// `lastcopy alert`: the alerts of the running service, and what is done about them.
import { apiOptions, apiUsage, openApi } from '../api.ts'
import { limitOf, readArgs, required, textOf } from '../args.ts'
import type { Command } from '../command.ts'
import { readVerb } from '../verbs.ts'

const verbs = {
  list: [0, 0],
  show: [1, 1],
  ack: [1, 100],
  note: [1, 1],
  close: [1, 100],
  reopen: [1, 100],
  assign: [1, 100],
} as const

export default {
  summary: 'lists alerts, and acknowledges, notes, closes, reopens and assigns them',
  usage: [
    `alert list [--status open,acknowledged] [--priority page-now] [--class CLASS] [--text WORDS] [--limit N] ${apiUsage}`,
    `alert show ID ${apiUsage}`,
    `alert ack ID... [--text WORDS] ${apiUsage}`,
    `alert note ID --text WORDS|@FILE ${apiUsage}`,
    `alert close ID... --as attack|drill|planned|false-positive [--text WORDS] ${apiUsage}`,
    `alert reopen ID... [--text WORDS] ${apiUsage}`,
    `alert assign ID... --to ACCOUNT|nobody ${apiUsage}`,
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      ...apiOptions,
      status: { type: 'string' },
      priority: { type: 'string' },
      class: { type: 'string' },
      text: { type: 'string' },
      limit: { type: 'string' },
      as: { type: 'string' },
      to: { type: 'string' },
    })
    const [verb, ...ids] = readVerb(positionals, verbs)
    if (verb === 'close') required(values.as, '--as')
    if (verb === 'note') required(values.text, '--text')
    if (verb === 'assign') required(values.to, '--to')
    const api = await openApi(values, io)
    if (!api) return 2
    if (verb === 'list') {
      let left = limitOf(values.limit)
      for (let cursor: unknown; left > 0; ) {
        const { status = 'open,acknowledged', priority, class: row, text } = values
        const asked = { status, priority, class: row, text, limit: String(Math.min(left, 500)), cursor }
        const given = Object.entries(asked).filter((pair): pair is [string, string] => typeof pair[1] === 'string')
        const { alerts, next } = await api.ask(`api/alerts?${new URLSearchParams(given)}`)
        const found = Array.isArray(alerts) ? alerts : []
        for (const alert of found) await io.json(alert)
        left -= found.length
        cursor = next
        if (next === undefined || found.length === 0) break
      }
      return 0
    }
    if (verb === 'show') {
      await io.json(await api.ask(`api/alerts/${encodeURIComponent(ids[0] ?? '')}`))
      return 0
    }
    const json = {
      ...(values.text === undefined ? {} : { text: textOf(values.text) }),
      ...(verb === 'close' ? { disposition: values.as } : {}),
      ...(verb === 'assign' && values.to !== 'nobody' ? { to: values.to } : {}),
    }
    for (const id of ids) await io.json(await api.ask(`api/alerts/${encodeURIComponent(id)}/${verb}`, { json }))
    return 0
  },
} satisfies Command
