// The keyboard: which key does what on this page, and the sheet that shows it.
import { texts } from '../src/web/texts/common.ts'
import { find, findAll, make } from './find.ts'

export interface Key {
  /** As `KeyboardEvent.key` names it; two with a space between for one after the other. */
  readonly keys: readonly string[]
  readonly says: string
  readonly group: keyof typeof texts.keys.groups
  /** Whether it means anything here; always, when left out. */
  readonly here?: () => boolean
  readonly act: (key: string) => void
}

const bound: Key[] = []
const pairWithin = 1_200
let first: { readonly key: string; readonly at: number } | undefined

export const bind = (...keys: readonly Key[]): void => void bound.push(...keys)

export function startKeys(): void {
  bind({ keys: ['?'], says: texts.keys.help, group: 'anywhere', act: showSheet })
  find('#keys')?.addEventListener('click', showSheet)
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (find('dialog[open]')) return
    const typing = (event.target as Element).matches('input:not([type=checkbox]), textarea, select, [contenteditable]')
    if (event.key === 'Escape' && typing) (event.target as HTMLElement).blur()
    if (typing || (event.key.length === 1 && !singleKeys())) return
    if (event.key === 'Enter' && !(event.target as Element).matches('body, main')) return
    const pair = first && event.timeStamp - first.at < pairWithin ? `${first.key} ${event.key}` : undefined
    const meant = find1(pair) ?? find1(event.key)
    first = event.key.length === 1 ? { key: event.key, at: event.timeStamp } : undefined
    if (!meant) return
    if (pair !== undefined && meant.keys.includes(pair)) first = undefined
    event.preventDefault()
    meant.act(event.key)
  })
}

const find1 = (key: string | undefined): Key | undefined =>
  key === undefined ? undefined : bound.find(({ keys, here }) => keys.includes(key) && (here?.() ?? true))

/** Whoever speaks to the browser, or has other tools on these keys, can switch them off. */
const singleKeys = (): boolean => localStorage.getItem('lastcopy.keys') !== 'off'

function showSheet(): void {
  const sheet = make('dialog', { class: 'sheet', 'aria-label': texts.keys.title })
  const use = make('input', { type: 'checkbox' })
  use.checked = singleKeys()
  use.addEventListener('change', () => localStorage.setItem('lastcopy.keys', use.checked ? 'on' : 'off'))
  const close = make('button', { type: 'button', class: 'first' }, texts.keys.close)
  close.addEventListener('click', () => sheet.close())
  const groups = (Object.keys(texts.keys.groups) as (keyof typeof texts.keys.groups)[]).map((group) =>
    make('section', {}, make('h3', {}, texts.keys.groups[group]), make('dl', {}, ...rowsOf(group))),
  )
  sheet.append(
    make('h2', {}, texts.keys.title),
    make('div', { class: 'groups' }, ...groups),
    make('footer', {}, make('label', { class: 'check' }, use, texts.keys.use), close),
  )
  openDialog(sheet)
}

/** What a key does in the list and on a page alike stands there once. */
const rowsOf = (group: Key['group']): readonly HTMLElement[] => {
  const rows = new Map(bound.filter((key) => key.group === group).map((key) => [`${key.keys} ${key.says}`, key]))
  return [...rows.values()].map(rowOf)
}

const signs: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' }

const rowOf = ({ keys, says }: Key): HTMLElement =>
  make(
    'div',
    {},
    make('dt', {}, ...keys.flatMap((key, index) => [...(index > 0 ? [' '] : []), make('kbd', {}, signs[key] ?? key)])),
    make('dd', {}, says),
  )

/** Shows a dialog, and forgets it when it is left; the focus goes back to where it was. */
export function openDialog(dialog: HTMLDialogElement): void {
  for (const other of findAll<HTMLDialogElement>('dialog[open]')) other.close()
  document.body.append(dialog)
  dialog.addEventListener('close', () => dialog.remove())
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close())
  dialog.showModal()
}
