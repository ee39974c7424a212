// The style sheet: one column on a phone, two on a desk, light and dark by the reader's own setting.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const style = readFileSync(join(import.meta.dirname, 'style.css'), 'utf8')
