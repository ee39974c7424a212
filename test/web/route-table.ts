// The route table as docs/people.md shows it, between its two marks.
import type { Need } from '../../src/people/roles.ts'
import { routes } from '../../src/web/routes.ts'

/** The page with the table as it must stand there. */
export function withRoutes(page: string): string {
  const rows = (Object.entries(routes) as readonly (readonly [string, Need])[]).map(([name, need]) =>
    typeof need === 'string' ? `| \`${name}\` | ${need} | |` : `| \`${name}\` | ${need[0]} | ${need[1]} |`,
  )
  const table = ['| Address | Least role | Scope |', '|---|---|---|', ...rows].join('\n')
  return page.replace(/<!-- routes -->[\s\S]*<!-- \/routes -->/, `<!-- routes -->\n${table}\n<!-- /routes -->`)
}
