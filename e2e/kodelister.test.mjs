// IMDi's administrator changes a code list while interviews are held: what a change does,
// what it leaves alone, and how it is taken back.
import assert from 'node:assert/strict'
import { nettleserens, paaHverDatabase } from './huset.mjs'
import * as s from './steg.mjs'

const ARNE = 'Arne Aas, IMDiAdministrator, IMDi'
const LISTE = '/administrasjon/kodelister/tilknytningstype'
const IMDI_Y = '2020 900651 03'

paaHverDatabase('Kodelister', (hus) => {
  hus.sjekk('Arne endrer listen, og Berit velger av den', async () => {
    const arne = await hus.person(ARNE)
    const { page } = arne
    await page.getByRole('navigation', { name: 'Hovedmeny' }).getByRole('link', { name: 'Administrasjon' }).click()
    await page.getByRole('heading', { level: 1, name: 'Kodelister' }).waitFor()
    await arne.seAlle('the code lists')
    await page.getByRole('link', { name: 'Type tilknytning' }).click()
    await page.getByRole('heading', { level: 1, name: 'Type tilknytning' }).waitFor()
    await page.getByText('Endringen gjelder samtaler som ikke er ferdigstilt').waitFor()
    assert.equal((await ord(page)).length, 16)
    await arne.seAlle('a code list')

    // Berit has chosen «Skole» before the list is changed.
    const berit = await hus.person(s.BERIT)
    const samtale = await s.startSamtale(berit, IMDI_Y, 'Imdi_Y')
    await s.svar(berit.page, s.VENNER, 'Ja')
    const type = s.kjent(berit.page, 1).getByRole('combobox', { name: s.TYPE })
    await type.selectOption('Skole')
    await s.lagret(berit)

    await leggTil(arne)
    await endre(arne)
    await flytt(arne)
    await trekkTilbake(arne, 'Skole')
    await arne.seAlle('a code list with a withdrawn code')

    await berit.page.goto(`${samtale}/bosettingsinformasjon`)
    const valg = (await type.getByRole('option').allInnerTexts()).map(s.enkel)
    assert.equal(valg.at(-1), 'Skole (kan ikke velges lenger)')
    assert.equal(await type.inputValue(), 'skole', 'what was chosen stands')
    assert.ok(valg.includes('Søskenbarn') && valg.includes('Venn eller bekjent') && !valg.includes('Venn'))
    assert.deepEqual(valg.slice(1, 3), ['Far', 'Mor'], 'the order is that of the list')
    await berit.se('an answer whose code has been withdrawn')
    await type.selectOption('Søskenbarn')
    await s.lagret(berit)
    await berit.page.reload()
    assert.ok(!(await type.getByRole('option').allInnerTexts()).some((v) => v.includes('Skole')), 'and once changed it cannot be chosen again')

    await gjenopprett(arne)
    await berit.page.reload()
    assert.equal(await type.inputValue(), 'soskenbarn')
    assert.match(s.enkel(await type.locator('option:checked').innerText()), /^Søskenbarn \(kan ikke velges lenger\)$/)
  })

  hus.sjekk('to administratorer endrer den samme koden', async () => {
    const [en, to] = [await hus.person(ARNE), await hus.person(ARNE)]
    for (const p of [en, to]) await p.page.goto('/administrasjon/kodelister/persontype/kode/enslig_voksen')
    await to.page.getByRole('textbox', { name: 'Bokmål' }).fill('Voksen alene')
    await lagre(to.page)
    await to.page.getByText('Koden er lagret.').waitFor()
    await en.page.getByRole('textbox', { name: 'Nynorsk' }).fill('Vaksen åleine')
    await lagre(en.page)
    await en.page.getByRole('heading', { name: 'Arne Aas har endret listen etter at du åpnet siden' }).waitFor()
    assert.equal(await en.page.getByRole('textbox', { name: 'Bokmål' }).inputValue(), 'Voksen alene', 'what the other wrote')
    assert.equal(await en.page.getByRole('textbox', { name: 'Nynorsk' }).inputValue(), 'Vaksen åleine', 'what one wrote oneself')
    await en.seAlle('a conflict in a code', [[1280, 'light'], [320, 'dark']])
    await lagre(en.page)
    await en.page.getByText('Koden er lagret.').waitFor()
    const berit = await hus.person(s.BERIT)
    await s.tilListe(berit.page, 'Oversikt mottaksbeboere')
    assert.equal(s.enkel(await berit.page.getByRole('combobox', { name: 'Persontype' }).getByRole('option').nth(1).innerText()), 'Voksen alene')
    await en.page.goto('/administrasjon/kodelister/persontype')
    assert.equal(await en.page.getByRole('link', { name: 'Legg til kode' }).count(), 0, 'the codes come from a register')
    await en.se('a list of a register')
  })

  hus.sjekk('uten JavaScript, og med tastatur', async () => {
    const arne = await hus.person(ARNE, { javaScript: false, width: 320 })
    const { page } = arne
    await page.goto('/administrasjon/kodelister/kompass_arsak/ny')
    await lagre(page)
    await page.getByRole('heading', { name: 'Rett dette før du lagrer' }).waitFor()
    await arne.se('a code without words')
    await page.getByRole('textbox', { name: 'Bokmål' }).fill('Jeg venter på hjelp')
    await page.getByRole('textbox', { name: 'Nynorsk' }).fill('Eg ventar på hjelp')
    await page.keyboard.press('Enter')
    await page.getByText('Koden er lagt til sist i listen.').waitFor()
    const opp = page.getByRole('button', { name: 'Flytt opp Jeg venter på hjelp' })
    await opp.focus()
    await page.keyboard.press('Enter')
    await page.getByText('Rekkefølgen er endret.').waitFor()
    assert.deepEqual((await ord(page)).slice(-2), ['Jeg venter på hjelp', 'Annet'])
    await page.getByRole('link', { name: 'Rediger Jeg venter på hjelp' }).click()
    await page.getByRole('button', { name: 'Trekk koden tilbake' }).click()
    await page.getByText('Koden er trukket tilbake.').waitFor()
    await page.getByRole('link', { name: 'Rediger Jeg venter på hjelp' }).click()
    await page.getByRole('button', { name: 'Ta koden i bruk igjen' }).click()
    await page.getByText('Koden kan velges igjen.').waitFor()
    await page.getByRole('link', { name: 'Historikk' }).click()
    await page.getByText('Tok en kode i bruk igjen').waitFor()
    await arne.se('the history')
  })

  hus.sjekk('for alle andre finnes ikke sidene', async () => {
    for (const knapp of [s.BERIT, 'Siv Solli, IMDiSaksbehandler, IMDi', 'Rita Rud, IMDiRevisor, IMDi']) {
      const { page } = await hus.person(knapp)
      assert.equal(await page.getByRole('link', { name: 'Administrasjon' }).count(), 0, knapp)
      const ukjent = await page.goto('/finnes/ikke').then((r) => r.text())
      for (const sti of ['/administrasjon', '/administrasjon/kodelister', LISTE, `${LISTE}/ny`, `${LISTE}/kode/venn`, `${LISTE}/historikk/1`]) {
        const svar = await page.goto(sti)
        assert.equal(svar.status(), 404, `${knapp}: ${sti}`)
        assert.ok(uten(await svar.text()) === uten(ukjent), `${knapp}: ${sti} is told from an address that does not exist`)
      }
    }
  })
}, nettleserens)

