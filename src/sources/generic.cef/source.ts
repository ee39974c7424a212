// Records in CEF of any console, by CEF's dictionary or by a mapping of the site.
import { genericSource } from '../generic/make.ts'

export default genericSource('generic.cef')
