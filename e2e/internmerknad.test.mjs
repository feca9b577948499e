// The internal note to IMDi and the information about who treats a resident: what the centre
// writes and nobody there reads again.
import assert from 'node:assert/strict'
import { paaHverDatabase } from './huset.mjs'
import * as s from './steg.mjs'

const NOTAT = 'Intern bosettingsmerknad til IMDi'
const BEHANDLER = 'Informasjon om behandler'
const HEMMELIG = 'Kanarimelding: bror i Fredrikstad truer.'
const FORM = [[1280, 'light'], [320, 'light']]
const TUVA = 'Tuva Tveit, MottakBosettingsansvarlig, Solbakken tilrettelagt avdeling'

const gruppe = (page, navn = NOTAT) => page.getByRole('group', { name: navn, exact: true })
const knapp = (page, navn, i = NOTAT) => gruppe(page, i).getByRole('button', { name: new RegExp(`^${navn}`) })
const trykk = (page, button) => Promise.all([page.waitForEvent('load'), button.click()])

/** What a person can come upon in the page: its words, its fields and its markup. */
const alt = (page) => page.content()

async function skriv(person, tittel, melding) {
  await s.felt(gruppe(person.page), 'Tittel').fill(tittel)
  await s.felt(gruppe(person.page), 'Melding').fill(melding)
}

/** The ? stands on the line of the heading that it belongs to. */
async function hjelpVed(page, navn) {
  const [h, q] = await Promise.all([page.getByRole('heading', { level: 2, name: navn }).boundingBox(),
    page.locator('summary').filter({ hasText: `Hjelp til ${navn}` }).boundingBox()])
  assert.ok(Math.abs(h.y + h.height / 2 - q.y - q.height / 2) < 14, `the ? of ${navn} is not beside it: ${JSON.stringify([h, q])}`)
}

