// The list by keyboard: moving, selecting, and doing to what is selected what is done to one.
import { texts } from '../src/web/texts/common.ts'
import { askAssign, askClose, askNote, mayAct, me, perform, type Target, targetOf } from './acts.ts'
import { find, findAll } from './find.ts'
import { bind } from './keys.ts'
import { onPage, show } from './page.ts'

const selected = new Set<string>()
/** Kept for the alert's own page: what comes before and after it. */
const keptList = 'lastcopy.list'

const rows = (): readonly HTMLElement[] => findAll('#rows > li')
const linkOf = (row: HTMLElement): HTMLElement | undefined => find('a', row)
const inQueue = (): boolean => find('#rows') !== undefined
const canAct = (): boolean => inQueue() && mayAct()
const here = (): HTMLElement | undefined =>
  (document.activeElement?.closest('#rows > li') as HTMLElement | null) ?? undefined

/** What keys act on: the selection, or the row that has the focus. */
const targets = (): readonly Target[] => {
  const chosen = rows().filter((row) => selected.has(row.dataset.alert ?? ''))
  const row = here()
  return (chosen.length > 0 ? chosen : row ? [row] : []).map(targetOf)
}

export function startQueue(): void {
  bind(
    { keys: ['j', 'ArrowDown'], says: texts.keys.down, group: 'queue', here: inQueue, act: () => move(1) },
    { keys: ['k', 'ArrowUp'], says: texts.keys.up, group: 'queue', here: inQueue, act: () => move(-1) },
    {
      keys: ['o'],
      says: texts.keys.open,
      group: 'queue',
      here: inQueue,
      act: () => here() && linkOf(here() as HTMLElement)?.click(),
    },
    { keys: ['x'], says: texts.keys.select, group: 'queue', here: canAct, act: () => toggle(here()) },
    {
      keys: ['J'],
      says: texts.keys.selectDown,
      group: 'queue',
      here: canAct,
      act: selectAndGoOn,
    },
    { keys: ['*'], says: texts.keys.selectAll, group: 'queue', here: canAct, act: selectAll },
    { keys: ['f'], says: texts.keys.filters, group: 'queue', here: inQueue, act: toFilters },
    {
      keys: ['s'],
      says: texts.keys.sort,
      group: 'queue',
      here: inQueue,
      act: () => find('#sort a:not([aria-current])')?.click(),
    },
    { keys: ['v'], says: texts.keys.save, group: 'queue', here: inQueue, act: () => find('#save-view')?.click() },
    {
      keys: ['1', '2', '3', '4', '5', '6'],
      says: texts.keys.view,
      group: 'queue',
      here: inQueue,
      act: (key) => findAll('#views a')[Number(key) - 1]?.click(),
    },
    { keys: ['a'], says: texts.keys.ack, group: 'alert', here: canAct, act: () => act('ack') },
    {
      keys: ['t'],
      says: texts.keys.take,
      group: 'alert',
      here: () => canAct() && me() !== undefined,
      act: () => act('assign', { to: me() ?? '' }),
    },
    { keys: ['i'], says: texts.keys.assign, group: 'alert', here: canAct, act: () => askAssign(targets()) },
    { keys: ['c'], says: texts.keys.close_, group: 'alert', here: canAct, act: () => askClose(targets()) },
    { keys: ['n'], says: texts.keys.note, group: 'alert', here: canAct, act: () => askNote(targets()) },
    { keys: ['r'], says: texts.keys.reopen, group: 'alert', here: canAct, act: () => act('reopen') },
    {
      keys: ['/'],
      says: texts.keys.search,
      group: 'anywhere',
      here: inQueue,
      act: () => find<HTMLInputElement>('#text')?.select(),
    },
    { keys: ['Escape'], says: texts.keys.escape, group: 'anywhere', here: inQueue, act: clear },
  )
  document.addEventListener('change', (event) => {
    const box = event.target as HTMLInputElement
    const row = box.closest<HTMLElement>('#rows > li')
    if (row && box.type === 'checkbox') toggle(row, box.checked)
  })
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('[data-bulk]')
    if (button) byButton(button.dataset.bulk ?? '')
    if ((event.target as Element).closest('#more a')) more(event)
  })
  onPage(shown)
  shown()
}

