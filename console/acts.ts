// What a reader does to alerts, one or many: sent with the version that was seen, so that nobody undoes another's work unknowing.
import { texts } from '../src/web/texts/common.ts'
import { find, findAll, make } from './find.ts'
import { openDialog } from './keys.ts'
import { refresh } from './page.ts'
import { tell } from './tell.ts'
import { exactly } from './times.ts'

export type Act = keyof typeof texts.acts

export interface Target {
  readonly id: string
  readonly version: string
  readonly status: string
  readonly assignee: string
  readonly summary: string
}

/** What decides whether an act still makes sense: records that joined since do not count. */
const sameForPeople = (one: Pick<Target, 'status' | 'assignee'>, other: Pick<Target, 'status' | 'assignee'>): boolean =>
  one.status === other.status && one.assignee === other.assignee

const wanted: Partial<Record<Act, string>> = { ack: 'acknowledged', close: 'closed', reopen: 'open' }

/** Whether an alert stands as an act wants it. */
const isDone = (act: Act, body: Body, { status, assignee }: Pick<Target, 'status' | 'assignee'>): boolean =>
  act === 'assign' ? assignee === (body.to ?? '') : wanted[act] === status

export const targetOf = ({ dataset }: HTMLElement): Target => ({
  id: dataset.alert ?? '',
  version: dataset.version ?? '',
  status: dataset.status ?? '',
  assignee: dataset.assignee ?? '',
  summary: dataset.summary ?? '',
})

export const mayAct = (): boolean => find('[data-handles]') !== undefined
export const me = (): string | undefined => document.body.dataset.me

type Body = Readonly<Record<string, string>>

export async function perform(act: Act, targets: readonly Target[], body: Body = {}): Promise<void> {
  if (targets.length === 0) return
  for (const { id } of targets) rowOf(id)?.classList.add('pending')
  const [only] = targets
  const done = targets.length === 1 && only ? await one(act, only, body) : await many(act, targets, body)
  if (done > 0)
    tell(
      `${done === 1 ? texts.queue.alert : `${done} ${texts.queue.alerts}`} ${texts.acts[act]}`.replace(/^./, (first) =>
        first.toUpperCase(),
      ),
    )
  for (const { id } of targets) rowOf(id)?.classList.remove('pending')
  await refresh()
}

const rowOf = (id: string): HTMLElement | undefined => find(`[data-alert="${CSS.escape(id)}"]`)

const send = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(body),
  })

interface Last {
  readonly by: string
  readonly act: string
  readonly at: string
  readonly text?: string
}

interface Now {
  readonly version: number
  readonly status: string
  readonly assignee?: string
}

interface Refused {
  readonly id: string
  readonly error: string
  readonly alert?: Now
  readonly last?: Last
}

/** @returns how many are done */
async function one(act: Act, target: Target, body: Body): Promise<number> {
  const path = `/api/alerts/${encodeURIComponent(target.id)}/${act}`
  let version = target.version
  for (let tries = 0; tries < 5; tries += 1) {
    const answer = await send(path, body, { 'if-match': `"${version}"` }).catch(() => undefined)
    if (answer?.ok) return 1
    const said = (await answer?.json().catch(() => undefined)) as
      | { error?: string; alert?: Now; last?: Last }
      | undefined
    if (answer?.status !== 412 || !said?.alert) {
      tell(`${texts.alert.refused}: ${said?.error ?? texts.frame.failed}`, 'wrong')
      return 0
    }
    const now = { status: said.alert.status, assignee: said.alert.assignee ?? '' }
    if (!sameForPeople(now, target)) {
      // What one did oneself, and what only came late to this page, is no surprise.
      if (said.last?.by === me() && isDone(act, body, now)) return 1
      if (!(await anyway(target, now, said.last))) return 0
    }
    version = String(said.alert.version)
  }
  return 0
}

async function many(act: Act, targets: readonly Target[], body: Body): Promise<number> {
  const alerts = targets.map(({ id, version }) => ({ id, version: Number(version) }))
  const answer = await send(`/api/bulk/${act}`, { ...body, alerts }).catch(() => undefined)
  const said = (await answer?.json().catch(() => undefined)) as
    | { error?: string; done?: readonly string[]; refused?: readonly Refused[] }
    | undefined
  if (!answer?.ok || !said?.done) {
    tell(`${texts.alert.refused}: ${said?.error ?? texts.frame.failed}`, 'wrong')
    return 0
  }
  let done = said.done.length
  const again: Target[] = []
  const left: Refused[] = []
  for (const refused of said.refused ?? []) {
    const target = targets.find(({ id }) => id === refused.id)
    const now = refused.alert && { status: refused.alert.status, assignee: refused.alert.assignee ?? '' }
    // Records joined meanwhile, and people did nothing: it is meant all the same.
    if (target && now && sameForPeople(now, target)) again.push({ ...target, version: String(refused.alert?.version) })
    else if (now && refused.last?.by === me() && isDone(act, body, now)) done += 1
    else left.push(refused)
  }
  if (left.length > 0) tell(`${texts.alert.refused}: ${left.length}. ${left[0]?.error ?? ''}`, 'wrong')
  return done + (again.length > 0 ? await many(act, again, body) : 0)
}

