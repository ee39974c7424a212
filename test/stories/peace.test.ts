// Ordinary work wakes nobody, alone and while another company is attacked; and the attack there is told as if it were alone.
import { describe, expect, test } from 'vitest'
import { at } from './acts.ts'
import { elsewhere } from './elsewhere.ts'
import { peace } from './peace/all.ts'
import { play } from './sequence.ts'
import { sequences } from './sequences/all.ts'
import { type Told, tellLines } from './tell.ts'
import { sorted } from './vendors/line.ts'

/** More overlays: every piece of work on every attack with `LASTCOPY_STORIES=20`, else each on one of them. */
const many = Number(process.env.LASTCOPY_STORIES ?? 1)
const attacks = sequences.map((sequence) => ({ name: sequence.name, lines: play(sequence, 0).lines }))
const alone = new Map<string, Promise<Told>>()

/** What was paged: why, of what, and in which words. What rises by time alone does so at the next record, whoever's it is. */
const pages = ({ lines, pages: told }: Told): readonly unknown[] => [
  told,
  lines.filter(({ type, priority }) => type === 'alert' && priority === 'page-now').map(({ summary }) => summary),
]

describe.each(peace.map((one, index) => ({ ...one, index })))('$title ($name)', ({ lines, index, forDays = 400 }) => {
  test('wakes nobody', async () => {
    const told = await tellLines(sorted(lines))
    expect(told.pages).toEqual([])
    expect(told.rejects).toBe(0)
  })

  const others = attacks.filter((_, place) => many > 1 || place === (index * 4) % attacks.length)
  test.each(others)('says nothing in $name, and hears nothing of it', async ({ name, lines: attack }) => {
    const whole = alone.get(name) ?? tellLines(attack)
    alone.set(name, whole)
    // No longer than the attack is told: what is silent after it is another matter.
    const until = attack.at(-1)?.at ?? 0
    if (until > at(forDays)) return
    const both = await tellLines(sorted([...attack, ...elsewhere(lines).filter((line) => line.at <= until)]))
    expect(pages(both)).toEqual(pages(await whole))
    expect(JSON.stringify(both.lines.filter(({ priority }) => priority === 'page-now'))).not.toMatch(/umbra/i)
  })
})
