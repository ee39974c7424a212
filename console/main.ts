// The console in the browser: every page works without it, and is quicker, live and at hand on the keyboard with it.
import { texts } from '../src/web/texts/common.ts'
import { shownAlert, startAlert } from './alert.ts'
import { find, findAll } from './find.ts'
import { bind, startKeys } from './keys.ts'
import { type Changed, startLive } from './live.ts'
import { refresh, showWaking, startSwaps } from './page.ts'
import { startQueue } from './queue.ts'
import { ring, startSwitches } from './switches.ts'
import { startTimes } from './times.ts'
import { startViews } from './views.ts'

const settle = 150
let timer = 0

startTimes()
startSwaps()
startSwitches()
startKeys()
// Few pages have them, and none waits for them.
if (find('[data-passkey]')) void import('./passkey.ts').then(({ startPasskeys }) => startPasskeys())
if (document.body.classList.contains('inside')) {
  startQueue()
  startAlert()
  startViews()
  for (const link of findAll<HTMLAnchorElement>('.places a[data-go]'))
    bind({
      keys: [`g ${link.dataset.go ?? ''}`],
      says: `${texts.keys.go} ${find('span', link)?.textContent ?? ''}`,
      group: 'anywhere',
      act: () => link.click(),
    })
  // Nothing of what changes may be seen before a second factor is there.
  if (!document.body.hasAttribute('data-lacks')) startLive(changed)
  const menu = find<HTMLDetailsElement>('#menu')
  document.addEventListener('click', ({ target }) => {
    if (menu?.open && !menu.contains(target as Node)) menu.open = false
  })
}

/** @param first whether this tab heard it itself: only one of many makes a sound */
function changed({ alerts, waking, all }: Changed, first: boolean): void {
  showWaking(waking)
  const loud = alerts.some(
    ({ status, priority, change }) =>
      status === 'open' && priority === 'page-now' && change !== 'joined' && change !== 'acted',
  )
  if (loud && first) ring()
  const id = shownAlert()
  if (document.body.hasAttribute('data-still')) return
  if (!all && (alerts.length === 0 || (id !== undefined && !alerts.some((alert) => alert.id === id)))) return
  clearTimeout(timer)
  timer = window.setTimeout(() => void refresh(), settle)
}
