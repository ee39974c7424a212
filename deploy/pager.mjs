// Somebody to page in the example: takes events as PagerDuty's Events API v2 does, and writes a line for each. Wakes nobody.
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'

const port = Number(process.env.PORT ?? 8080)

createServer(async (request, response) => {
  const answer = (status, body) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  if (request.method === 'GET') return answer(200, { status: 'it waits for pages' })
  try {
    const { event_action: action, dedup_key: key, payload } = JSON.parse(await text(request))
    process.stdout.write(
      `${JSON.stringify({ at: new Date().toISOString(), action, key, summary: payload?.summary })}\n`,
    )
    return answer(202, { status: 'success', message: 'Event processed', dedup_key: key })
  } catch {
    return answer(400, { status: 'invalid event', message: 'Event object is invalid' })
  }
}).listen(port)

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0))
