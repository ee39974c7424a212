// One alert by keyboard and button: what is done to it, and the way to the next.
import { texts } from '../src/web/texts/common.ts'
import { askAssign, askClose, askNote, mayAct, me, perform, type Target, targetOf } from './acts.ts'
import { find } from './find.ts'
import { bind } from './keys.ts'
import { onPage, show } from './page.ts'
import { lookAt, neighbours } from './queue.ts'
import { tell } from './tell.ts'

const shown = (): HTMLElement | undefined => find('article[data-alert]')
const inAlert = (): boolean => shown() !== undefined
const canAct = (): boolean => inAlert() && mayAct()
const target = (): readonly Target[] => {
  const article = shown()
  return article ? [targetOf(article)] : []
}

/** The id of the alert on this page. */
export const shownAlert = (): string | undefined => shown()?.dataset.alert

export function startAlert(): void {
  const keys: readonly (readonly [string, string, () => void])[] = [
    ['a', texts.keys.ack, () => void perform('ack', target())],
    ['t', texts.keys.take, () => me() !== undefined && void perform('assign', target(), { to: me() ?? '' })],
    ['i', texts.keys.assign, () => askAssign(target())],
    ['c', texts.keys.close_, () => askClose(target())],
    ['n', texts.keys.note, () => askNote(target())],
    ['r', texts.keys.reopen, () => void perform('reopen', target())],
  ]
  bind(
    ...keys.map(([key, says, act]) => ({ keys: [key], says, group: 'alert', here: canAct, act }) as const),
    { keys: ['y'], says: texts.keys.copy, group: 'alert', here: inAlert, act: copy },
    {
      keys: ['j', 'k'],
      says: texts.keys.siblings,
      group: 'alert',
      here: inAlert,
      act: (key) => go(key === 'j' ? 'after' : 'before'),
    },
    {
      keys: ['u', 'Escape'],
      says: texts.keys.back,
      group: 'alert',
      here: inAlert,
      act: () => void show(neighbours('').address),
    },
  )
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('[data-act]')
    if (!button || !canAct()) return
    event.preventDefault()
    byButton(button)
  })
  document.addEventListener('change', (event) => {
    const box = (event.target as Element).closest<HTMLInputElement>('[data-step]')
    if (box)
      void perform(box.checked ? 'tick' : 'untick', target(), {
        step: box.dataset.step ?? '',
        text: box.dataset.words ?? '',
      })
  })
  onPage(showNeighbours)
  showNeighbours()
}

function byButton({ dataset }: HTMLElement): void {
  if (dataset.act === 'ack' || dataset.act === 'reopen') void perform(dataset.act, target())
  else if (dataset.act === 'take') void perform('assign', target(), { to: me() ?? '' })
  else if (dataset.act === 'assign') askAssign(target())
  else if (dataset.act === 'close') askClose(target())
  else if (dataset.act === 'note') askNote(target())
}

function copy(): void {
  void navigator.clipboard?.writeText(location.origin + location.pathname).then(() => tell(texts.alert.copied))
}

function go(to: 'before' | 'after'): void {
  const id = neighbours(shownAlert() ?? '')[to]
  if (id !== undefined) void show(`/alerts/${encodeURIComponent(id)}`).then(() => window.scrollTo(0, 0))
}

/** Links to the list as it was left, and to the alerts beside this one in it. */
function showNeighbours(): void {
  const id = shownAlert()
  if (id === undefined) return
  lookAt(id)
  const { address, before, after } = neighbours(id)
  const back = find<HTMLAnchorElement>('#back')
  if (back) back.href = address
  for (const [name, other] of [
    ['#before', before],
    ['#after', after],
  ] as const) {
    const link = find<HTMLAnchorElement>(name)
    if (!link) continue
    link.hidden = other === undefined
    if (other !== undefined) link.href = `/alerts/${encodeURIComponent(other)}`
  }
}
