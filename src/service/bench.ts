// Cases and trials for people who look at detections: each asked of a thread that is made when it is needed, bounded and ended.
import { Worker } from 'node:worker_threads'
import { catalogueOf, ruleTextOf } from '../content/catalogue.ts'
import type { Detections } from '../content/load.ts'
import { minute, second } from '../lib/duration.ts'
import { fail, type Result } from '../lib/result.ts'
import type { Config } from '../model/config.ts'
import { type Proof, type RuleEntry, type Trial, trialBounds } from '../model/detections.ts'
import type { DetectionDesk } from '../web/deps.ts'
import type { BenchAnswer, BenchAsk, BenchData } from './bench-thread.ts'

/** So many may wait for a trial. */
const inLine = 10
/** The thread holds every rule compiled: nobody asked for so long, and it goes. */
const idleFor = 2 * minute
const proofWithin = 5 * minute
const loadWithin = minute
const memory = { maxOldGenerationSizeMb: 1_024 }

export interface BenchParts {
  readonly config: Pick<Config, 'detections' | 'sources' | 'estate' | 'site'>
  readonly detections: () => Detections
  now(): number
}

export interface Bench {
  readonly desk: DetectionDesk
  stop(): void
}

type Wanted = { readonly ask: 'load' | 'prove' } | Omit<Extract<BenchAsk, { ask: 'try' }>, 'id'>

export function makeBench({ config, detections, now }: BenchParts): Bench {
  const thread = makeThread({
    folder: config.detections,
    mappings: config.sources,
    site: config.site,
    ...(config.estate && { estate: config.estate }),
  })
  const proofs = new Map<string, Proof>()
  const catalogues = new WeakMap<Detections, readonly RuleEntry[]>()
  let trials = 0
  let line: Promise<unknown> = Promise.resolve()

  const prove = async (digest: string): Promise<Proof> => {
    const at = new Date(now()).toISOString()
    const said = await thread.ask({ ask: 'prove' }, digest, proofWithin)
    if (typeof said === 'string') return { state: 'failed', why: said }
    return 'proof' in said ? { state: 'done', at, ...said.proof } : { state: 'failed', why: otherRules }
  }
  /** One after the other: a trial waits for cases that run, and two never share the thread. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = line.then(work)
    line = done.catch(() => undefined)
    return done
  }
  return {
    desk: {
      rules() {
        const current = detections()
        const known = catalogues.get(current) ?? catalogueOf(current)
        catalogues.set(current, known)
        return known
      },
      digest: () => detections().digest,
      text: (id) => ruleTextOf(detections(), id),
      sources: () => [...detections().sources.keys()].sort(),
      proof() {
        const { digest } = detections()
        const known = proofs.get(digest)
        if (known) return known
        proofs.clear()
        proofs.set(digest, { state: 'running' })
        void inTurn(() => prove(digest)).then((proof) => proofs.has(digest) && proofs.set(digest, proof))
        return { state: 'running' }
      },
      async trial(given): Promise<Result<Trial, { readonly status: 400 | 503; readonly error: string }>> {
        if (trials >= inLine) return fail({ status: 503, error: 'too many records are tried at once; try again' })
        trials += 1
        try {
          const { digest } = detections()
          const asked = { ask: 'try', given, now: now() } as const
          const said = await inTurn(async () => {
            // Reading the rules is no time of the trial's.
            const loaded = await thread.ask({ ask: 'load' }, digest, loadWithin)
            return typeof loaded === 'string' ? loaded : thread.ask(asked, digest, trialBounds.seconds * second)
          })
          if (typeof said === 'string') return fail({ status: 503, error: said })
          if (!('trial' in said)) return fail({ status: 503, error: otherRules })
          return said.trial.ok ? said.trial : fail({ status: 400, error: said.trial.error })
        } finally {
          trials -= 1
        }
      },
    },
    stop: thread.end,
  }
}

const otherRules = 'the rules in the folder are not those in use: mend what /readyz tells'

function makeThread(data: BenchData) {
  let worker: Worker | undefined
  let digest = ''
  let idle: NodeJS.Timeout | undefined
  let asks = 0
  const end = (): void => {
    clearTimeout(idle)
    void worker?.terminate()
    worker = undefined
  }
  const started = (wanted: string): Worker => {
    if (worker && digest === wanted) return worker
    end()
    digest = wanted
    const made = new Worker(new URL('./bench-thread.ts', import.meta.url), { workerData: data, resourceLimits: memory })
    made.unref()
    worker = made
    return made
  }
  return {
    end,
    /** @returns the answer, or why there is none: it takes too long, or needs too much */
    async ask(wanted: Wanted, rules: string, within: number): Promise<BenchAnswer | string> {
      clearTimeout(idle)
      const own = started(rules)
      asks += 1
      const id = asks
      const said = await new Promise<BenchAnswer | string>((resolve) => {
        const late = setTimeout(() => finish(`it took longer than ${within / second} s`), within)
        const hear = (answer: BenchAnswer): void => {
          if (answer.id === id) finish(answer)
        }
        const fell = (cause: unknown): void => finish(cause instanceof Error ? cause.message : 'it was ended')
        const finish = (answer: BenchAnswer | string): void => {
          clearTimeout(late)
          own.off('message', hear).off('error', fell).off('exit', fell)
          resolve(answer)
        }
        own.on('message', hear).on('error', fell).on('exit', fell)
        own.postMessage({ id, ...wanted } satisfies BenchAsk)
      })
      if (typeof said === 'string' || said.digest !== rules) end()
      else {
        idle = setTimeout(end, idleFor)
        idle.unref()
      }
      if (typeof said === 'string') return said
      if ('trouble' in said) return said.trouble
      return said.digest === rules ? said : otherRules
    },
  }
}