paaHverDatabase('Intern merknad', (hus) => {
  hus.sjekk('bare den som skriver ser merknaden, og bare til den er opprettet', async () => {
    const berit = await hus.person(s.BERIT)
    const bjorn = await hus.person(s.BJORN)
    const { page } = berit
    const samtale = await s.startSamtale(berit, '2020 900642 01', 'Imdi_X')
    const side = `${samtale}/bosettingsinformasjon`
    await hjelpVed(page, NOTAT)
    await knapp(page, 'Legg til').click()
    await s.harFokus(s.felt(gruppe(page), 'Tittel'), 'the first field of the new note')
    await berit.seAlle('a new internal note', FORM)
    await skriv(berit, 'Trusler', HEMMELIG)
    await s.lagret(berit)
    await page.reload()
    assert.equal(await s.felt(gruppe(page), 'Melding').inputValue(), HEMMELIG, 'an open note is its author’s still')
    await berit.seAlle('an open internal note', FORM)
    await bjorn.page.goto(side)
    assert.ok(!(await alt(bjorn.page)).includes('Kanari'), 'a colleague reads an open note')
    await trykk(page, knapp(page, 'Opprett'))
    await page.getByText('Opprettet. Nå kan bare saksbehandlere i IMDi lese innholdet.').waitFor()
    await berit.seAlle('the receipt of an internal note', FORM)
    await kvittering(berit, bjorn, side)
    await ferdigstill(berit, samtale)
    await etterpaa(berit, side)
    await brevet(berit, samtale)
  })

  hus.sjekk('uten JavaScript', async () => {
    const berit = await hus.person(s.BERIT, { javaScript: false })
    const { page } = berit
    await s.startSamtale(berit, '2020 900632 05', 'Imdi_W')
    await trykk(page, knapp(page, 'Legg til'))
    await skriv(berit, 'Trusler', '')
    await trykk(page, knapp(page, 'Opprett'))
    await page.getByText('Skriv meldingen til IMDi').first().waitFor()
    await berit.seAlle('an internal note without a text, no scripts', FORM)
    await skriv(berit, 'Trusler', HEMMELIG)
    await trykk(page, knapp(page, 'Opprett'))
    await page.getByText(/^Opprettet\. Nå kan bare/).waitFor()
    assert.ok((await gruppe(page).innerText()).includes('Intern merknad 1: Trusler'))
    assert.ok(!(await alt(page)).includes('Kanari'), 'the note can be read again')
    await berit.seAlle('the receipt, no scripts', FORM)
  })

  hus.sjekk('behandler for den som bor på tilrettelagt plass', async () => {
    const tuva = await hus.person(TUVA)
    const { page } = tuva
    await page.goto('/mottak/oppgaveliste')
    await page.getByRole('button', { name: /^Vis detaljer/ }).first().click()
    await page.getByRole('button', { name: /^Gjennomfør bosettingssamtale/ }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Bosettingsinformasjon' }).waitFor()
    await s.tilDel(page, 'Tilretteleggingsbehov')
    await hjelpVed(page, BEHANDLER)
    await knapp(page, 'Legg til', BEHANDLER).click()
    await s.felt(gruppe(page, BEHANDLER), 'Navn').fill('Kanari Lege')
    await tuva.seAlle('who treats a resident', FORM)
    await knapp(page, 'Opprett', BEHANDLER).click()
    await page.getByText('Skriv hvor behandleren arbeider').first().waitFor()
    await tuva.seAlle('who treats a resident, with something missing', FORM)
    await s.felt(gruppe(page, BEHANDLER), 'Virksomhet').fill('Kanari legesenter')
    await trykk(page, knapp(page, 'Opprett', BEHANDLER))
    await page.getByText(/^Opprettet\. Nå kan bare/).waitFor()
    assert.ok((await gruppe(page, BEHANDLER).innerText()).includes('Behandler 1'))
    assert.ok(!(await alt(page)).includes('Kanari'), 'the centre reads who treats a resident')
    await tuva.seAlle('the receipt of who treats a resident', FORM)
  })
})

/** What is left at the centre: that there is a note, who wrote it and when; the title is its author's. */
async function kvittering(berit, bjorn, side) {
  for (const [p, tittel] of [[berit, 'Intern merknad 1: Trusler'], [bjorn, 'Intern merknad 1']]) {
    await p.page.goto(side)
    const tekst = s.enkel(await gruppe(p.page).innerText())
    assert.ok(tekst.includes(`${tittel} Opprettet av Berit Bø`), tekst)
    assert.ok(!(await alt(p.page)).includes('Kanari'), 'the note can be read again')
  }
  assert.ok(!(await alt(bjorn.page)).includes('Trusler'), 'a colleague reads the title')
  await bjorn.se('the receipt of a colleague’s note')
}

async function ferdigstill(berit, samtale) {
  const { page } = berit
  await page.getByRole('checkbox', { name: /^Ingen bosettingsmerknad/ }).check()
  await s.lagret(berit)
  await page.goto(`${samtale}/tilretteleggingsbehov`)
  await s.svar(page, s.TILRETTELEGGING, 'Nei')
  await s.lagret(berit)
  await page.getByRole('button', { name: s.FERDIGSTILL }).click()
  await page.getByRole('heading', { level: 1, name: s.FERDIGSTILL }).waitFor()
  await page.getByRole('button', { name: s.FERDIGSTILL }).click()
  await page.getByText('Bosettingssamtalen er ferdigstilt for 1 av 1 personer').waitFor()
}

/** A new note on a completed interview, and IMDi is told. */
async function etterpaa(berit, side) {
  const { page } = berit
  await page.goto(side)
  await knapp(page, 'Legg til').click()
  await skriv(berit, 'Nytt', HEMMELIG)
  const varsle = gruppe(page).getByRole('checkbox', { name: /^Send e-postvarsel til IMDi/ })
  assert.ok(await varsle.isChecked(), 'IMDi is told unless one says no')
  await s.lagret(berit)
  await berit.seAlle('a new note on a completed interview', FORM)
  await trykk(page, knapp(page, 'Opprett'))
  await page.getByText(/^Opprettet\. IMDi får et varsel på e-post/).waitFor()
  assert.ok((await gruppe(page).innerText()).includes('Intern merknad 2: Nytt'))
  assert.ok(!(await alt(page)).includes('Kanari'), 'the note can be read again')
  await berit.seAlle('the receipt, and IMDi is told', FORM)
}

/** The letter says that there is something to read, and never what or about whom. */
async function brevet(berit, samtale) {
  const { page } = berit
  await page.goto('/demo/epost')
  await berit.seAlle('the letters', FORM)
  await page.getByRole('main').getByRole('link', { name: /merknad/i }).first().click()
  await page.getByText('postkasse@imdi.example').waitFor()
  await berit.seAlle('a letter', FORM)
  for (const bort of ['Kanari', 'Imdi_X', '900642', 'Nytt', 'Trusler', 'Berit']) {
    const tekst = await page.getByRole('main').innerText()
    assert.ok(!tekst.includes(bort), `${bort} is in the letter: ${tekst}`)
  }
  assert.ok((await alt(page)).includes(samtale), 'the letter does not lead to the interview')
}
