// Runs the browser tests, two files at a time, and says at the end how often axe looked.
// `node e2e/kjor.mjs familien` runs only the files with that in their names.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'

const wanted = process.argv.slice(2)
const files = readdirSync(import.meta.dirname)
  .filter((f) => f.endsWith('.test.mjs') && (wanted.length === 0 || wanted.some((w) => f.includes(w))))
  // The longest first, so that the others fill the time beside it.
  .sort((a, b) => b.startsWith('sidene') - a.startsWith('sidene'))
  .map((f) => join(import.meta.dirname, f))
const dir = mkdtempSync(join(tmpdir(), 'bosett-e2e-'))
process.env.BOSETT_E2E_TELLER = join(dir, 'axe')
writeFileSync(process.env.BOSETT_E2E_TELLER, '')
const started = Date.now()

const tests = run({ files, concurrency: 2 })
tests.on('test:fail', () => { process.exitCode = 1 })
tests.compose(spec).pipe(process.stdout)
process.on('exit', () => {
  const runs = readFileSync(process.env.BOSETT_E2E_TELLER, 'utf8').split('\n').reduce((sum, n) => sum + Number(n), 0)
  rmSync(dir, { recursive: true, force: true })
  console.log(`axe ran ${runs} times; ${Math.round((Date.now() - started) / 1000)} s in all`)
})
