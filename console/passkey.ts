// Passkeys: what the service asks is handed to the browser, and what the browser answers to the service.
import { texts } from '../src/web/texts/common.ts'
import { find, findAll } from './find.ts'

/** Buttons for passkeys are shown where the browser has them. */
export function startPasskeys(): void {
  if (!('PublicKeyCredential' in window) || !('parseRequestOptionsFromJSON' in PublicKeyCredential)) return
  for (const button of findAll<HTMLButtonElement>('button[data-passkey="sign-in"]')) {
    button.hidden = false
    button.addEventListener('click', () => void tried(button, () => signIn(button.dataset.to ?? '/')))
  }
  for (const form of findAll<HTMLFormElement>('form[data-passkey="new"]')) {
    const button = find<HTMLButtonElement>('button', form)
    const without = find('[data-without]', form)
    if (button) button.hidden = false
    if (without) without.hidden = true
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void tried(form, () => add(form))
    })
  }
}

async function signIn(to: string): Promise<void> {
  const asked = (await ask('/api/sign-in/passkey/options', {})) as unknown as PublicKeyCredentialRequestOptionsJSON
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked)
  const answer = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential
  const entered = await ask('/api/sign-in/passkey', { answer: answer.toJSON(), to })
  location.assign(String(entered.to))
}

async function add(form: HTMLFormElement): Promise<void> {
  const { current, answer } = Object.fromEntries(
    findAll<HTMLInputElement>('input', form).map((field) => [field.name, field]),
  )
  const asked = await ask('/api/me/passkey/options', { current: current?.value })
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    asked as unknown as PublicKeyCredentialCreationOptionsJSON,
  )
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential
  if (answer) answer.value = JSON.stringify(made.toJSON())
  form.submit()
}

/** @throws what the service said */
async function ask(address: string, body: object): Promise<Record<string, unknown>> {
  const answer = await fetch(address, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
  const said = (await answer.json()) as Record<string, unknown>
  if (!answer.ok) throw new Error(String(said.error))
  return said
}

/** What went wrong stands beside what was pressed. */
async function tried(near: HTMLElement, work: () => Promise<void>): Promise<void> {
  const wrong = find('[data-passkey-wrong]', near.parentElement ?? near)
  try {
    await work()
  } catch (cause) {
    if (!wrong) return
    wrong.textContent =
      cause instanceof Error && cause.name === 'Error' ? `${cause.message}.` : `${texts.frame.failed}.`
    wrong.hidden = false
  }
}
