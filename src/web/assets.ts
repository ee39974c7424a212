// What the browser gets besides pages: the scripts without their types and the style sheets as one, compressed once at the start.
import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { RequestHandler } from 'express'
import { hashOf } from '../lib/hash.ts'

const folder = join(import.meta.dirname, '../../console')
/** Of the texts, what both sides read. */
const shared = ['common.ts']

interface Asset {
  readonly type: string
  readonly plain: Buffer
  readonly zipped: Buffer
}

const assets: ReadonlyMap<string, Asset> = new Map([
  ...filesIn(folder, '.ts').map(({ name, text }) => [name.replace(/\.ts$/, '.js'), scriptOf(text)] as const),
  ...shared.map(
    (name) => [name.replace(/\.ts$/, '.js'), scriptOf(textIn(join(import.meta.dirname, 'texts'), name))] as const,
  ),
  [
    'style.css',
    assetOf(
      'text/css',
      filesIn(join(folder, 'css'), '.css')
        .map(({ text }) => text)
        .join('\n'),
    ),
  ],
])

/** The same as long as no asset changes, so that a browser may keep what lies under it. */
const version = hashOf(...[...assets].flatMap(([name, { plain }]) => [name, plain.toString()])).slice(0, 12)

export const assetPath = (name: string): string => `/console/${version}/${name}`

/** Names and compressed sizes in bytes. */
export const assetSizes = (): readonly (readonly [name: string, zipped: number])[] =>
  [...assets].map(([name, { zipped }]) => [name, zipped.length])

/** Answers `GET /console/:version/:file`; what an older page asks for is given as it is now, and not kept. */
export const assetHandler: RequestHandler = ({ params, headers }, response) => {
  const asset = assets.get(String(params.file))
  if (!asset) return void response.status(404).json({ error: 'there is no such file' })
  const zip = /\bgzip\b/.test(String(headers['accept-encoding'] ?? ''))
  response.set({
    'content-type': `${asset.type}; charset=utf-8`,
    'cache-control': params.version === version ? 'public, max-age=31536000, immutable' : 'no-store',
    vary: 'accept-encoding',
    ...(zip ? { 'content-encoding': 'gzip' } : {}),
  })
  response.send(zip ? asset.zipped : asset.plain)
}

function filesIn(where: string, ending: string): readonly { readonly name: string; readonly text: string }[] {
  const names = readdirSync(where).filter((name) => name.endsWith(ending))
  return names.sort().map((name) => ({ name, text: textIn(where, name) }))
}

/** Types go, and an import names the file that the browser can ask for. */
function scriptOf(source: string): Asset {
  const script = stripTypeScriptTypes(source).replace(
    /(from|import\() *'(?:\.|\.\.\/src\/web\/texts)\/([\w-]+)\.ts'/g,
    `$1 './$2.js'`,
  )
  return assetOf('text/javascript', script.replace(/[ \t]+$/gm, ''))
}

function assetOf(type: string, text: string): Asset {
  const plain = Buffer.from(text)
  return { type, plain, zipped: gzipSync(plain, { level: 9 }) }
}

function textIn(where: string, name: string): string {
  return readFileSync(join(where, name), 'utf8')
}
