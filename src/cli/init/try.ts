// Tries what the configuration names: the brokers with their topics, and each pager with a test page.
import { tellDuration } from '../../lib/duration.ts'
import type { Config } from '../../model/config.ts'
import { testPage } from '../../relay/page.ts'
import { hidden, secretsOf } from '../../service/courier.ts'
import { makeLog } from '../../service/log.ts'
import { makeJournal } from '../../service/open-journal.ts'
import { loadPagers } from '../../service/pagers.ts'
import { openPost } from '../../service/post.ts'
import { messageOf } from '../../service/supervise.ts'

type Say = (line: string) => void

/** Makes the topics that are missing. @returns whether the brokers answered */
export async function tryBrokers(config: Config, say: Say): Promise<boolean> {
  if (!config.kafka) return true
  const where = config.kafka.brokers.join(', ')
  try {
    if (config.journal.kind === 'kafka') {
      const log = makeLog({ level: 'fatal', secrets: config.secrets })
      const journal = await makeJournal(config, log, () => [])
      await journal.open()
      await journal.close()
      say(`✓ ${where}: the topics of the journal and ${Object.keys(config.topics).join(', ')} are there`)
    } else {
      const { prepareTopics } = await import('../../journal/kafka/tap.ts')
      const made = await prepareTopics(config.kafka, Object.keys(config.topics))
      say(`✓ ${where}: ${made.length > 0 ? `made ${made.join(', ')}` : 'every topic is there'}`)
    }
    return true
  } catch (cause) {
    say(`✗ ${where}: ${messageOf(cause)}`)
    return false
  }
}

/** Sends a test page through each pager. @returns whether every pager accepted it */
export async function tryPagers(config: Config, say: Say, now: number): Promise<boolean> {
  const pagers = await loadPagers()
  const post = openPost({ timeout: 10_000, allow: config.paging.allow })
  let fine = true
  for (const { name, kind, settings } of config.pagers) {
    const pager = pagers.get(kind)
    if (!pager) continue
    const started = performance.now()
    const page = testPage(config.site, now, config.web.publicUrl)
    const { verdict, detail } = await post.carry(pager, page, settings, now)
    const said = hidden(detail, secretsOf({ name, pager, settings }))
    const took = tellDuration(Math.round(performance.now() - started))
    say(verdict === 'accepted' ? `✓ ${name}: took the test page in ${took} (${said})` : `✗ ${name}: ${said}`)
    fine &&= verdict === 'accepted'
  }
  post.close()
  return fine
}
