// What happens around people at a start: their stage, the one-time code, what the audit log is told, and whether it is whole.
import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Detections } from '../content/load.ts'
import { hour, minute } from '../lib/duration.ts'
import { hashOf } from '../lib/hash.ts'
import { canonical } from '../lib/json.ts'
import type { Config } from '../model/config.ts'
import type { Journal, Stage } from '../model/journal.ts'
import { codeOf, hashSecret } from '../people/secret.ts'
import { peopleStage } from '../people/stage.ts'
import { type AuditFinding, auditVerifier } from '../people/verify.ts'
import type { Logger } from './log.ts'
import { blotted, pagersOf } from './pagers-told.ts'
import { lastcopyItself, type People } from './people.ts'
import type { Problems } from './problems.ts'
import { messageOf, type Supervisor } from './supervise.ts'

/** The code with which the first admin is made. */
export interface FirstCode {
  readonly code: string
  /** Where it is typed in. */
  readonly at: string
  readonly minutes: number
}

export interface ReceptionParts {
  readonly journal: Journal
  readonly people: People
  readonly supervisor: Supervisor
  readonly log: Logger
  readonly problems: Problems
  readonly config: Config
  readonly url: string
  /** Every site that this line serves. */
  readonly sites: readonly string[]
  readonly onCode?: (code: FirstCode) => void
  readonly newAdmin?: boolean
  now(): number
}

const codeFor = hour
const lookEvery = 24 * hour
const secondLook = 5_000
const mostFindings = 100

export function makeReception(parts: ReceptionParts) {
  const { journal, people, supervisor, log, problems, config, url, sites, onCode, newAdmin = false, now } = parts
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  const offerCode = async (): Promise<void> => {
    if (!onCode || (people.known()?.any('account') !== false && !newAdmin)) return
    const code = codeOf(randomBytes(20))
    const expiresAt = new Date(now() + codeFor).toISOString()
    const outcome = await people.ask({ act: 'code-issued', code: hashSecret(code), expiresAt }, lastcopyItself)
    if (outcome !== 'late') onCode({ code, at: `${config.web.publicUrl ?? url}/first-run`, minutes: codeFor / minute })
  }
  /** Reads the whole log; where it is broken is told once, and stands in /readyz. */
  const lookAtChain = async (): Promise<void> => {
    // What a broker names as its end may lie before what is committed there: what seems to be missing is looked for again.
    let findings = await findingsOf()
    if (findings.length > 0 && !stopped) {
      await wait(secondLook)
      findings = await findingsOf()
    }
    if (stopped) return
    const [first] = findings
    problems.set('audit', first && `the audit log is not whole: ${first.message}`)
    if (!first) return
    log.error({ findings: findings.length, ...first }, 'the audit log is not whole')
    const broken = { act: 'chain-broken', seq: first.seq ?? 0, fault: first.fault } as const
    await people.ask(broken, lastcopyItself)
  }
  const findingsOf = async (): Promise<readonly AuditFinding[]> => {
    const verifier = auditVerifier(people.head())
    const findings: AuditFinding[] = []
    let read = 0
    for await (const entry of people.audit()) {
      if (stopped) return []
      const found = verifier.take(parse(entry))
      if (findings.length < mostFindings) findings.push(...found)
      read += 1
      if (read % 500 === 0) await new Promise((go) => setImmediate(go))
    }
    return [...findings, ...verifier.end().findings]
  }
  const watch = (): void => {
    clearTimeout(timer)
    const next = (ms: number): void => {
      timer = setTimeout(
        () =>
          void lookAtChain()
            .catch((cause) => log.warn({ error: messageOf(cause) }, 'the audit log could not be looked at'))
            .finally(() => !stopped && next(lookEvery)),
        ms,
      )
      timer.unref()
    }
    next(0)
  }
  return {
    /** Starts the stage that decides, and follows what it decides. */
    open(run: (stage: Stage) => void): void {
      let owner = false
      const owned = (_: number, owns: boolean): void => {
        owner = owns
        if (!owns) clearTimeout(timer)
        else if (people.known()) watch()
      }
      run(peopleStage({ owned, sites }))
      supervisor.start('accounts', async () => {
        await people.begin()
        offerCode().catch((cause) => log.error({ error: messageOf(cause) }, 'no one-time code could be made'))
        if (owner) watch()
        return { stop: people.stop, lag: async () => [] }
      })
    },
    /** What runs here, and with which rules: the log tells when either changed. */
    async tellStart(detections: Detections): Promise<void> {
      const { file: _, secrets: __, ...settings } = config
      const detail = {
        roles: [...config.roles],
        site: config.site,
        config: hashOf(canonical(blotted(settings, config.secrets))),
      }
      const started = people.recordOf({ act: 'started', record: true, detail }, lastcopyItself)
      await journal.append([started])
      await this.tellPagers()
      await this.tellRules(detections)
    },
    /** Whom pages reach from here, and by which policy. */
    async tellPagers(): Promise<void> {
      if (!config.roles.includes('page')) return
      await journal.append([people.recordOf(pagersOf(config), lastcopyItself)])
    },
    /** Which rules are in use now. */
    async tellRules({ digest, paging, metas }: Detections): Promise<void> {
      if (!config.roles.includes('detect')) return
      await journal.append([
        people.recordOf({ act: 'rules-loaded', digest, rules: metas.length, paging }, lastcopyItself),
      ])
    },
    stop(): void {
      stopped = true
      clearTimeout(timer)
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
