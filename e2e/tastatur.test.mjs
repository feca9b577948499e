// The keyboard alone: the whole main job on a narrow screen, and the lists. At every stop
// one sees where one is, and the focus is never lost.
import assert from 'node:assert/strict'
import { paaHverDatabase } from './huset.mjs'
import * as s from './steg.mjs'

paaHverDatabase('Tastatur', (hus) => {
  // The keys are the same whatever lies behind: once is enough.
  if (hus.database === 'sqlite') hus.sjekk('listene: sortere, filtrere, bla og åpne', async () => {
    const berit = await hus.person(s.BERIT)
    for (const liste of ['Oppgaveliste', 'Oversikt mottaksbeboere']) {
      await s.tilListe(berit.page, liste)
      await enListe(berit, liste)
    }
  })

  hus.sjekk('hele samtalen med Imdi_W på en smal skjerm', async () => {
    const berit = await hus.person(null, { width: 320, height: 640 })
    const { page } = berit
    const tast = (key) => page.keyboard.press(key)
    await page.goto('/logg-inn')
    await s.tab(page, page.getByRole('button', { name: s.BERIT, exact: true }), 'the demo button')
    await Promise.all([page.waitForURL('**/arbeidsflate'), tast('Enter')])
    await frem(page, 'summary:visible', 'Meny')
    await tast('Enter')
    const mottak = page.getByRole('link', { name: 'Mottak', exact: true })
    await s.tab(page, mottak, 'Mottak in the menu')
    await Promise.all([page.waitForURL('**/mottak/oppgaveliste'), tast('Enter')])
    await s.tab(page, page.getByRole('main').getByRole('searchbox'), 'the search field')
    await page.keyboard.type('202090063205')
    await Promise.all([page.waitForEvent('load'), tast('Enter')])
    assert.equal(await s.antall(page), 1)
    const vis = page.getByRole('button', { name: /^(Vis|Skjul) detaljer/ })
    await s.tab(page, vis.last(), 'Vis detaljer')
    await tast('Space')
    const start = page.getByRole('button', { name: /^Gjennomfør bosettingssamtale/ })
    await start.waitFor()
    await s.harFokus(vis.last(), 'Vis detaljer')
    await s.tab(page, start, 'Gjennomfør bosettingssamtale')
    await Promise.all([page.waitForURL(/\/samtale\//), tast('Enter')])
    await page.getByRole('heading', { level: 1, name: 'Bosettingsinformasjon' }).waitFor()
    await bosettingsinformasjon(berit)
    await tilrettelegging(berit)
    await s.tab(page, page.getByRole('button', { name: s.FERDIGSTILL }), s.FERDIGSTILL)
    await Promise.all([page.waitForURL('**/ferdigstill'), tast('Enter')])
    await s.tab(page, page.getByRole('button', { name: s.FERDIGSTILL }), 'the confirmation')
    await tast('Enter')
    await page.getByText('Bosettingssamtalen er ferdigstilt for 1 av 1 personer').waitFor()
    await berit.se('completed on a narrow screen')
  })
})

/** Tabs to what cannot be found by its role: the buttons of menus. */
const frem = (page, selector, text) => s.tab(page, page.locator(selector).filter({ hasText: text }).first(), text)

/** Chooses in a group of radio buttons: Tab to it, and Space or the arrows. */
async function velg(page, del, sporsmal, verdi) {
  const gruppe = s.spm(del, sporsmal)
  const forste = gruppe.getByRole('radio').first()
  await s.tab(page, forste, sporsmal)
  await page.keyboard.press(verdi === 'Ja' ? 'Space' : 'ArrowDown')
  assert.ok(await gruppe.getByRole('radio', { name: verdi }).isChecked(), `${sporsmal} ${verdi}`)
}

async function velgFraListe(page, boks, tekst) {
  await s.tab(page, boks, tekst)
  await page.keyboard.type(tekst.slice(0, 12))
  assert.equal(await boks.evaluate((e) => e.selectedOptions[0].text), tekst)
}

async function skriv(page, felt, tekst) {
  await s.tab(page, felt, tekst)
  await page.keyboard.type(tekst)
}

async function bosettingsinformasjon(berit) {
  const { page } = berit
  await frem(page, 'summary:visible', 'Mer om personen')
  await page.keyboard.press('Enter')
  await page.getByText('Statsborgerskap').last().waitFor()
  await page.keyboard.press('Escape')
  await velgFraListe(page, page.getByRole('combobox', { name: s.KOMPASS }), 'Jeg har planer om å gjennomføre registreringen')
  await velg(page, page, s.VENNER, 'Ja')
  const p = s.kjent(page, 1)
  await velgFraListe(page, p.getByRole('combobox', { name: s.TYPE }), 'Far')
  await skriv(page, s.felt(p, s.NAVN), 'Omar Prøve')
  await skriv(page, s.felt(p, s.KONTAKT), 'tlf. 00001234')
  await velgFraListe(page, p.getByRole('combobox', { name: s.KOMMUNE }), 'Time')
  await skriv(page, s.felt(p, s.MERKNADSFELT), 'Far bor alene.')
  await velg(page, p, s.FLERE, 'Nei')
  await velg(page, page, s.ANDRE, 'Nei')
  await velg(page, page, s.BOFELLESSKAP, 'Ja')
  await skriv(page, s.felt(page, /^Hvem kunne du tenke deg/), 'Imdi_X')
  const notes = s.merknader(page)
  await s.tab(page, notes.getByRole('button', { name: /^Legg til/ }), 'Legg til')
  await page.keyboard.press('Enter')
  await s.harFokus(notes.getByRole('textbox'), 'the new note')
  await page.keyboard.type('Vil gjerne ha hage.')
  await s.tab(page, notes.getByRole('button', { name: /^Opprett/ }), 'Opprett')
  await page.keyboard.press('Enter')
  await s.until('the focus to be somewhere', () => page.evaluate(() => document.activeElement !== document.body), 3000)
  await s.synligFokus(page, 'after Opprett')
  // One more note, taken away and brought back: the focus follows.
  await s.tab(page, notes.getByRole('button', { name: /^Legg til/ }), 'Legg til')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Feil.')
  await s.tab(page, notes.getByRole('button', { name: /^Opprett/ }), 'Opprett')
  await page.keyboard.press('Enter')
  await s.tab(page, notes.getByRole('button', { name: /^Fjern/ }).nth(1), 'Fjern')
  await page.keyboard.press('Enter')
  await s.until('the note to go', async () => (await notes.getByRole('textbox').count()) === 1)
  await s.synligFokus(page, 'after Fjern')
}

async function tilrettelegging(berit) {
  const { page } = berit
  await frem(page, 'summary:visible', 'Bosettingsinformasjon')
  await page.keyboard.press('Enter')
  await s.tab(page, page.getByRole('link', { name: /^Tilretteleggingsbehov/ }), 'Tilretteleggingsbehov')
  await Promise.all([page.waitForURL('**/tilretteleggingsbehov'), page.keyboard.press('Enter')])
  await velg(page, page, s.TILRETTELEGGING, 'Ja')
  await skriv(page, s.felt(page, s.UTFYLLENDE), 'Trenger rekkverk i trapp.')
}

async function enListe(berit, liste) {
  const { page } = berit
  const kolonne = (navn) => page.getByRole('columnheader', { name: navn })
  const trykk = (part, what) => s.tab(page, part, what).then(() => Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]))
  const navn = liste === 'Oppgaveliste' ? 'Etternavn, Fornavn' : 'Etternavn, fornavn'
  for (const [overskrift, retning] of [['DUF-nummer', 'ascending'], ['DUF-nummer', 'descending']]) {
    await trykk(kolonne(overskrift).getByRole('link'), overskrift)
    assert.equal(await kolonne(overskrift).getAttribute('aria-sort'), retning)
    const celler = await s.dufnumre(page)
    assert.ok(celler.length >= 20)
    const sortert = celler.toSorted()
    assert.deepEqual(celler, retning === 'ascending' ? sortert : sortert.reverse())
  }
  await trykk(kolonne(navn).getByRole('link'), navn)
  const velger = page.getByRole('combobox', { name: liste === 'Oppgaveliste' ? 'Frist' : 'Bosettingssakstatus' })
  await s.tab(page, velger, 'the filter')
  await page.keyboard.type(liste === 'Oppgaveliste' ? 'Over' : 'Under')
  await trykk(page.getByRole('main').getByRole('button', { name: 'Søk' }), 'Søk')
  assert.match(page.url(), /(frist|status)=/)
  const faerre = await s.antall(page)
  assert.ok(faerre > 0 && faerre <= 84, `${faerre}`)
  if (liste !== 'Oppgaveliste') assert.equal(faerre, 84, 'those who wait for an interview')
  await page.goto(page.url().split('?')[0])
  await trykk(page.getByRole('link', { name: /^Neste/ }), 'the next page')
  await page.getByRole('link', { name: /^(Forrige|Første)/ }).waitFor()
  const apne = page.getByRole('button', { name: /^Vis detaljer/ }).first()
  await s.tab(page, apne, 'Vis detaljer')
  await page.keyboard.press('Enter')
  const lukk = page.getByRole('button', { name: /^Skjul detaljer/ })
  await s.harFokus(lukk, 'the button that opened')
  await s.synligFokus(page, 'after Vis detaljer')
  await page.keyboard.press('Space')
  await s.until('the details to close', async () => (await lukk.count()) === 0)
  const alle = page.getByRole('button', { name: /^(Vis|Skjul) alle detaljer/ })
  await s.tab(page, alle, 'Vis alle detaljer')
  await page.keyboard.press('Enter')
  await s.until('all to open', async () => (await page.getByRole('button', { name: /^Vis detaljer/ }).count()) === 0)
  await s.harFokus(alle, 'Vis alle detaljer')
  await page.reload()
  assert.equal(await page.getByRole('button', { name: /^Vis detaljer/ }).count(), 0, 'a reload shows the same')
}
