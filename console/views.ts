// Saving the view that is shown under a name: the address says what a view is.
import { texts } from '../src/web/texts/common.ts'
import { make } from './find.ts'
import { openDialog } from './keys.ts'

export function startViews(): void {
  document.addEventListener('click', (event) => {
    if ((event.target as Element).closest('#save-view')) askName()
  })
}

function askName(): void {
  const dialog = make('dialog', { class: 'ask', 'aria-label': texts.queue.save })
  const name = make('input', { name: 'name', required: '', maxlength: '60', autocomplete: 'off' })
  const form = make('form', { method: 'post', action: '/views', 'data-swap': '' })
  const address = make('input', { type: 'hidden', name: 'query', value: location.search.slice(1) })
  const cancel = make('button', { type: 'button' }, texts.alert.cancel)
  cancel.addEventListener('click', () => dialog.close())
  form.append(
    make('h2', {}, texts.queue.save),
    make('label', {}, texts.queue.saveName, name),
    address,
    make('footer', {}, cancel, make('button', { class: 'first' }, texts.queue.save)),
  )
  form.addEventListener('submit', () => setTimeout(() => dialog.close()))
  dialog.append(form)
  openDialog(dialog)
}
