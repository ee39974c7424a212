// The bench beside the service: a thread of its own that runs cases and tries records, so that paging never waits for either.
import { parentPort, workerData } from 'node:worker_threads'
import { type Detections, loadDetections } from '../content/load.ts'
import { proveAll } from '../content/proof.ts'
import { tryRecords } from '../content/trial.ts'
import type { Result } from '../lib/result.ts'
import type { ProofDone, Trial, TrialGiven } from '../model/detections.ts'
import type { Estate } from '../model/estate.ts'
import type { Mapping } from '../model/mapping.ts'

export interface BenchData {
  readonly folder: string
  readonly mappings: readonly Mapping[]
  readonly estate?: Estate
  readonly site: string
}

export type BenchAsk =
  /** Only reads the rules. */
  | { readonly id: number; readonly ask: 'load' }
  | { readonly id: number; readonly ask: 'prove' }
  | { readonly id: number; readonly ask: 'try'; readonly given: TrialGiven; readonly now: number }

/** With the digest of the rules that it read. */
export type BenchAnswer = { readonly id: number; readonly digest: string } & (
  | { readonly loaded: true }
  | { readonly proof: Omit<ProofDone, 'at'> }
  | { readonly trial: Result<Trial, string> }
  | { readonly trouble: string }
)

const { folder, mappings, estate, site } = workerData as BenchData
let loaded: Promise<Detections> | undefined

parentPort?.on('message', async (asked: BenchAsk) => {
  const { id } = asked
  let digest = ''
  try {
    loaded ??= loadDetections(folder, mappings)
    const detections = await loaded
    digest = detections.digest
    if (asked.ask === 'load') answer({ id, digest, loaded: true })
    else if (asked.ask === 'prove') {
      const begun = performance.now()
      const proof = proveAll(detections)
      const seconds = Math.round((performance.now() - begun) / 100) / 10
      answer({ id, digest, proof: { ...proof, seconds } })
    } else {
      const place = { site, now: asked.now, ...(estate ? { estate } : {}) }
      answer({ id, digest, trial: tryRecords(asked.given, detections, place) })
    }
  } catch (cause) {
    answer({ id, digest, trouble: cause instanceof Error ? cause.message : String(cause) })
  }
})

const answer = (said: BenchAnswer): void => parentPort?.postMessage(said)
