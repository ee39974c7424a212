// What an event of CloudTrail costs to match with ever more rules: the public ones where they lie beside, else our own.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { compileRules } from '../../src/sigma/compile.ts'
import { parseRules } from '../../src/sigma/parse.ts'
import { cloudTrailEvent } from '../sigma-events.ts'
import { cheapest, costOf } from './clock.ts'
import type { Curve } from './draw.ts'

const root = resolve(import.meta.dirname, '../..')
const places = [join(root, '../shared/reference/sigma-corpus'), join(root, 'detections')]

export function rulesCurve(): Curve {
  const folder = places.find(existsSync) ?? root
  const documents = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ya?ml$/.test(file) && !/\.test\.ya?ml$/.test(file))
    .sort()
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split(/^---$/m))
    .filter((text) => /^detection:/m.test(text))
  const events = Array.from({ length: 10_000 }, cloudTrailEvent)
  const sizes = [50, 100, 200, 400, 800].filter((size) => size < documents.length)
  const points = [...sizes, documents.length].map((size) => {
    // Every so-manieth, so that each size has the same share of each kind.
    const some = documents.filter(
      (_, index) =>
        Math.floor((index * size) / documents.length) !== Math.floor(((index - 1) * size) / documents.length),
    )
    const matcher = compileRules(parseRules(some.join('\n---\n'), 'rules.yml'), { raw: true })
    const cost = cheapest(5, () =>
      costOf(events.length, () => {
        for (const event of events) matcher.match(event, [])
      }),
    )
    return { size: some.length, cost }
  })
  return { title: 'Rules', across: 'rules that each event may match', points }
}
