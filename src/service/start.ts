// The service: the rooms wired into one line, the clock, the loops and the end. Also what tests and the demo start.

import type { Detections } from '../content/load.ts'
import { knowEstate } from '../estate/know.ts'
import { heartbeatIntake } from '../intake/heartbeat.ts'
import { httpIntake } from '../intake/http.ts'
import type { Config } from '../model/config.ts'
import type { Stage, TellGap } from '../model/journal.ts'
import type { Page } from '../model/page.ts'
import { onlySite } from '../model/site.ts'
import { gapRecord } from '../pipeline/watch.ts'
import { pageStage } from '../relay/stage.ts'
import { createApp } from '../web/app.ts'
import { makeActs } from './acts.ts'
import { makeAnswers } from './answers.ts'
import { makeBaseline } from './baseline.ts'
import { makeBench } from './bench.ts'
import { makeBlind } from './blind.ts'
import { deadLetters } from './dead-letters.ts'
import { channelsOf, makeDispatch, pagingOf } from './dispatch.ts'
import { makeErasure } from './erasure.ts'
import { expectingRecord, type Health, type Heartbeat, scheduleRecord, startHeartbeat, whyOf } from './heartbeat.ts'
import { startIntakes } from './intakes.ts'
import { makeLearn } from './learn.ts'
import { counting, makeDetect, makeNormalize, makeOwnNormalize } from './line.ts'
import type { Logger } from './log.ts'
import { makeMetrics } from './metrics.ts'
import { makeJournal, makeTap, openPatiently } from './open-journal.ts'
import { openStore, startProjection } from './open-store.ts'
import { loadPagers } from './pagers.ts'
import { makePeople } from './people.ts'
import { openPost } from './post.ts'
import { makePosture } from './posture.ts'
import { makeProblems } from './problems.ts'
import { type Readiness, trackReadiness } from './readiness.ts'
import { makeReading } from './reading.ts'
import { type FirstCode, makeReception } from './reception.ts'
import { makeReports } from './reports.ts'
import { openRules } from './rules.ts'
import { makeScrape } from './scrape.ts'
import { close, listen, makeServer } from './server.ts'
import { makeSources } from './sources.ts'
import { makeState } from './state.ts'
import { deadline, endInOrder } from './stop.ts'
import { messageOf, supervise } from './supervise.ts'
import { makeTicker } from './ticker.ts'
import { makeTrimmer } from './trimmer.ts'
import { watchStages } from './watch.ts'
import { waysIn } from './ways-in.ts'
import { makeTitles, makeWhy } from './why.ts'
import { heardOf } from './writable.ts'

export interface Service {
  /** Where it listens: `http://127.0.0.1:8480`. */
  readonly url: string
  /** Resolves when every stage was started; rejects when that can never be. */
  readonly started: Promise<void>
  /** Ends the stages after the batch under way; what does not end within the configured time is cut off. */
  stop(): Promise<void>
}

export interface ServiceOptions {
  /** Told the one-time code; without it none is made. */
  readonly onCode?: (code: FirstCode) => void
  /** A code also where there are accounts: for an operator who lost the last password. */
  readonly newAdmin?: boolean
}

/**
 * Starts everything that the configuration's roles name. Answers health questions from the first moment on, also while
 * brokers are not there yet.
 * @throws when the detections, the store or the address cannot be had
 */
