// Reports are written in a thread of their own, one after the other, so that nobody else waits for them.
import { Worker } from 'node:worker_threads'
import type { ReportOrder } from '../report/render.ts'
import type { WebDeps } from '../web/deps.ts'

export function makeReports(): WebDeps['report'] {
  let last: Promise<unknown> = Promise.resolve()
  return (order) => {
    const next = last.then(() => write(order))
    last = next.catch(() => undefined)
    return next
  }
}

const write = (order: ReportOrder): Promise<Uint8Array> =>
  new Promise((done, failed) => {
    const worker = new Worker(new URL('./report-worker.ts', import.meta.url), { workerData: order })
    worker.once('message', done)
    worker.once('error', failed)
    worker.once('exit', () => failed(new Error('the report was not written')))
  })
