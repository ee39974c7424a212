// The document of the HTTP API in OpenAPI 3.1, made from the route table: every address with who may use it, and what it answers.
import type { Need } from '../../people/roles.ts'
import { type RouteName, routes } from '../routes.ts'
import { cookieName } from '../sign-in/identity.ts'
import { alertOperations } from './alerts.ts'
import { changeOperations } from './changes.ts'
import { components } from './components.ts'
import { detectionComponents, detectionOperations } from './detections.ts'
import { machineOperations } from './machine.ts'
import type { Answer, Operation } from './operation.ts'
import { pageComponents } from './page-components.ts'
import { peopleOperations } from './people.ts'
import { postureComponents, postureOperations } from './posture.ts'
import { recordOperations } from './records.ts'
import { ref, type Schema, text } from './schema.ts'

const operations: Readonly<Partial<Record<RouteName, Operation>>> = {
  ...machineOperations,
  ...alertOperations,
  ...peopleOperations,
  ...changeOperations,
  ...recordOperations,
  ...detectionOperations,
  ...postureOperations,
}

/** Addresses that the document describes. */
export const described = Object.keys(operations) as readonly RouteName[]

/** Addresses that it must describe: those of the API, whatever they answer. */
export const mustDescribe = (Object.keys(routes) as readonly RouteName[]).filter((name) => name.includes(' /api/'))

const tags = {
  alerts: 'Alerts, and what people do to them',
  pages: 'Who was woken, by what, and who answered',
  changes: 'What two people agreed on beforehand',
  records: 'Records, events, and what detection remembers',
  detections: 'The rules, their cases, and what they make of a record',
  posture: 'Which copies survive, and drills',
  people: 'Accounts, sessions and tokens',
  audit: 'Everything that anybody did',
  machine: 'For load balancers, Prometheus and senders of records',
}

const description = `Everybody but \`everybody\` shows a token (\`Authorization: Bearer ...\`) or the session of a browser. Each address
needs a role at least, and of a token with scopes its scope: both stand with it as \`x-role\` and \`x-scope\`.

**Problems** are \`{"error": "in words"}\` with a status of 4xx or 5xx; 503 says in \`Retry-After\` when to try again.
**Paging**: \`limit\` and \`cursor\`; the answer's \`next\` is the \`cursor\` of the next page, and is left out at the end.
**Lost updates**: what is read has an \`ETag\`; an act with \`If-Match\` is done to that version alone, and else answered with 412.
Fields may be added to answers; none is taken away or given another meaning within a version.`

/** The whole document. @param version of the product */
export function openApi(version: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const name of described) {
    const operation = operations[name]
    if (!operation) continue
    const [method = '', path = ''] = name.split(' ')
    const address = path.replace(/:(\w+)/g, '{$1}')
    paths[address] = { ...paths[address], [method.toLowerCase()]: operationOf(name, operation) }
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Lastcopy', version, description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: Object.entries(tags).map(([name, words]) => ({ name, description: words })),
    paths,
    components: {
      schemas: { ...components, ...pageComponents, ...detectionComponents, ...postureComponents },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token, or the session that a sign-in answered.' },
        session: { type: 'apiKey', in: 'cookie', name: cookieName, description: 'The session of a browser.' },
      },
    },
  }
}

function operationOf(
  name: RouteName,
  { tag, summary, description: more, query, headers, path, body, answers, problems = [] }: Operation,
): object {
  const need: Need = routes[name]
  const parts = [...name.matchAll(/:(\w+)/g)].map(([, part = '']) => part)
  const parameters = [
    ...parts.map((part) => ({ name: part, in: 'path', required: true, schema: path?.[part] ?? text })),
    ...parametersOf('query', query),
    ...parametersOf('header', headers),
  ]
  const statuses = new Set<number>(problems)
  if (body || query) statuses.add(400)
  if (need !== 'everybody') for (const status of [401, 503]) statuses.add(status)
  if (need !== 'everybody' && need !== 'anybody') statuses.add(403)
  if (body) statuses.add(413)
  for (const status of Object.keys(answers)) statuses.delete(Number(status))
  return {
    operationId: idOf(name),
    tags: [tag],
    summary,
    ...(more === undefined ? {} : { description: more }),
    ...(need === 'everybody' ? { security: [] } : { security: [{ token: [] }, { session: [] }] }),
    ...(typeof need === 'string' ? {} : { 'x-role': need[0], 'x-scope': need[1] }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? {
          requestBody: {
            required: body.optional !== true,
            content: { [body.type ?? 'application/json']: { schema: body.schema } },
          },
        }
      : {}),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, answerOf(answer)])),
      ...Object.fromEntries([...statuses].sort().map((status) => [status, problemOf(status)])),
    },
  }
}

const parametersOf = (place: 'query' | 'header', given: Readonly<Record<string, Schema>> = {}): readonly object[] =>
  Object.entries(given).map(([name, { description: words, ...schema }]) => ({
    name,
    in: place,
    ...(words === undefined ? {} : { description: words }),
    ...(schema.type === 'array' ? { style: 'form', explode: false } : {}),
    schema,
  }))

const answerOf = ({ says, schema, type = 'application/json', also = [], headers }: Answer): object => ({
  description: says,
  ...(headers
    ? { headers: Object.fromEntries(Object.entries(headers).map(([name, held]) => [name, { schema: held }])) }
    : {}),
  ...(schema
    ? { content: { [type]: { schema }, ...Object.fromEntries(also.map((one) => [one, { schema: text }])) } }
    : {}),
})

const problemWords: Readonly<Record<number, string>> = {
  400: 'It cannot be read, or something in it is wrong.',
  401: 'Nobody is signed in.',
  403: 'The role, or the token’s scope, does not allow it.',
  404: 'There is no such thing.',
  409: 'It cannot be done as things are.',
  412: 'It changed since.',
  413: 'The body is too large.',
  415: 'Nobody here reads that form.',
  429: 'Too many; `Retry-After` says when to try again.',
  503: 'It cannot be answered now.',
}

const problemOf = (status: number): object => ({
  description: problemWords[status] ?? 'A problem.',
  content: { 'application/json': { schema: ref('Problem') } },
})

/** `GET /api/alerts/:id` is called `getAlertsId`. */
const idOf = (name: RouteName): string => {
  const [method = '', path = ''] = name.split(' ')
  const words = path
    .replace(/^\/api\//, '')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}
