// What the bench plays on: a broker, a node with a proxy that says what it is, Lastcopy, elastalert2 twice, a pager for each.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownDetections, readText, ruleFiles } from '../../src/content/files.ts'
import { startNode } from '../../test/services/elasticsearch.ts'
import { bringPySigma } from '../../test/services/pysigma.ts'
import { startProxy } from '../../test/support/elasticsearch-proxy.ts'
import { makeService } from '../../test/support/service.ts'
import { openPlace, rawTopic } from '../places.ts'
import { fiveRules } from './attack.ts'
import { openDocuments } from './documents.ts'
import { startCalls } from './pager.ts'
import { bringElastAlert, elastAlert } from './peer.ts'

export type Scene = Awaited<ReturnType<typeof openScene>>

/** Everything started but Lastcopy and elastalert2; what was opened is closed again when a part of it fails. */
export async function openScene() {
  const folder = mkdtempSync(join(tmpdir(), 'lastcopy-beside-'))
  const closers: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
  const close = async (): Promise<void> => {
    for (const one of closers.reverse()) await one()
  }
  try {
    await bringElastAlert()
    const queries = convertRules(folder)
    const node = await startNode()
    closers.push(() => node.stop())
    const shim = await startProxy(node.url)
    closers.push(() => shim.close())
    // The node's jars lack the module that answers here; its clients ask before anything else.
    shim.instead = (method, path) => (method === 'GET' && path === '/' ? { status: 200, body: banner } : undefined)
    const place = await openPlace()
    closers.push(() => place.close())
    const documents = await openDocuments()
    await makeIndex(node.url, documents.properties)
    const calls = { ours: await startCalls(), minute: await startCalls(), second: await startCalls() }
    for (const pager of Object.values(calls)) closers.push(() => pager.close())
    const service = await makeService({
      journal: { kind: 'sqlite', path: 'journal.db' },
      store: { kind: 'elasticsearch' },
      elasticsearch: { nodes: [node.url] },
      kafka: { brokers: [place.broker.address] },
      topics: { [rawTopic]: 'aws.cloudtrail' },
      pagers: [{ kind: 'pagerduty', settings: { routingKey: 'a-routing-key', url: calls.ours.url } }],
      paging: { repeat: '30d', allow: ['127.0.0.1'] },
      log: { level: 'warn' },
    })
    closers.push(() => service.clean())
    const peerOf = async (name: 'minute' | 'second', every: number) => {
      const pager = calls[name].url
      const peer = await elastAlert({
        folder,
        name,
        elasticsearch: shim.url,
        index: 'events',
        every,
        rules: queries,
        pager,
      })
      closers.push(() => peer.kill())
      return peer
    }
    const peers = { minute: await peerOf('minute', 60), second: await peerOf('second', 1) }
    return { node, place, documents, calls, service, peers, close }
  } catch (cause) {
    await close()
    throw cause
  }
}

const banner = {
  cluster_name: 'bench',
  version: { number: '8.19.0', build_flavor: 'default' },
  tagline: 'You Know, for Search',
}

async function makeIndex(node: string, properties: object): Promise<void> {
  const answer = await fetch(`${node}/events`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ settings: { number_of_replicas: 0 }, mappings: { properties } }),
  })
  if (!answer.ok) throw new Error(`the index of events: ${await answer.text()}`)
}

/** The five rules as elastalert2 can ask them: pySigma's Lucene of the same files. */
function convertRules(folder: string) {
  const rules = join(folder, 'sigma')
  mkdirSync(rules)
  const texts = ruleFiles(ownDetections).flatMap(({ path }) => readText(path).split(/^---$/m))
  for (const [index, text] of texts.entries())
    if (fiveRules.some((id) => text.includes(`id: ${id}`))) writeFileSync(join(rules, `${index}.yml`), text.trimStart())
  if (readdirSync(rules).length !== fiveRules.length) throw new Error('one of the five rules is not there')
  return bringPySigma()
    .convert(rules)
    .map(({ id, query, error }) => {
      if (query === undefined) throw new Error(`${id}: ${error}`)
      return { id, query }
    })
}
