// Takes a page of ours anew without leaving the one that is shown: what the server says becomes what is seen.
import { texts } from '../src/web/texts.ts'
import { find } from './find.ts'
import { morph } from './morph.ts'
import { tell } from './tell.ts'
import { freshenTimes } from './times.ts'

type Listener = () => void
const listeners: Listener[] = []
let asked = 0

/** Called each time after the page has changed. */
export const onPage = (listener: Listener): void => void listeners.push(listener)

/**
 * Shows an address. The newest call wins; what comes later of an earlier one is dropped.
 * @returns whether it is shown
 */
export async function show(
  address: string,
  { keep = false, form }: { keep?: boolean; form?: RequestInit } = {},
): Promise<boolean> {
  asked += 1
  const mine = asked
  try {
    const answer = await fetch(address, { headers: { accept: 'text/html' }, ...form })
    if (answer.redirected && new URL(answer.url).pathname === '/sign-in') return leave(answer.url)
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const main = find('#content', next)
    if (mine !== asked || !main) return false
    const elsewhere = new URL(answer.url).pathname !== location.pathname
    if (!keep && answer.url !== location.href) history.pushState(null, '', answer.url)
    if (elsewhere) begin()
    take(next, main)
    return true
  } catch {
    if (mine === asked && !keep) tell(texts.frame.failed, 'wrong')
    return false
  }
}

/** Another page: it is read from its head. */
function begin(): void {
  window.scrollTo(0, 0)
  find('#content')?.focus({ preventScroll: true })
}

function take(next: Document, main: HTMLElement): void {
  document.body.dataset.title = next.body.dataset.title
  const here = find('#content')
  if (here) morph(here, document.adoptNode(main))
  const places = find('.places')
  const nextPlaces = find('.places', next)
  if (places && nextPlaces) morph(places, document.adoptNode(nextPlaces))
  showWaking(Number(find('#waking')?.textContent ?? 0))
  freshenTimes()
  for (const listener of listeners) listener()
}

/** In the title, so that a tab in the background tells of it. */
export function showWaking(count: number): void {
  const badge = find('#waking')
  if (badge) {
    badge.textContent = String(count)
    badge.hidden = count === 0
  }
  document.title = `${count > 0 ? `(${count}) ` : ''}${document.body.dataset.title ?? 'Lastcopy'}`
}

function leave(address: string): false {
  location.href = address
  return false
}

/** Links and forms that say `data-swap` change the page instead of leaving it; going back does too. */
export function startSwaps(): void {
  document.addEventListener('click', (event) => {
    const link = (event.target as Element | null)?.closest<HTMLAnchorElement>('a[data-swap]')
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
      return
    event.preventDefault()
    void show(link.href)
  })
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement
    if (!form.hasAttribute('data-swap')) return
    event.preventDefault()
    const given = new URLSearchParams(new FormData(form, event.submitter) as unknown as Record<string, string>)
    if (form.method === 'get') {
      for (const [name, value] of [...given]) if (value === '') given.delete(name)
      void show(`${new URL(form.action).pathname}?${given}`)
    } else {
      void show(form.action, { form: { method: 'POST', body: given, headers: { accept: 'text/html' } } }).then(
        (shown) => shown && form.isConnected && form.reset(),
      )
    }
  })
  window.addEventListener('popstate', () => void show(location.href, { keep: true }))
}