const act = (name: 'ack' | 'assign' | 'reopen', body: Readonly<Record<string, string>> = {}): void => {
  const chosen = targets()
  // The list changes below the focus: it goes on to the next row that stays.
  void perform(name, chosen, body).then(() => here() ?? focusNear(0))
}

function byButton(name: string): void {
  if (name === 'ack' || name === 'reopen') act(name)
  else if (name === 'take') act('assign', { to: me() ?? '' })
  else if (name === 'assign') askAssign(targets())
  else if (name === 'close') askClose(targets())
  else if (name === 'note') askNote(targets())
  else if (name === 'clear') clear()
}

let place = 0
/** The alert that was looked at: where the list goes on. */
let looked: string | undefined

export const lookAt = (id: string): void => {
  looked = id
}

function move(by: number): void {
  const row = here()
  focusNear(row ? rows().indexOf(row) + by : place)
}

function focusNear(index: number): void {
  const all = rows()
  if (all.length === 0) return
  place = Math.max(0, Math.min(index, all.length - 1))
  const row = all[place]
  if (!row) return
  linkOf(row)?.focus({ preventScroll: true })
  row.scrollIntoView({ block: 'nearest' })
  if (index >= all.length - 3) find('#more a')?.click()
}

function toggle(row: HTMLElement | undefined, on?: boolean): void {
  const id = row?.dataset.alert
  if (id === undefined) return
  if (on ?? !selected.has(id)) selected.add(id)
  else selected.delete(id)
  shown()
}

function selectAndGoOn(): void {
  toggle(here(), true)
  move(1)
}

function selectAll(): void {
  const ids = rows().map(({ dataset }) => dataset.alert ?? '')
  const all = ids.every((id) => selected.has(id))
  for (const id of ids) {
    if (all) selected.delete(id)
    else selected.add(id)
  }
  shown()
}

function clear(): void {
  selected.clear()
  shown()
}

/** On a narrow page they are folded away. */
function toFilters(): void {
  const fold = find<HTMLInputElement>('#fold')
  if (fold?.offsetParent) fold.checked = true
  find('#facets a')?.focus()
}

/** What the page shows of the selection, after anything has changed. */
function shown(): void {
  if (!inQueue()) return
  const all = rows()
  const ids = new Set(all.map(({ dataset }) => dataset.alert ?? ''))
  for (const id of [...selected]) if (!ids.has(id)) selected.delete(id)
  for (const row of all) {
    const on = selected.has(row.dataset.alert ?? '')
    row.classList.toggle('selected', on)
    const box = find<HTMLInputElement>('input[type=checkbox]', row)
    if (box && box.checked !== on) box.checked = on
  }
  const row = looked === undefined ? undefined : all.find(({ dataset }) => dataset.alert === looked)
  looked = undefined
  if (row) focusNear(all.indexOf(row))
  const bar = find('#bulk')
  if (bar) bar.hidden = selected.size === 0
  const count = find('#bulk output')
  if (count) count.textContent = `${selected.size} ${texts.queue.selected}`
  sessionStorage.setItem(keptList, JSON.stringify({ address: location.search, ids: [...ids] }))
}

let loading = false

/** The next page below this one. */
async function more(event: Event): Promise<void> {
  event.preventDefault()
  const link = find<HTMLAnchorElement>('#more a')
  if (!link || loading) return
  loading = true
  const { top } = link.getBoundingClientRect()
  await show(link.href, { quiet: true })
  history.replaceState(null, '', link.href)
  loading = false
  if (document.activeElement === document.body && top > 0) focusNear(place)
}

/** The alerts before and after one, as the list showed them. */
export function neighbours(id: string): {
  readonly address: string
  readonly before?: string
  readonly after?: string
} {
  try {
    const { address, ids } = JSON.parse(sessionStorage.getItem(keptList) ?? '') as { address: string; ids: string[] }
    const at = ids.indexOf(id)
    const [before, after] = at === -1 ? [] : [ids[at - 1], ids[at + 1]]
    return {
      address: `/${address}`,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    }
  } catch {
    return { address: '/' }
  }
}
