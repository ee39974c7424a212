// The picture of what survives: one bar for each credential, so long as there are copies, green what stands and red what falls.
import type { HandResult, Survival } from '../model/posture.ts'
import type { Scene, SceneItem } from '../model/scene.ts'
import { count, list } from './words.ts'

const [left, right, barWide, rowHigh, head] = [330, 220, 320, 24, 12]
const mostBars = 24

/** The worst first; of very many the worst. */
export function barsScene({ hands, copies }: Survival): Scene {
  const single = hands.filter(({ kind }) => kind === 'one')
  const worst = single.toSorted((one, other) => weightOf(other) - weightOf(one))
  const shown = worst.slice(0, mostBars)
  const more = worst.length - shown.length
  const height = head + shown.length * rowHigh + (more > 0 ? 26 : 8)
  const standing = single.filter(({ falls }) => falls.length === 0).length
  return {
    width: left + barWide + right,
    height,
    says: `Of ${count(copies.length, 'copy', 'copies')}, what survives each of ${count(single.length, 'credential')}: ${standing} of them take none`,
    items: [
      ...shown.flatMap((hand, row) => bar(hand, head + row * rowHigh, copies.length)),
      ...(more > 0
        ? [
            {
              kind: 'text',
              x: left,
              y: height - 8,
              text: `and ${count(more, 'credential')} that take less`,
              tint: 'soft',
              size: 11,
            } satisfies SceneItem,
          ]
        : []),
    ],
  }
}

const weightOf = ({ lost, falls }: HandResult): number => lost.length * 100_000 + falls.length

function bar({ title, falls, survive, lost }: HandResult, y: number, copies: number): readonly SceneItem[] {
  const stands = copies === 0 ? 0 : Math.round((survive.length / copies) * barWide)
  const piece = (tint: 'stand' | 'fall', x: number, width: number): readonly SceneItem[] =>
    width <= 0 ? [] : [{ kind: 'box', tint, solid: true, x, y: y + 3, width, height: 12, radius: 2 }]
  const told =
    falls.length === 0
      ? 'takes nothing'
      : lost.length === 0
        ? `takes ${falls.length} of ${copies}`
        : `nothing left of ${list(lost, 2)}`
  return [
    { kind: 'text', x: left - 10, y: y + 13, text: short(title, 56), tint: 'ink', size: 11, anchor: 'end' },
    ...piece('stand', left, stands - (falls.length > 0 && stands > 0 ? 1 : 0)),
    ...piece('fall', left + stands, barWide - stands),
    {
      kind: 'text',
      x: left + barWide + 10,
      y: y + 13,
      text: short(told, 40),
      tint: lost.length > 0 ? 'fall' : 'soft',
      size: 11,
    },
  ]
}

const short = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text)
