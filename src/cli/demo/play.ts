// Plays the story through the running service: a day at a time into the intake, each page shown as it arrives.
import { setTimeout as wait } from 'node:timers/promises'
import { type Canvas, calendar, pageBox } from './draw.ts'
import type { Received } from './receiver.ts'
import type { StoryDay, StoryRecord } from './story.ts'

export interface Stage {
  /** Where the service listens. */
  readonly url: string
  readonly canvas: Canvas
  /** Pages that arrived and were not shown yet. */
  readonly arrived: Received[]
  /** How long a person needs to take in a page; 0 goes on at once. */
  readonly pauseMs: number
  readonly dayMs: number
  readonly stop: AbortSignal
}

export interface Played {
  records: number
  pages: number
  slowestMs: number
  readonly marks: boolean[]
}

/** So many records go in together: a page is measured from when its piece was sent. */
const piece = 40

export async function play(days: readonly StoryDay[], stage: Stage): Promise<Played> {
  const played: Played = { records: 0, pages: 0, slowestMs: 0, marks: [] }
  const sent: { readonly at: number; readonly sentAt: number }[] = []
  let quietFrom = 1
  let quietRecords = 0
  const { canvas, arrived } = stage
  const tellQuiet = (until: number): void => {
    if (canvas.live || until < quietFrom) return
    canvas.say(
      `${until === quietFrom ? `Day ${until}` : `Days ${quietFrom} to ${until}`}: quiet, ${quietRecords} records`,
    )
  }
  for (const day of days) {
    if (stage.stop.aborted) break
    played.marks.push(false)
    for (let from = 0; from < day.records.length; from += piece) {
      const records = day.records.slice(from, from + piece)
      sent.push({ at: records.at(-1)?.at ?? 0, sentAt: performance.now() })
      await send(records, stage)
      played.records += records.length
    }
    await settled(stage)
    const pages = arrived.splice(0).filter(({ action }) => action === 'trigger')
    if (pages.length > 0) {
      tellQuiet(day.number - 1)
      quietFrom = day.number + 1
      quietRecords = 0
      played.marks[played.marks.length - 1] = true
    } else quietRecords += day.records.length
    for (const page of pages) {
      const at = Date.parse(page.timestamp)
      const took = page.receivedAt - (sent.find((one) => one.at >= at)?.sentAt ?? page.receivedAt)
      played.pages += 1
      played.slowestMs = Math.max(played.slowestMs, took)
      canvas.say(pageBox(page, day, took, canvas))
      canvas.row(calendar(played.marks, days, played.records, canvas))
      await wait(stage.pauseMs, undefined, { signal: stage.stop }).catch(() => undefined)
    }
    canvas.row(calendar(played.marks, days, played.records, canvas))
    if (stage.dayMs > 0) await wait(stage.dayMs, undefined, { signal: stage.stop }).catch(() => undefined)
  }
  tellQuiet(played.marks.length)
  if (canvas.live && played.marks.length > 0) canvas.say(`${calendar(played.marks, days, played.records, canvas)}`)
  return played
}

async function send(records: readonly StoryRecord[], { url }: Stage): Promise<void> {
  const sources = [...new Set(records.map(({ source }) => source))]
  for (const source of sources) {
    const lines = records.filter((record) => record.source === source).flatMap(({ bytes }) => [bytes, newline])
    const answer = await fetch(`${url}/intake/${encodeURIComponent(source)}`, {
      method: 'POST',
      body: Buffer.concat(lines),
    })
    if (!answer.ok) throw new Error(`the service did not take the records: ${answer.status} ${await answer.text()}`)
    await answer.arrayBuffer()
  }
}

const newline = Buffer.from('\n')

/** Until everything that was sent has gone through the line, and the pages that came of it have left. */
async function settled({ url, stop }: Stage): Promise<void> {
  for (let calm = 0; calm < 2 && !stop.aborted; ) {
    const answer = await fetch(`${url}/readyz`)
    const { stages } = (await answer.json()) as { readonly stages: readonly { readonly behind: number }[] }
    calm = stages.length > 0 && stages.every(({ behind }) => behind === 0) ? calm + 1 : 0
    await wait(calm === 1 ? 15 : 5)
  }
}
