// `lastcopy mute`: keeps what only tells from telling for a while; what pages at once is never muted.
import { planCommand } from '../plans.ts'

export default planCommand('mute', 'proposes, approves and lists mutes of what does not page')
