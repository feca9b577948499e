// The house itself: checkPage finds what is wrong, with and without the page's scripts.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { checkPage, openPerson, startBrowser } from './huset.mjs'

const address = 'http://localhost:9'
const page = (body) => `<!doctype html><html lang="nb"><head><title>Prøve – Bosett</title></head><body><main><h1>Prøve</h1>${body}</main></body></html>`

describe('checkPage', () => {
  let browser
  before(async () => { browser = await startBrowser() })
  after(() => browser.close())

  const cases = [
    ['accepts a good page', '<label for="a">Navn</label> <input id="a">', null],
    ['finds a field without a label', '<input id="a">', /label/],
    ['finds text that is too pale', '<p style="color:#bbb;background:#fff">Blek tekst</p>', /color-contrast/],
    ['finds a page that must be moved sideways', '<div style="width:900px">Bred</div>', /reflow/],
    ['finds the name of a text', '<p>samtale.ingress</p>', /names of texts/],
    ['finds a name that stands twice', '<p id="a">1</p><p id="a">2</p>', /stand twice/],
  ]
  for (const javaScript of [true, false]) {
    test(`${javaScript ? 'with' : 'without'} scripts`, async () => {
      const person = await openPerson(browser, address, { width: 320, javaScript })
      let body
      await person.page.route('**/*', (r) => r.fulfill({ contentType: 'text/html; charset=utf-8', body }))
      for (const [name, content, want] of cases) {
        body = page(content)
        await person.page.goto('/')
        if (want) await assert.rejects(checkPage(person, name), want, name)
        else await checkPage(person, name)
      }
      await person.close()
    })
  }
})
