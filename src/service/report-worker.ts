// Writes one report beside the service: one of thousands of copies takes seconds, in which pages must go out.
import { parentPort, workerData } from 'node:worker_threads'
import { type ReportOrder, renderReport } from '../report/render.ts'

parentPort?.postMessage(await renderReport(workerData as ReportOrder))
