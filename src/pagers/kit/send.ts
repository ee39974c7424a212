// The forms in which providers take what they are sent.
import type { HttpRequest } from '../../model/pager.ts'

/** A POST of JSON. */
export const postJson = (url: string, value: object, headers: Readonly<Record<string, string>> = {}): HttpRequest => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
})

/** A POST as forms send it. */
export const postForm = (
  url: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): HttpRequest => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  body: new URLSearchParams(fields).toString(),
})

/** HTTP's basic authentication. */
export const basic = (user: string, password: string): Readonly<Record<string, string>> => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
})

/** A base address with a path behind it. */
export const under = (base: string, path: string): string => `${base.replace(/\/+$/, '')}${path}`