/** The page without how long the session lasts, which differs from one request to the next. */
const uten = (html) => html.replace(/data-okt="[^"]*"/, '')

/** The bokmål words of the list, in order. */
const ord = async (page) => (await page.getByRole('table').locator('tbody td:first-child [lang="nb"]').allInnerTexts()).map(s.enkel)

async function lagre(page) {
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Lagre', exact: true }).click()])
}

async function leggTil(arne) {
  const { page } = arne
  await page.getByRole('link', { name: 'Legg til kode' }).click()
  await page.getByRole('textbox', { name: 'Bokmål' }).fill('venn')
  await lagre(page)
  const feil = page.getByRole('main').getByRole('group').filter({ has: page.getByRole('heading') }).first()
  await s.harFokus(feil, 'the summary of errors')
  await feil.getByRole('link', { name: 'Nynorsk: Skriv hva koden heter på nynorsk' }).click()
  await s.harFokus(page.getByRole('textbox', { name: 'Nynorsk' }), 'the field without words')
  await feil.getByRole('link', { name: /^Bokmål: Koden venn har de samme ordene/ }).waitFor()
  await arne.seAlle('errors in a code')
  await page.getByRole('textbox', { name: 'Bokmål' }).fill('Søskenbarn')
  await page.getByRole('textbox', { name: 'Nynorsk' }).fill('Syskenbarn')
  await lagre(page)
  await page.getByText('Koden er lagt til sist i listen.').waitFor()
  assert.equal((await ord(page)).at(-1), 'Søskenbarn')
}

async function endre(arne) {
  const { page } = arne
  await page.getByRole('link', { name: 'Rediger Venn', exact: true }).click()
  await page.getByRole('textbox', { name: 'Bokmål' }).fill('Venn eller bekjent')
  await page.getByRole('checkbox', { name: 'IMDi bekrefter koden' }).check()
  await arne.seAlle('a code')
  await lagre(page)
  await page.getByText('Koden er lagret.').waitFor()
}

async function flytt({ page }) {
  await page.getByRole('button', { name: 'Flytt opp Far' }).click()
  await page.getByText('Rekkefølgen er endret.').waitFor()
  assert.deepEqual((await ord(page)).slice(0, 2), ['Far', 'Mor'])
  assert.equal(await page.getByRole('button', { name: 'Flytt opp Far' }).count(), 0, 'the first goes no further')
}

async function trekkTilbake({ page }, hva) {
  await page.getByRole('link', { name: `Rediger ${hva}`, exact: true }).click()
  await page.getByRole('button', { name: 'Trekk koden tilbake' }).click()
  await page.getByText('Koden er trukket tilbake.').waitFor()
  assert.equal((await ord(page)).at(-1), hva)
}

async function gjenopprett(arne) {
  const { page } = arne
  await page.getByRole('link', { name: 'Historikk' }).click()
  await page.getByText('Trakk en kode tilbake').waitFor()
  await arne.seAlle('the history of a code list')
  await page.getByRole('link', { name: 'Gjenopprett versjon 1', exact: true }).click()
  await page.getByText('Bokmål: fra «Venn eller bekjent» til «Venn»').waitFor()
  await page.getByText('«Søskenbarn» kan ikke velges lenger').waitFor()
  await arne.seAlle('what restoring would change')
  await page.getByRole('button', { name: 'Gjenopprett versjonen' }).click()
  await page.getByText('Den tidligere versjonen er gjenopprettet.').waitFor()
  assert.deepEqual((await ord(page)).slice(0, 2), ['Mor', 'Far'])
}
