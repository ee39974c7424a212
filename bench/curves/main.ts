// `npm run bench:curves [-- FILE.svg]`: what a record costs as sources, rules, open groups and days of history grow.
// Processor time of one process; no network. Prints each curve, and draws them.
import { writeFileSync } from 'node:fs'
import { type Curve, draw } from './draw.ts'
import { daysCurve, groupsCurve } from './memory.ts'
import { rulesCurve } from './rules.ts'
import { sourcesCurve } from './sources.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const makers: readonly (() => Curve | Promise<Curve>)[] = [
  sourcesCurve,
  rulesCurve,
  () => groupsCurve(Number(process.env.BENCH_GROUPS ?? 100_000)),
  () => daysCurve(Number(process.env.BENCH_EVENTS ?? 90_000)),
]
const curves: Curve[] = []
for (const make of makers) {
  const curve = await make()
  say(`${curve.title} (${curve.across}):`)
  for (const { size, cost } of curve.points) say(`  ${size.toLocaleString('en').padStart(9)}  ${cost.toFixed(1)} µs`)
  curves.push(curve)
}
const [, , file] = process.argv
if (file !== undefined) writeFileSync(file, draw(curves))
