// deploy/ as a container engine would read it: the steps of the Containerfile in a folder, and the services of compose.yaml.
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import { root } from './service.ts'

export interface ComposeService {
  readonly image: string
  readonly user?: string
  readonly build?: { readonly context: string; readonly dockerfile: string }
  readonly entrypoint?: readonly string[]
  readonly command?: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly healthcheck?: { readonly test: readonly string[] }
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly volumes?: readonly string[]
  readonly ports?: readonly string[]
  readonly read_only?: boolean
  readonly cap_drop?: readonly string[]
  readonly security_opt?: readonly string[]
  readonly tmpfs?: readonly string[]
  readonly networks: readonly string[]
}

export interface Compose {
  readonly services: Readonly<Record<'kafka' | 'elasticsearch' | 'pager' | 'lastcopy' | 'worker', ComposeService>>
  readonly networks: { readonly inner: { readonly ipam: { readonly config: readonly { readonly subnet: string }[] } } }
  readonly volumes: Readonly<Record<string, object>>
}

export const readDeploy = (name: string): string => readFileSync(join(root, 'deploy', name), 'utf8')

/** Anchors and merges are resolved as Compose does. */
export const readCompose = (): Compose => parse(readDeploy('compose.yaml'), { merge: true }) as Compose

/** The values that deploy/env.example has. */
export const exampleEnv = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readDeploy('env.example')
      .split('\n')
      .filter((line) => /^\w+=/.test(line))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )

/** A service's environment, with `${NAME:?why}` filled in. @throws Error where Compose would refuse */
export function environmentOf({ environment }: ComposeService): Readonly<Record<string, string>> {
  const given = exampleEnv()
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.replaceAll(/\$\{(\w+)(?::\?[^}]*)?\}/g, (_, wanted: string) => {
        const found = given[wanted]
        if (found === undefined) throw new Error(`deploy/env.example has no ${wanted}`)
        return found
      }),
    ]),
  )
}

export interface Step {
  readonly word: string
  readonly rest: string
}

/** Instructions in their order, lines that go on joined. */
export const stepsOf = (text: string): readonly Step[] =>
  text
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => ({ word: line.slice(0, line.indexOf(' ')), rest: line.slice(line.indexOf(' ') + 1).trim() }))

/** JSON form of an instruction. */
export const wordsOf = (steps: readonly Step[], word: string): readonly string[] => {
  const rest = steps.findLast((step) => step.word === word)?.rest ?? '[]'
  return JSON.parse(rest.slice(rest.indexOf('['))) as readonly string[]
}

/**
 * Copies into a folder what the image would have under `/`. The packages that its one RUN step installs are those of this checkout.
 * @returns the folder of the program
 */
export function assemble(folder: string): string {
  let here = '/'
  for (const { word, rest } of stepsOf(readDeploy('Containerfile'))) {
    if (word === 'WORKDIR') here = rest
    if (word !== 'COPY') continue
    const parts = rest.split(/\s+/)
    const target = parts.pop() ?? ''
    for (const source of parts) {
      const into = join(folder, here, target.endsWith('/') ? join(target, source.split('/').at(-1) ?? '') : target)
      mkdirSync(dirname(into), { recursive: true })
      cpSync(join(root, source), into, { recursive: true })
    }
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'app/node_modules'))
  return join(folder, 'app')
}
