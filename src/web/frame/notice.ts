// A page that says one thing: that something is not there, or not for this reader.
import type { Response } from 'express'
import type { Subject } from '../../model/people.ts'
import { html } from './html.ts'
import { shell } from './shell.ts'

export interface Notice {
  readonly status: number
  readonly words: string
  readonly site: string
  readonly reader?: Subject
}

export function notice(response: Response, { status, words, site, ...frame }: Notice): void {
  const content = html`<section class="panel empty"><h1>${words}</h1><p><a href="/">Back to the alerts</a></p></section>`
  response.status(status).send(shell({ title: words, site, ...frame }, content))
}
