// docs/api.md, made from the document of the API, so that the page cannot lie.
import { openApi } from '../../src/web/openapi/document.ts'

interface Operation {
  readonly summary: string
  readonly tags: readonly string[]
  readonly 'x-role'?: string
  readonly 'x-scope'?: string
  readonly security: readonly object[]
  readonly responses: Readonly<Record<string, unknown>>
}
interface Document {
  readonly info: { readonly description: string }
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

export function apiPage(): string {
  const { info, tags, paths } = openApi('') as Document
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), ...operation })),
  )
  const parts = tags.map(({ name, description }) => {
    const rows = all
      .filter((operation) => operation.tags.includes(name))
      .map(
        ({ method, path, summary, responses, security, ...rest }) =>
          `| \`${method} ${path}\` | ${summary} | ${security.length === 0 ? 'everybody' : (rest['x-role'] ?? 'anybody')} | ${rest['x-scope'] ?? ''} | ${Object.keys(responses).join(', ')} |`,
      )
    return [
      `## ${description}`,
      '',
      '| Address | | Least role | Scope | Answers |',
      '|---|---|---|---|---|',
      ...rows,
    ].join('\n')
  })
  return `# The HTTP API

<!-- Made by npm run golden. -->

\`GET /api/openapi.json\` gives this as OpenAPI 3.1, with the schemas of all that is sent and answered.

${info.description}

${parts.join('\n\n')}
`
}
