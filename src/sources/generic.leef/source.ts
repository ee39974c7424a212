// Records in LEEF of any console, by LEEF's dictionary or by a mapping of the site.
import { genericSource } from '../generic/make.ts'

export default genericSource('generic.leef')
