// What changes arrives by itself: one connection for all tabs of a browser, which goes on where it was lost.
import { texts } from '../src/web/texts/common.ts'
import { find } from './find.ts'

export interface Changed {
  readonly alerts: readonly {
    readonly id: string
    readonly version: number
    readonly status: string
    readonly priority: string
    readonly change: string
    readonly summary: string
  }[]
  readonly waking: number
  /** Something was missed: everything must be looked at. */
  readonly all?: boolean
}
type Told = { readonly changed: Changed } | { readonly state: State }
type State = 'live' | 'connecting' | 'lost' | 'signedOut'

const channel = new BroadcastChannel('lastcopy')
/** A stream that says nothing for so long is dead, whatever the browser believes. */
const silence = 45_000

export function startLive(changed: (changes: Changed, first: boolean) => void): void {
  const hear = (told: Told, first: boolean): void => {
    if ('changed' in told) changed(told.changed, first)
    else showState(told.state)
  }
  channel.onmessage = ({ data }: MessageEvent<Told>) => hear(data, false)
  const tellAll = (told: Told): void => {
    hear(told, true)
    channel.postMessage(told)
  }
  showState('connecting')
  // A browser opens few connections to one place: of many tabs one listens for all.
  if (navigator.locks) void navigator.locks.request('lastcopy-stream', () => listen(tellAll))
  else void listen(tellAll)
}

/** Never ends, but for a session that is over. */
async function listen(tell: (told: Told) => void): Promise<void> {
  let place = ''
  for (let tries = 0; ; tries += 1) {
    const ended = await new Promise<'lost' | 'signedOut'>((end) => {
      const stream = new EventSource(`/api/stream${place === '' ? '' : `?after=${encodeURIComponent(place)}`}`)
      let quiet = 0
      const stop = (how: 'lost' | 'signedOut'): void => {
        clearTimeout(quiet)
        removeEventListener('offline', gone)
        stream.close()
        end(how)
      }
      const gone = (): void => stop('lost')
      const alive = (): void => {
        clearTimeout(quiet)
        quiet = window.setTimeout(() => stop('lost'), silence)
      }
      const heard = (all: boolean) => (event: MessageEvent<string>) => {
        alive()
        tries = 0
        place = event.lastEventId
        tell({ state: 'live' })
        tell({ changed: { ...(JSON.parse(event.data) as Changed), ...(all ? { all } : {}) } })
      }
      alive()
      addEventListener('offline', gone)
      stream.addEventListener('changes', heard(false))
      stream.addEventListener('reset', heard(true))
      stream.addEventListener('alive', alive)
      stream.addEventListener('signed-out', () => stop('signedOut'))
      stream.onerror = () => stop('lost')
    })
    tell({ state: ended })
    if (ended === 'signedOut') return
    await new Promise((resume) => {
      addEventListener('online', resume, { once: true })
      setTimeout(resume, Math.min(10_000, 500 * 2 ** Math.min(tries, 5)))
    })
  }
}

function showState(state: State): void {
  const place = find('#live')
  if (!place) return
  place.hidden = false
  place.dataset.state = state
  const words = find('span', place)
  if (words && words.textContent !== texts.frame[state]) words.textContent = texts.frame[state]
}
