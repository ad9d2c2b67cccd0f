// What a browser downloads to open each app, and its largest later part, gzip, against the budgets of the design. Fails
// when one is over.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

/** kB; `later` is the most that one page fetched afterwards may weigh. */
const BUDGETS = {
  waiter: { js: 110, css: 8, woff2: 45 },
  manager: { js: 180, css: 12, woff2: 45, later: 120 },
  sysadmin: { js: 180, css: 12, woff2: 45 },
}

for (const [app, budgets] of Object.entries(BUDGETS)) {
  const dist = `${app}/dist`
  if (!existsSync(dist)) continue
  const page = readFileSync(`${dist}/index.html`, 'utf8')
  const assets = readdirSync(`${dist}/assets`)
  const kbOf = (name) => {
    const file = readFileSync(`${dist}/assets/${name}`)
    return (name.endsWith('.woff2') ? file : gzipSync(file)).length / 1000
  }
  const first = (kind) => assets.filter((name) => name.endsWith(`.${kind}`) && (page.includes(name) || kind === 'woff2'))
  for (const [kind, budget] of Object.entries(budgets)) {
    const parts = kind === 'later' ? assets.filter((name) => name.endsWith('.js') && !page.includes(name)) : first(kind)
    const kbs = parts.map(kbOf)
    const kb = kind === 'later' ? Math.max(0, ...kbs) : kbs.reduce((sum, one) => sum + one, 0)
    console.log(`${app.padEnd(8)} ${kind.padEnd(6)} ${kb.toFixed(1).padStart(6)} kB of ${budget} kB`)
    if (kb > budget) process.exitCode = 1
  }
}
