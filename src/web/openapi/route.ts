// Where the document of the API is asked for.
import { readFileSync } from 'node:fs'
import type { RequestHandler } from 'express'
import { openApi } from './document.ts'

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string
}

export const openApiRoute = () => {
  const document = openApi(version)
  return {
    'GET /api/openapi.json': [(_, response) => void response.json(document)],
  } satisfies Record<string, readonly RequestHandler[]>
}
