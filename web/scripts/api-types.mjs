// Writes the web apps' types from the descriptions of both APIs; with --check only tells whether they are current.
// The generator needs TypeScript 5, so it is run beside the workspace and its output is committed.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Description -> types. The cloud's are imported by the sysadmin console alone. */
const made = {
  'shared/openapi.json': 'shared/src/api/schema.d.ts',
  'shared/openapi-cloud.json': 'shared/src/cloud-api/schema.d.ts',
}
const packages = ['-p', 'typescript@5.9.3', '-p', 'openapi-typescript@7.13.0']
const generate = (from, to) =>
  execFileSync('npx', ['-y', ...packages, 'openapi-typescript', from, '-o', to], { stdio: 'pipe' })

for (const [description, committed] of Object.entries(made)) {
  if (process.argv.includes('--check')) {
    const folder = mkdtempSync(join(tmpdir(), 'api-types-'))
    try {
      generate(description, join(folder, 'schema.d.ts'))
      if (readFileSync(join(folder, 'schema.d.ts'), 'utf8') !== readFileSync(committed, 'utf8')) {
        console.error(`web/${committed} is older than web/${description}. Run: npm --prefix web run api:types`)
        process.exitCode = 1
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  } else {
    generate(description, committed)
  }
}
