// `lastcopy new`: asks what a detection is to tell, and writes its rule, cases and runbook.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { scaffold } from '../../content/scaffold.ts'
import { nearest } from '../../lib/nearest.ts'
import { type AlertClass, alertClasses, type Priority } from '../../model/alert.ts'
import { type Verb, verbs } from '../../model/verb.ts'
import { readArgs } from '../args.ts'
import { type Command, UsageError } from '../command.ts'
import { openAsker, type Question } from '../init/ask.ts'

const classes = Object.keys(alertClasses).filter((name) => name !== 'chain')
const priorities = ['page-now', 'notify', 'queue']
const schemas = resolve(import.meta.dirname, '../../../schemas')
const isName = /^[a-z0-9][a-z0-9_-]{1,60}$/

export default {
  summary: 'writes a new detection: rule, cases and runbook',
  usage: [
    'new [NAME] [--title TEXT] [--verb VERB] [--class CLASS] [--priority page-now|notify|queue] [--detections DIR]',
  ],
  async run(args, io) {
    const { values, positionals } = readArgs(args, {
      title: { type: 'string' },
      verb: { type: 'string' },
      class: { type: 'string' },
      priority: { type: 'string' },
      detections: { type: 'string', default: 'detections' },
    })
    if (positionals.length > 1) throw new UsageError('one detection at a time')
    const asker = openAsker(io.stdin, io.err, io.interactive)
    const answer = async (given: string | undefined, what: string, question: Question): Promise<string> => {
      const found = given ?? (await asker.ask(question))
      if (found === undefined) throw new UsageError(`${what} is missing`)
      const why = question.wrong?.(found)
      if (why !== undefined) throw new UsageError(`${what}: ${why}`)
      return found
    }
    try {
      const name = await answer(positionals[0], 'NAME', {
        text: 'Name of its files:',
        wrong: (word) =>
          isName.test(word) ? undefined : 'small letters, digits, _ and -, such as retention_shortened',
      })
      const title = await answer(values.title, '--title', { text: 'What does it say, in a few words?' })
      const verb = await answer(values.verb, '--verb', {
        text: 'Which verb has to happen?',
        wrong: oneOf(Object.keys(verbs)),
      })
      const alertClass = await answer(values.class, '--class', {
        text: `Which class? ${classes.join(', ')}:`,
        wrong: oneOf(classes),
      })
      const priority = await answer(values.priority, '--priority', {
        text: 'How loud, once it is promoted? page-now, notify or queue:',
        ready: 'notify',
        wrong: oneOf(priorities),
      })
      const folder = resolve(values.detections)
      const files = Object.entries(
        scaffold({
          name,
          title,
          verb: verb as Verb,
          class: alertClass as AlertClass,
          priority: priority as Priority,
          schemas: relative(folder, schemas).replaceAll('\\', '/'),
        }),
      ).map(([ending, text]) => ({ path: join(folder, `${name}${ending}`), text }))
      const there = files.find(({ path }) => existsSync(path))
      if (there) throw new UsageError(`${there.path} is there already`)
      mkdirSync(folder, { recursive: true })
      for (const { path, text } of files) {
        writeFileSync(path, text, { flag: 'wx' })
        await io.text(`${path}\n`)
      }
      io.say(
        `On trial until \`staged\` is taken out. Next: lastcopy check ${values.detections}; lastcopy test ${join(values.detections, `${name}.yml`)}`,
      )
      return 0
    } finally {
      asker.close()
    }
  },
} satisfies Command

const oneOf =
  (known: readonly string[]) =>
  (word: string): string | undefined => {
    if (known.includes(word)) return undefined
    const close = nearest(word, known)
    return `there is no "${word.slice(0, 40)}"; ${close ? `did you mean ${close}?` : `there are ${known.slice(0, 12).join(', ')}`}`
  }