export async function startService(config: Config, log: Logger, options: ServiceOptions = {}): Promise<Service> {
  const now = (): number => Date.now()
  const stopping = new AbortController()
  const metrics = makeMetrics()
  const problems = makeProblems()
  const changed = (next: Detections): Promise<void> => reception.tellRules(next)
  const rules = await openRules({ folder: config.detections, sources: config.sources, log, problems, changed })
  const pagers = await loadPagers()
  const opened = await openStore(config, log, metrics)
  const { store } = opened
  const onGap: TellGap = (gap) => {
    metrics.gap(gap)
    log.error(gap, 'records that should have been read are gone, or where to read on was changed')
    return [gapRecord(gap, config.site, now())]
  }
  const journal = heardOf(await makeJournal(config, log, onGap), (trouble) => problems.set('journal-writes', trouble))
  const supervisor = supervise(log)
  const run = (stage: Stage): void => supervisor.start(stage.name, () => journal.run(stage))
  const readiness = trackReadiness()
  let wired = false
  const ticker = makeTicker({ journal, log, now })
  const estate = config.estate && knowEstate(config.estate)
  const sites = estate?.sites(config.site) ?? onlySite(config.site)
  const baseline = makeBaseline(journal, sites.all)
  const people = makePeople({ journal, now })
  const state = makeState(() => rules.current().detector.chains.windows)
  const posture = makePosture({ estate: config.estate, sites: sites.all, now })
  const reading = makeReading()
  const line = { detections: rules.current, topics: config.topics, site: config.site, estate, metrics, reading }
  const link = (page: Page, pager: string) => answers.link(page, pager, config.web.publicUrl ?? url)
  const courier = makeDispatch(config, { pagers, journal, metrics, log, link })

  const ready = async (): Promise<Readiness> => {
    readiness.see(await supervisor.seen(), now())
    const silent = state.silent()
    const refusing = Object.entries(courier.troubles()).map(
      ([pager, detail]) => `the pager ${pager} does not accept pages: ${detail}`,
    )
    const found = readiness.now([...problems.all(), ...refusing])
    // Before everything is started nobody knows what will stand.
    return { ...found, ready: found.ready && wired, ...(silent.length > 0 ? { silent } : {}) }
  }
  const bench = makeBench({ config, detections: rules.current, now })
  const act = makeActs({ journal, store, people, now })
  const channels = channelsOf(config, pagers)
  const answers = makeAnswers(config, { channels, store, journal, people, act, metrics, log, ready, now })
  const app = createApp({
    console: config.roles.includes('console'),
    store,
    ...(opened.events && { events: opened.events }),
    act,
    answers: answers.web,
    people,
    erase: makeErasure({ store, events: opened.events, people }),
    runbook: (file) => rules.current().runbook(file)?.markdown,
    explain: makeWhy(rules.current),
    titleOf: makeTitles(rules.current),
    detections: bench.desk,
    deadLetters: deadLetters({ journal, now }),
    baseline: baseline.api,
    learn: makeLearn(journal, sites),
    state: state.api,
    posture: posture.api,
    report: makeReports(),
    blind: makeBlind({ config, sites: sites.all, detections: rules.current, heard: state.heard, now }),
    sources: makeSources({ config, sites: sites.all, state, reading, supervisor, now }),
    intake: httpIntake({ name: 'http', journal, topics: config.topics, config: config.intake, counts: metrics.intake }),
    heartbeat: heartbeatIntake({ journal, site: config.site, expected: config.expected, config: config.intake, now }),
    ready,
    metrics: makeScrape({ config, metrics, state, courier, detections: rules.current, ready, now }),
    ...waysIn(config, now),
    site: config.site,
    ...(config.zone && { zone: config.zone }),
    now,
    fault(error) {
      metrics.fault('web')
      log.error({ error: messageOf(error) }, 'a request failed')
    },
  })
  const outside = openPost({ timeout: 10_000, allow: config.paging.allow })
  let heartbeat: Heartbeat | undefined
  const server = makeServer(app)
  const url = await listen(server, config.web)
  log.info({ url, roles: config.roles, rules: rules.current().metas.length, journal: config.journal.kind }, 'listening')

  const begin = async (): Promise<void> => {
    const open = await openPatiently(journal, {
      log,
      stop: stopping.signal,
      tell: (trouble) => problems.set('journal', trouble),
    })
    if (!open) return
    const roles = new Set(config.roles)
    // First, so that it ends first: what came in is written before the journal closes.
    if (roles.has('intake'))
      startIntakes({ config, journal, supervisor, log, counts: metrics.intake, input: process.stdin })
    if (roles.has('console')) reception.open(run)
    await reception.tellStart(rules.current())
    if (roles.has('normalize')) {
      run(makeOwnNormalize(line))
      // Records that come by HTTP, or are replayed, lie in the journal; those from Kafka stay where they are.
      const tap = makeTap(config, { journal, log, onGap })
      if (tap) supervisor.start('normalize from Kafka', () => tap(makeNormalize(line)))
    }
    if (roles.has('detect')) {
      run(ticker.follow(posture.follow(state.follow(baseline.follow(makeDetect(line)))), detectTicks))
      ticker.start()
    }
    if (roles.has('page')) {
      const stage = pageStage({
        ...pagingOf(config, channels),
        text: { baseUrl: config.web.publicUrl ?? url },
        steps: (file) => rules.current().runbook(file)?.steps ?? [],
        pending: courier.pending,
        partition: courier.partition,
      })
      run(ticker.follow(counting(stage, metrics)))
      ticker.start()
    }
    if (roles.has('project')) startProjection(opened, { journal, supervisor, log })
    trimmer.start()
    await journal.append([expectingRecord(config), scheduleRecord(config)])
    wired = true
    const health = async (): Promise<Health> => whyOf(await ready())
    heartbeat = startHeartbeat({ ...config, post: outside, log, health, observe: metrics.watcher })
  }
  const reception = makeReception({
    journal,
    people,
    supervisor,
    log,
    problems,
    config,
    url,
    now,
    sites: sites.all,
    ...options,
  })
  const trimmer = makeTrimmer({ journal, opened, log, config, now })
  const endWatch = watchStages({ supervisor, readiness, metrics, log, now })
  const started = begin()
  started.catch(() => undefined)

  return {
    url,
    started,
    async stop() {
      stopping.abort()
      rules.stop()
      bench.stop()
      heartbeat?.stop()
      endWatch()
      ticker.stop()
      trimmer.stop()
      reception.stop()
      const end = endInOrder(
        [
          () => close(server),
          () => supervisor.stop(),
          () => courier.stop(),
          async () => outside.close(),
          () => journal.close(),
          () => opened.close(),
        ],
        log,
      )
      await Promise.race([end, deadline(config.shutdown, log)])
    },
  }
}

/** What waits in detection waits for minutes at least; each tick is a commit. */
const detectTicks = 15
