// `lastcopy check`: what is wrong with detections, as far as it can be seen without an event.
import { existsSync, statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { checkFolder } from '../../content/check/folder.ts'
import { isCases, ownDetections, rulesOf } from '../../content/files.ts'
import { homeOf, loadDetections } from '../../content/load.ts'
import type { Problem } from '../../model/rule.ts'
import { readArgs } from '../args.ts'
import { type Command, UsageError } from '../command.ts'

export default {
  summary: 'says what is wrong with detections: mistakes, unknown fields, missing cases and runbooks',
  usage: ['check [PATH] [--json]   a folder or a file of rules; all detections without PATH'],
  async run(args, io) {
    const { values, positionals } = readArgs(args, { json: { type: 'boolean' } })
    const [given = ownDetections, ...more] = positionals
    if (more.length > 0) throw new UsageError('one path at a time')
    const path = resolve(given)
    if (!existsSync(path)) throw new UsageError(`${given} is not there`)
    const detections = await loadDetections(homeOf(path))
    const inside = statSync(path).isDirectory() ? relative(detections.folder, path) : undefined
    const one = relative(detections.folder, isCases(path) ? rulesOf(path) : path)
    const here = ({ file }: Problem): boolean =>
      inside === undefined ? file === one : inside === '' || file.startsWith(`${inside}/`)
    const findings = checkFolder(detections).filter(here)
    for (const finding of findings) await (values.json ? io.json(finding) : io.text(tell(finding)))
    const rules = detections.metas.filter(({ file }) => here({ file, message: '' })).length
    io.say(`${rules} ${rules === 1 ? 'rule' : 'rules'}, ${findings.length === 0 ? 'nothing' : findings.length} to mend`)
    return findings.length === 0 ? 0 : 1
  },
} satisfies Command

const tell = ({ file, line, column, message, hint }: Problem): string =>
  `${file}${line === undefined ? '' : `:${line}`}${column === undefined ? '' : `:${column}`}: ${message}${hint ? ` (${hint})` : ''}\n`