const stateWords = ({ status, assignee }: Pick<Target, 'status' | 'assignee'>): string =>
  `${texts.statuses[status as keyof typeof texts.statuses] ?? status}${assignee === '' ? '' : ` · ${assignee}`}`

const lastWords = ({ by, act, at, text }: Last): string =>
  `${by} ${texts.did[act as keyof typeof texts.did] ?? act}, ${exactly(at)}${text === undefined ? '' : `: ${text.slice(0, 200)}`}`

/** Asks whether it is meant, now that another has done something. */
function anyway(target: Target, now: Pick<Target, 'status' | 'assignee'>, last: Last | undefined): Promise<boolean> {
  return new Promise((decide) => {
    const dialog = make('dialog', { class: 'ask conflict', 'aria-label': texts.alert.conflict })
    const go = make('button', { type: 'button' }, texts.alert.anyway)
    const leave = make('button', { type: 'button', class: 'first', autofocus: '' }, texts.alert.leave)
    go.addEventListener('click', () => dialog.close('go'))
    leave.addEventListener('click', () => dialog.close())
    dialog.addEventListener('close', () => decide(dialog.returnValue === 'go'))
    dialog.append(
      make('h2', {}, texts.alert.conflict),
      make('p', {}, texts.alert.conflictWhat),
      make(
        'p',
        { class: 'fromto' },
        make('span', { class: 'from' }, stateWords(target)),
        ' → ',
        make('b', {}, stateWords(now)),
      ),
      ...(last === undefined ? [] : [make('p', {}, lastWords(last))]),
      make('footer', {}, go, leave),
    )
    openDialog(dialog)
  })
}

interface Field {
  readonly name: string
  readonly label: string
  readonly input: HTMLElement
}

/** Asks for what an act needs; Enter in a line, or Ctrl and Enter in a text, sends it. */
function ask(title: string, targets: readonly Target[], fields: readonly Field[], go: (body: Body) => void): void {
  const dialog = make('dialog', { class: 'ask', 'aria-label': title })
  const form = make('form', { method: 'dialog' })
  const cancel = make('button', { type: 'button' }, texts.alert.cancel)
  cancel.addEventListener('click', () => dialog.close())
  form.append(
    make('h2', {}, title),
    make(
      'p',
      { class: 'about' },
      targets.length === 1 ? (targets[0]?.summary ?? '') : `${targets.length} ${texts.queue.alerts}`,
    ),
    ...fields.flatMap(({ label, input, name }) => {
      input.setAttribute('name', name)
      return input.tagName === 'FIELDSET' ? [input] : [make('label', {}, label, input)]
    }),
    make('footer', {}, cancel, make('button', { class: 'first' }, title)),
  )
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit()
  })
  form.addEventListener('submit', () => {
    const given = [...new FormData(form)].flatMap(([name, value]) => (value === '' ? [] : [[name, String(value)]]))
    go(Object.fromEntries(given) as Body)
  })
  dialog.append(form)
  openDialog(dialog)
}

export const askNote = (targets: readonly Target[]): void =>
  ask(
    texts.alert.addNote,
    targets,
    [
      {
        name: 'text',
        label: texts.alert.note,
        input: make('textarea', { rows: '4', maxlength: '4000', required: '', placeholder: texts.alert.noteHint }),
      },
    ],
    (body) => void perform('note', targets, body),
  )

export const askAssign = (targets: readonly Target[]): void => {
  const choice = make('select', {}, make('option', { value: '' }, texts.alert.nobody))
  for (const { value } of findAll<HTMLOptionElement>('#accounts option'))
    choice.append(make('option', { value }, value))
  choice.value = targets[0]?.assignee ?? ''
  ask(
    texts.alert.assign,
    targets,
    [{ name: 'to', label: texts.alert.to, input: choice }],
    (body) => void perform('assign', targets, body),
  )
}

/** The judgement by a digit, the reason, Enter: three keys and a sentence. */
export const askClose = (targets: readonly Target[]): void => {
  const choices = [...Object.entries(texts.dispositions), ['', texts.alert.unjudged] as const]
  const judged = make('fieldset', {}, make('legend', {}, texts.alert.what))
  const inputs = choices.map(([value, words], index) => {
    const input = make('input', {
      type: 'radio',
      name: 'disposition',
      value,
      ...(index === 0 ? { autofocus: '' } : {}),
    })
    input.checked = index === 0
    judged.append(make('label', { class: 'check' }, input, make('kbd', {}, String(index + 1)), words))
    return input
  })
  const reason = make('textarea', { rows: '2', maxlength: '4000', placeholder: texts.alert.reasonHint })
  const need = (): void => {
    reason.required = inputs.some(({ checked, value }) => checked && value === 'false-positive')
  }
  judged.addEventListener('change', need)
  judged.addEventListener('keydown', (event) => {
    const chosen = inputs[Number(event.key) - 1]
    if (!chosen) return
    event.preventDefault()
    chosen.checked = true
    need()
    reason.focus()
  })
  ask(
    targets.length === 1 ? texts.alert.closeIt : texts.alert.closeThem,
    targets,
    [
      { name: 'disposition-choice', label: '', input: judged },
      { name: 'text', label: texts.alert.reason, input: reason },
    ],
    (body) => void perform('close', targets, body),
  )
}
