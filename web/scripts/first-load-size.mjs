// What a phone downloads to open the waiter app, gzip, against the budget of the design. Fails when over it.
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const dist = 'waiter/dist'
const budgetKb = { js: 110, css: 8, woff2: 45 }
const page = readFileSync(`${dist}/index.html`, 'utf8')
const first = readdirSync(`${dist}/assets`).filter((name) => page.includes(name) || name.endsWith('.woff2'))

for (const [kind, budget] of Object.entries(budgetKb)) {
  const files = first.filter((name) => name.endsWith(`.${kind}`)).map((name) => readFileSync(`${dist}/assets/${name}`))
  const kb = files.reduce((sum, file) => sum + (kind === 'woff2' ? file.length : gzipSync(file).length), 0) / 1000
  console.log(`${kind.padEnd(6)} ${kb.toFixed(1).padStart(6)} kB of ${budget} kB`)
  if (kb > budget) process.exitCode = 1
}
