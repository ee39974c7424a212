// The analysis in lines that people read: the tables, the ways as trees, the findings.
import type { CopyRow, Fall, Finding, HandResult, Known, Survival } from '../model/posture.ts'
import { ways } from '../model/posture.ts'
import { tellSaved } from './best.ts'
import { tellNode } from './names.ts'
import { tellProof } from './tell-proof.ts'

/** Hours as people say them. */
const tellHours = (hours: number): string =>
  hours === 0 ? 'at once' : hours < 48 ? `in ${Math.round(hours)} h` : `in ${Math.round(hours / 24)} days`

const plain = (text: string): string => text.replace(/\p{Cc}/gu, ' ')

/** @param all also what falls to no hand, and every way */
export function tellSurvival(survival: Survival): readonly string[] {
  const { copies, sets, hands, best, findings, dwellDays, proof } = survival
  const singles = hands.filter(({ kind }) => kind === 'one' || kind === 'class')
  const deadly = hands.filter(({ kind, lost }) => kind === 'pair' && lost.length > 0)
  return [
    `${copies.length} copies of ${sets.length} sets; an attacker is taken to stay unseen for ${dwellDays} days`,
    '',
    'WHO HOLDS THIS                                            SURVIVE   FASTEST    NOTHING LEFT OF',
    ...singles.map((hand) => handLine(hand, copies.length)),
    ...(deadly.length > 0
      ? [
          '',
          `TWO TOGETHER: nothing is left of a set with ${deadly.length} of ${hands.filter(({ kind }) => kind === 'pair').length} pairs`,
          ...pairLines(deadly, singles),
        ]
      : []),
    '',
    'COPY                              KEPT AS                 RETENTION  LOCK   FALLS TO',
    ...copies.map(copyLine),
    '',
    ...(best.length > 0
      ? ['WHAT SAVES MOST', ...best.map((change) => `  ${plain(change.text)}: ${tellSaved(change)}`), '']
      : []),
    ...(proof ? [...tellProof(proof), ''] : []),
    'HOW IT FALLS',
    ...singles.filter(({ kind, falls }) => kind === 'one' && falls.length > 0).flatMap(treeOf),
    '',
    `FINDINGS: ${findings.length}`,
    ...findings.flatMap(findingLines),
  ].map(plain)
}

const cell = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width)

function handLine({ title, falls, survive, lost }: HandResult, all: number): string {
  const fastest = falls.length === 0 ? '' : tellHours(Math.min(...falls.map(({ hours }) => hours)))
  return `${cell(title, 58)}${cell(`${survive.length} of ${all}`, 10)}${cell(fastest, 11)}${lost.slice(0, 5).join(', ')}${lost.length > 5 ? ` and ${lost.length - 5} more` : ''}`
}

/** Pairs that take a set which neither takes alone. */
function pairLines(pairs: readonly HandResult[], singles: readonly HandResult[]): readonly string[] {
  const alone = new Map<string, Set<string>>()
  for (const { classes, lost } of singles)
    for (const name of classes) alone.set(name, new Set([...(alone.get(name) ?? []), ...lost]))
  return pairs.flatMap(({ title, classes, lost }) => {
    const more = lost.filter((set) => classes.every((name) => !alone.get(name)?.has(set)))
    return more.length === 0 ? [] : [`  ${title}: ${more.slice(0, 5).join(', ')}`]
  })
}

const tellDays = ({ value, basis }: Known<number>): string =>
  `${Math.round(value)} d${basis === 'assumed' ? '?' : basis === 'observed' ? '*' : ''}`

function copyLine({ name, lastResort, mechanism, retentionDays, lockDays, fewest = [] }: CopyRow): string {
  const mark = mechanism.basis === 'assumed' ? '?' : mechanism.basis === 'observed' ? '*' : ''
  const least = Math.min(...fewest.map(({ length }) => length))
  const falls = fewest.filter(({ length }) => length === least).map((classes) => classes.join(' + '))
  return `${cell(`${lastResort ? '! ' : '  '}${name}`, 34)}${cell(`${mechanism.value}${mark}`, 24)}${cell(tellDays(retentionDays), 11)}${cell(lockDays ? tellDays(lockDays) : '-', 7)}${falls.length === 0 ? 'no two' : falls.join(', ')}`
}

/** The ways of one hand as a tree: what is had first stands left. */
function treeOf({ title, falls }: HandResult): readonly string[] {
  return [
    `  ${title}`,
    ...falls.slice(0, 20).flatMap(fallLines),
    ...(falls.length > 20 ? [`     and ${falls.length - 20} more copies`] : []),
  ]
}

function fallLines({ copy, hours, path }: Fall): readonly string[] {
  const steps = path.map(({ to, way, because, basis }, at) => {
    const lead = `${'   '.repeat(Math.min(at, 6))}└─ `
    return `       ${lead}${tellNode(to)}: ${ways[way]} (${because}${basis === 'assumed' ? '; assumed' : basis === 'observed' ? '; seen' : ''})`
  })
  return [`     “${copy}” ${tellHours(hours)}, ${path.length} ${path.length === 1 ? 'step' : 'steps'}`, ...steps]
}

const findingLines = ({ kind, weight, on, evidence, why, mend, watch }: Finding): readonly string[] => [
  `  [${weight}] ${kind}: ${on}`,
  ...evidence.map((one) => `      seen:  ${one}`),
  `      why:   ${why}`,
  `      mend:  ${mend}`,
  `      until: ${watch.join(', ')}`,
]
