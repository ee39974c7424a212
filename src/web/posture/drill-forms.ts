// The forms of the stopwatch: start it, note a step, stop it. They work without a script, and keep what was given.
import { type Drill, drillEnds, drillKinds } from '../../model/drill.ts'
import { type Html, html } from '../frame/html.ts'
import { words } from './texts.ts'

const { drills: say } = words
const mostBoxes = 300

export interface StartView {
  readonly sets: readonly string[]
  readonly copies: readonly string[]
  readonly now: number
  readonly open: boolean
  readonly given?: unknown
}

export function startForm({ sets, copies, now, open, given }: StartView): Html {
  const givenOf = (name: string): unknown =>
    typeof given === 'object' && given !== null ? (given as Record<string, unknown>)[name] : undefined
  const field = (name: string): string => {
    const value = givenOf(name)
    return typeof value === 'string' ? value : ''
  }
  const text = (name: 'scenario' | 'runbook' | 'writtenBy' | 'executedBy', must = true): Html =>
    html`<label for="${name}">${say[name]}</label><input id="${name}" name="${name}" maxlength="1000" value="${field(name)}"${must && { html: ' required' }}>`
  const time = (name: 'decidedAt' | 'lostAt', title: string): Html =>
    html`<label for="${name}">${title}</label><input id="${name}" name="${name}" type="datetime-local" value="${field(name) || new Date(now).toISOString().slice(0, 16)}">`
  const boxes = (name: 'sets' | 'copies', title: string, all: readonly string[]): Html => {
    const chosen = [givenOf(name)].flat()
    return html`<fieldset><legend>${title}</legend>${all.slice(0, mostBoxes).map((one) => html`<label class="check"><input type="checkbox" name="${name}" value="${one}"${chosen.includes(one) && { html: ' checked' }}>${one}</label>`)}</fieldset>`
  }
  return html`<details class="panel propose" id="start"${open && { html: ' open' }}><summary>${say.start}</summary><form method="post" action="/survive/drills">
<label for="kind">${say.kind}</label><select id="kind" name="kind">${drillKinds.map((kind) => html`<option value="${kind}"${field('kind') === kind && { html: ' selected' }}>${say.kinds[kind]}</option>`)}</select>
${boxes('sets', say.what, sets)}
${text('scenario')}${text('runbook')}${text('writtenBy')}${text('executedBy', false)}
${boxes('copies', say.copy, copies)}
${time('decidedAt', say.decided)}${time('lostAt', say.lostAt)}
<button class="first">${say.begin}</button></form></details>`
}

const act = (id: string, verb: string): string => `/survive/drills/${encodeURIComponent(id)}/${verb}`

/** @param steps how many are noted */
export function stepForm({ id, sets }: Drill, steps: number): Html {
  const name = `${id}-${steps}`
  return html`<form class="stack" method="post" action="${act(id, 'step')}"><label for="step-${name}">${say.step}</label><input id="step-${name}" name="name" maxlength="200" required placeholder="${say.stepHint}">
<label for="serves-${name}">${say.serves}</label><select id="serves-${name}" name="serves"><option value="">${say.none}</option>${sets.map((set) => html`<option>${set}</option>`)}</select>
<label for="point-${name}">${say.point}</label><input id="point-${name}" name="point" type="datetime-local">
<button class="first">${say.note}</button></form>`
}

export const finishForm = ({ id }: Drill): Html =>
  html`<form class="stack" method="post" action="${act(id, 'finish')}"><label for="end-${id}">${say.end}</label><select id="end-${id}" name="end">${drillEnds.map((end) => html`<option value="${end}">${say.ends[end]}</option>`)}</select>
<label for="point-end-${id}">${say.point}</label><input id="point-end-${id}" name="point" type="datetime-local">
<label for="text-${id}">${say.text}</label><textarea id="text-${id}" name="text" rows="2" maxlength="1000"></textarea>
<button>${say.finish}</button></form>`
