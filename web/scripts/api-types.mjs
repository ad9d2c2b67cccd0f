// Writes shared/src/api/schema.d.ts from shared/openapi.json; with --check only tells whether it is current.
// The generator needs TypeScript 5, so it is run beside the workspace and its output is committed.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const committed = 'shared/src/api/schema.d.ts'
const packages = ['-p', 'typescript@5.9.3', '-p', 'openapi-typescript@7.13.0']
const generate = (to) =>
  execFileSync('npx', ['-y', ...packages, 'openapi-typescript', 'shared/openapi.json', '-o', to], { stdio: 'pipe' })

if (process.argv.includes('--check')) {
  const folder = mkdtempSync(join(tmpdir(), 'api-types-'))
  try {
    generate(join(folder, 'schema.d.ts'))
    if (readFileSync(join(folder, 'schema.d.ts'), 'utf8') !== readFileSync(committed, 'utf8')) {
      console.error(`web/${committed} is older than web/shared/openapi.json. Run: npm --prefix web run api:types`)
      process.exitCode = 1
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
} else {
  generate(committed)
}
