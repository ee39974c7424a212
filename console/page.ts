// Takes a page of ours anew without leaving the one that is shown: what the server says becomes what is seen.
import { texts } from '../src/web/texts/common.ts'
import { find } from './find.ts'
import { morph } from './morph.ts'
import { tell } from './tell.ts'
import { freshenTimes } from './times.ts'

type Listener = () => void
const listeners: Listener[] = []
/** Ways to other pages that were begun, and looks at this one; the newest of each counts. */
let ways = 0
let looks = 0
let under = 0

/** Called each time after the page has changed. */
export const onPage = (listener: Listener): void => void listeners.push(listener)

interface Way {
  readonly form?: RequestInit
  /** The address of the window stays, or is set already. */
  readonly quiet?: true
}

/** Goes to an address. The newest way wins. @returns whether it is shown */
export async function show(address: string, { form, quiet }: Way = {}): Promise<boolean> {
  ways += 1
  under += 1
  const mine = ways
  try {
    const answer = await fetch(address, { headers: { accept: 'text/html' }, ...form })
    const next = await pageOf(answer)
    if (mine !== ways || !next) return false
    const elsewhere = shownPath !== new URL(answer.url).pathname
    if (!quiet && answer.url !== location.href) history.pushState(null, '', answer.url)
    if (elsewhere) begin()
    take(next)
    return true
  } catch {
    if (mine === ways) tell(texts.frame.failed, 'wrong')
    return false
  } finally {
    under -= 1
  }
}

/** Shows this page as it is now; never in the way of one that leads elsewhere, which brings what is new anyhow. */
export async function refresh(): Promise<void> {
  if (under > 0) return
  looks += 1
  const [mine, way, address] = [looks, ways, location.href]
  try {
    const next = await pageOf(await fetch(address, { headers: { accept: 'text/html' } }))
    if (next && mine === looks && way === ways && address === location.href) take(next)
  } catch {
    // The connection tells of itself, and what is new comes when it is back.
  }
}

/** Undefined where the session is over, or what came is no page of ours. */
async function pageOf(answer: Response): Promise<Document | undefined> {
  if (answer.redirected && new URL(answer.url).pathname === '/sign-in') {
    location.href = answer.url
    return undefined
  }
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html')
  return find('#content', next) ? next : undefined
}

let shownPath = location.pathname

/** Another page: it is read from its head. */
function begin(): void {
  window.scrollTo(0, 0)
  find('#content')?.focus({ preventScroll: true })
}

function take(next: Document): void {
  shownPath = location.pathname
  document.body.dataset.title = next.body.dataset.title
  const [here, main] = [find('#content'), find('#content', next)]
  if (here && main) morph(here, document.adoptNode(main))
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
  window.addEventListener('popstate', () => void show(location.href, { quiet: true }))
}
