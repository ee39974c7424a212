// What a site's own shipper would have put into Elasticsearch: our normalized events, flat, with the fields that rules ask for.
import { ownDetections } from '../../src/content/files.ts'
import { loadDetections } from '../../src/content/load.ts'
import { isObject, type JsonObject } from '../../src/lib/json.ts'
import { noTotals, type ReplayFile, replay } from '../../src/pipeline/replay.ts'
import { valuesAt } from '../../src/sigma/lookup.ts'

export type Document = Readonly<Record<string, unknown>>

export interface Documents {
  /** Mapping of all fields. */
  readonly properties: JsonObject
  /** The event of a record, or what a bare shipper keeps of a record that concerns no backup. */
  of(record: string): Promise<Document>
}

export async function openDocuments(): Promise<Documents> {
  const { detector, relevance, sources } = await loadDetections(ownDetections)
  const source = sources.get('aws.cloudtrail')
  if (!source) throw new Error('there is no source aws.cloudtrail')
  const paths = detector.rules.fields.paths.filter(({ flat }) => flat !== '')
  const text = { type: 'keyword', normalizer: 'lowercase', ignore_above: 8_000 }
  return {
    properties: {
      ...Object.fromEntries(paths.map(({ flat }) => [flat, text])),
      '@timestamp': { type: 'date' },
      'user.name': text,
      'event.action': text,
      message: { type: 'text' },
    },
    async of(record) {
      let document: Document = bare(record)
      const observe = (event: object): void => {
        const found = paths.flatMap((path) => {
          const values = valuesAt(event as never, path)
            .flat(9)
            .filter((value) => value !== undefined && value !== null)
          return values.length === 0 ? [] : [[path.flat, values.map(plain)]]
        })
        document = { ...document, ...Object.fromEntries(found) }
      }
      const file: ReplayFile = { source, name: 'record', before: Date.now(), lines: oneLine(record) }
      const pass = replay([file], { detector, relevance, decide: () => undefined, observe }, noTotals())
      for await (const _ of pass);
      return document
    },
  }
}

async function* oneLine(record: string) {
  yield { number: 1, bytes: new TextEncoder().encode(record) }
}

const plain = (value: unknown): unknown => (typeof value === 'object' ? JSON.stringify(value) : String(value))

function bare(record: string): Document {
  const { eventTime, eventName, userIdentity } = JSON.parse(record) as JsonObject
  const name = isObject(userIdentity) ? userIdentity.userName : undefined
  return { '@timestamp': eventTime, 'event.action': eventName, message: record, ...(name ? { 'user.name': name } : {}) }
}
