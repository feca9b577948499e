// A whole family by the keyboard alone, on a narrow screen, without JavaScript: the
// hardest way through the main job is a way through.
import assert from 'node:assert/strict'
import { nettleserens, paaHverDatabase } from './huset.mjs'
import * as s from './steg.mjs'

const NAVN = 'SyntatDufAsylFamilie-OK'
const MERKNAD = 'Sønnen ønsker å bo sammen med familien.'

paaHverDatabase('Familien med tastatur', (hus) => {
  // The keys are the same whatever lies behind: once is enough.
  hus.sjekk('far, mor, sønn og datter uten skript på en smal skjerm', async () => {
    const berit = await hus.person(null, { javaScript: false, width: 320, height: 640 })
    const { page } = berit
    await page.goto('/logg-inn')
    await trykk(page, page.getByRole('button', { name: s.BERIT, exact: true }))
    await apne(page, 'Meny')
    await trykk(page, page.getByRole('link', { name: 'Mottak', exact: true }))
    await s.tab(page, page.getByRole('main').getByRole('searchbox'), 'the search field')
    await page.keyboard.type(NAVN)
    await enter(page)
    assert.equal(await s.antall(page), 4)
    await trykk(page, page.getByRole('link', { name: /^Vis detaljer/ }).last())
    await trykk(page, page.getByRole('button', { name: /^Gjennomfør bosettingssamtale/ }))
    await page.getByRole('heading', { level: 1, name: 'Bosettingsinformasjon' }).waitFor()
    await treet(page)
    await familiemerknad(page)
    await berit.se('the note of a family, by keyboard without scripts')
    for (const rolle of ['Far', 'Mor', 'Sønn', 'Datter']) await ingenTilrettelegging(page, rolle)
    await alle(berit)
  })
}, nettleserens)

/** Presses Enter on what has the focus and waits for the next page. */
const enter = (page) => Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])

/** Tabs to a link or a button and presses it. */
async function trykk(page, part) {
  await s.tab(page, part, await part.innerText())
  await enter(page)
}

/** Opens a menu that is folded on a narrow screen. */
async function apne(page, tekst) {
  const fold = page.locator('summary:visible').filter({ hasText: tekst }).first()
  await s.tab(page, fold, tekst)
  await page.keyboard.press('Enter')
}

async function familiemerknad(page) {
  const notes = s.merknader(page, 'Bosettingsmerknad for familien')
  await trykk(page, notes.getByRole('button', { name: /^Legg til/ }))
  await s.tab(page, notes.getByRole('textbox'), 'the note')
  await page.keyboard.type(MERKNAD)
  await trykk(page, notes.getByRole('button', { name: /^Opprett/ }))
  assert.equal(await notes.getByRole('textbox').inputValue(), MERKNAD)
}

async function ingenTilrettelegging(page, rolle) {
  const fold = page.locator('summary.b-interviewfold, .b-interviewfold > summary').first()
  if (!(await fold.innerText()).includes(rolle)) {
    await s.tab(page, fold, 'the menu of the interview')
    await page.keyboard.press('Enter')
    await trykk(page, page.getByRole('list', { name: /amilie/ }).getByRole('link', { name: new RegExp(`^${rolle}`) }))
  }
  if (!(await page.getByRole('heading', { level: 1, name: 'Tilretteleggingsbehov' }).count())) {
    await s.tab(page, fold, 'the menu of the interview')
    await page.keyboard.press('Enter')
    await trykk(page, page.getByRole('link', { name: /^Tilretteleggingsbehov/ }))
  }
  const gruppe = s.spm(page, s.TILRETTELEGGING)
  await s.tab(page, gruppe.getByRole('radio').first(), s.TILRETTELEGGING)
  await page.keyboard.press('ArrowDown')
  assert.ok(await gruppe.getByRole('radio', { name: 'Nei' }).isChecked())
  await trykk(page, page.getByRole('button', { name: 'Lagre', exact: true }))
  assert.ok(await gruppe.getByRole('radio', { name: 'Nei' }).isChecked(), `${rolle} is saved`)
}

async function alle(berit) {
  const { page } = berit
  await trykk(page, page.getByRole('button', { name: s.FERDIGSTILL }))
  assert.ok((await page.getByRole('main').innerText()).includes(MERKNAD))
  for (const rolle of ['Far', 'Mor', 'Sønn']) {
    const boks = page.getByRole('checkbox', { name: new RegExp(`^${rolle} `) })
    await s.tab(page, boks, rolle)
    await page.keyboard.press('Space')
    assert.ok(await boks.isChecked(), rolle)
  }
  await trykk(page, page.getByRole('button', { name: s.FERDIGSTILL }))
  await page.getByText('Bosettingssamtalen er ferdigstilt for 4 av 4 personer').waitFor()
  await berit.se('a family completed by keyboard without scripts')
}

/** The tree that a screen reader walks: every field has its name, its audience and its groups. */
async function treet(page) {
  const tre = await page.getByRole('main').ariaSnapshot()
  const linjer = [
    /heading "Bosettingsinformasjon" \[level=1\]/,
    /combobox "Hva er årsaken til dette\?"/,
    /radiogroup "Har du venner eller familie i Norge\?"/,
    /group "Bosettingsmerknad for familien"/,
    /heading "Bosettingsmerknad \(vises for kommunen ved fordeling\)[^"]*" \[level=2\]/,
    /button "Ferdigstill bosettingssamtale"/,
  ]
  for (const linje of linjer) assert.match(tre, linje)
  assert.doesNotMatch(tre, /- (textbox|combobox|radio|checkbox|button|link|radiogroup)(:| \[|$)/m, 'something has no name')
  const beskrevet = await page.getByRole('combobox', { name: s.KOMPASS }).evaluate((e) =>
    (e.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent.trim()).join(' '))
  assert.match(beskrevet, /Vises for IMDi, og for kommunen etter avtale/, 'who sees the answer is said with the field')
}
