// Puts `${env:NAME}` and `${file:/path}` into text values, and keeps a list of what came from there: it must never be shown.
import { readFileSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { isObject } from '../lib/json.ts'
import { nearest } from '../lib/nearest.ts'
import type { Teller } from './tell.ts'

export interface SecretsFrom {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where relative file paths start. */
  readonly base: string
  readonly at: Teller
}

/** The value with every reference filled in, and the texts that came from outside. */
export function fillSecrets(
  value: Record<string, unknown>,
  from: SecretsFrom,
): { readonly value: Record<string, unknown>; readonly secrets: readonly string[] } {
  const secrets = new Set<string>()
  const walk = (here: unknown, path: readonly (string | number)[]): unknown => {
    if (path.length > 20) return here
    if (typeof here === 'string') return fillText(here, path, from, secrets)
    if (Array.isArray(here)) return here.map((member, index) => walk(member, [...path, index]))
    if (!isObject(here)) return here
    return Object.fromEntries(Object.entries(here).map(([key, member]) => [key, walk(member, [...path, key])]))
  }
  return { value: walk(value, []) as Record<string, unknown>, secrets: [...secrets] }
}

const reference = /\$(\$\{)|\$\{(?:(env|file):([^}]*)|([^}]*))\}/g

function fillText(
  text: string,
  path: readonly (string | number)[],
  { env, base, at }: SecretsFrom,
  secrets: Set<string>,
): string {
  return text.replace(reference, (whole, escaped, kind, name, odd) => {
    if (escaped !== undefined) return '${'
    if (odd !== undefined) {
      at(path, `"${whole.slice(0, 60)}" names no place`, 'write ${env:NAME} or ${file:/path}, or $${ for a plain ${')
      return whole
    }
    const found = kind === 'env' ? env[name] : textOf(isAbsolute(name) ? name : resolve(base, name))
    if (found === undefined || found === '') {
      const close = kind === 'env' ? nearest(name, Object.keys(env)) : undefined
      at(
        path,
        kind === 'env' ? `the environment has no ${name}` : `the file ${name} cannot be read or is empty`,
        close === undefined || close === name ? undefined : `did you mean ${close}?`,
      )
      return whole
    }
    secrets.add(found)
    return found
  })
}

/** A file's text without the line end that editors put there. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '')
  } catch {
    return undefined
  }
}
