// Who sees what: what one may not see answers exactly like what does not exist.
import assert from 'node:assert/strict'
import { paaHverDatabase } from './huset.mjs'
import * as s from './steg.mjs'

const UKJENT = '/samtale/01890a5d-ac96-774b-bcce-b302099a8057'

paaHverDatabase('Tilgang', (hus) => {
  let haBeboer = ''

  hus.sjekk('Berit ser dem uten bosettingssak bare som en linje', async () => {
    const berit = await hus.person(s.BERIT)
    const { page } = berit
    haBeboer = await s.startSamtale(berit, '2020 900651 03', 'Imdi_Y')
    await s.tilListe(page, 'Oversikt mottaksbeboere')
    assert.equal(await s.antall(page), 624)
    await page.getByRole('combobox', { name: 'Med/uten bosettingssak' }).selectOption('Uten bosettingssak')
    await Promise.all([page.waitForEvent('load'), page.getByRole('main').getByRole('button', { name: 'Søk' }).click()])
    // The guide's centre has 140 residents whose case has not come yet.
    assert.equal(await s.antall(page), 140)
    const rader = page.getByRole('table').getByRole('row').filter({ has: page.getByRole('cell') })
    assert.ok((await rader.count()) >= 20)
    for (const tekst of await rader.allInnerTexts()) {
      assert.doesNotMatch(tekst, /\d+ år|Kvinne|Mann|Vis detaljer|Enslig|Familie/, tekst)
      assert.match(tekst, /\d{4} \d{6} \d{2}/)
    }
    assert.equal(await rader.getByRole('link').count(), 0)
    assert.equal(await rader.getByRole('button').count(), 0)
    await berit.se('residents without a case, as lines')
    // A filter says nothing about them either.
    await page.getByRole('combobox', { name: 'Persontype' }).selectOption('Enslig voksen')
    await Promise.all([page.waitForEvent('load'), page.getByRole('main').getByRole('button', { name: 'Søk' }).click()])
    assert.equal(await s.antall(page), 0)
  })

  const utenBeboere = [[s.ASTRID, 'Mottaksadministrator'], [s.KARE, 'MottakKompass']]
  for (const [knapp, rolle] of utenBeboere) {
    hus.sjekk(`${rolle} ser ingen beboere noe sted`, async () => {
      const person = await hus.person(knapp)
      const { page } = person
      assert.doesNotMatch(await page.getByRole('main').innerText(), /Oppgaveliste|mottaksbeboere/)
      await page.getByRole('navigation', { name: 'Hovedmeny' }).getByRole('link', { name: 'Mottak' }).click()
      await page.getByRole('navigation', { name: 'Mottak' }).waitFor()
      assert.deepEqual((await page.getByRole('navigation', { name: 'Mottak' }).getByRole('link').allInnerTexts()).map(s.enkel), ['Mottaksinformasjon', 'Kontaktinformasjon'])
      const fasit = await svaret(person, '/finnes-ikke')
      for (const adresse of ['/mottak/oppgaveliste', '/mottak/oversikt', haBeboer, `${haBeboer}/bosettingsinformasjon`, `${haBeboer}/ferdigstill`, UKJENT]) {
        assert.deepEqual(await svaret(person, adresse), fasit, adresse)
      }
      await page.goto('/mottak/oppgaveliste')
      await page.getByRole('heading', { level: 1, name: 'Vi finner ikke siden' }).waitFor()
      await person.seAlle('not found')
    })
  }

  hus.sjekk('Tora på Toten får det samme for en beboer på Hå som for en som ikke finnes', async () => {
    const tora = await hus.person(s.TORA)
    const { page } = tora
    for (const del of ['', '/bosettingsinformasjon', '/tilretteleggingsbehov', '/ferdigstill']) {
      const fasit = await svaret(tora, UKJENT + del)
      assert.equal(fasit.status, 404)
      assert.deepEqual(await svaret(tora, haBeboer + del), fasit, del)
    }
    for (const liste of ['Oppgaveliste', 'Oversikt mottaksbeboere']) {
      const svar = []
      for (const tekst of ['202090065103', '202090077703', 'Imdi_Y', 'Finnes_Ikke']) {
        await s.tilListe(page, liste)
        await s.sok(page, tekst)
        assert.equal(await s.antall(page), 0, tekst)
        svar.push((await page.getByRole('main').innerText()).replaceAll(tekst, '…'))
      }
      assert.deepEqual(new Set(svar).size, 1, `${liste}: ${svar.join('\n---\n')}`)
    }
    await tora.se('no hits')
  })

  hus.sjekk('Inger gjennomfører samtalen med en beboer uten bosettingssak', async () => {
    const inger = await hus.person(s.INGER)
    const { page } = inger
    await s.tilListe(page, 'Oversikt mottaksbeboere')
    assert.equal(await s.antall(page), 100)
    await page.getByRole('combobox', { name: 'Med/uten bosettingssak' }).selectOption('Uten bosettingssak')
    await page.getByRole('combobox', { name: 'Persontype' }).selectOption('Enslig voksen')
    await Promise.all([page.waitForEvent('load'), page.getByRole('main').getByRole('button', { name: 'Søk' }).click()])
    const forste = page.getByRole('button', { name: /^Vis detaljer/ }).first()
    const navn = s.enkel(await forste.innerText()).replace('Vis detaljer for ', '')
    await forste.click()
    await inger.se('a resident without a case')
    await page.getByRole('button', { name: /^Gjennomfør bosettingssamtale/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Bosettingsinformasjon' }).waitFor()
    const samtale = s.sti(page).split('/').slice(0, 3).join('/')
    await page.getByRole('checkbox', { name: /^Ingen bosettingsmerknad/ }).check()
    await s.lagret(inger)
    await s.tilDel(page, 'Tilretteleggingsbehov')
    await s.svar(page, s.TILRETTELEGGING, 'Ja')
    await s.felt(page, s.UTFYLLENDE).fill('Bruker rullestol utendørs.')
    await s.lagret(inger)
    await page.goto(`${samtale}/tilretteleggingsbehov`)
    assert.equal(await s.felt(page, s.UTFYLLENDE).inputValue(), 'Bruker rullestol utendørs.')
    await page.getByRole('button', { name: s.FERDIGSTILL }).click()
    await page.getByRole('heading', { level: 1, name: s.FERDIGSTILL }).waitFor()
    await page.getByRole('button', { name: s.FERDIGSTILL }).click()
    await page.getByText('Bosettingssamtalen er ferdigstilt for 1 av 1 personer').waitFor()
    await page.goto(`${samtale}/tilretteleggingsbehov`)
    await page.getByText('Bruker rullestol utendørs.').waitFor()
    // There is still no case, and the interview is kept until it comes.
    await s.tilListe(page, 'Oversikt mottaksbeboere')
    await s.sok(page, navn)
    assert.match(await s.celle(page, s.rader(page, navn).first(), 'Bosettingssakstatus'), /^Uten bosettingssak$|^–$/)
    await s.visDetaljer(inger, navn.split(',')[0])
    assert.match((await s.fakta(page.getByRole('table'))).Bosettingssamtale, /Ferdigstilt/)
  })

  hus.sjekk('det som ikke er ens eget, kan ikke rettes', async () => {
    const berit = await hus.person(s.BERIT)
    const { page } = berit
    await s.tilListe(page, 'Mottaksinformasjon')
    assert.equal(await page.getByRole('link', { name: /^Rediger/ }).count(), 0)
    await s.tilListe(page, 'Kontaktinformasjon')
    assert.equal(await page.getByRole('link', { name: /^Rediger/ }).count(), 1, 'Berit edits bosettingsansvarlig only')
    for (const adresse of ['/mottak/informasjon/rediger', '/mottak/kontakt/mottaksadministrator/rediger']) {
      assert.equal((await svaret(berit, adresse)).status, 404, adresse)
    }
    for (const adresse of ['/finnes-ikke', '/mottak/finnes-ikke', '/kommuner/9999', '/kommuner/abc', '/samtale/ikke-en-id', `${haBeboer}/ikke-en-del`]) {
      assert.equal((await svaret(berit, adresse)).status, 404, adresse)
    }
  })

  hus.sjekk('den som ikke er logget inn, kommer til innloggingen', async () => {
    const ingen = await hus.person(null)
    const { page } = ingen
    for (const adresse of ['/arbeidsflate', '/mottak/oppgaveliste', `${haBeboer}/bosettingsinformasjon`, UKJENT]) {
      await page.goto(adresse)
      assert.equal(s.sti(page), '/logg-inn', adresse)
    }
    const kari = await hus.person('Kari Kvåle, KommuneBosetterSkriv, Hå kommune')
    for (const adresse of ['/mottak', '/mottak/informasjon', '/mottak/oversikt', haBeboer]) {
      assert.equal((await svaret(kari, adresse)).status, 404, adresse)
    }
    await kari.page.goto('/arbeidsflate')
    await kari.page.getByRole('button', { name: 'Logg ut' }).first().click()
    await kari.page.waitForURL(/logg-inn/)
    assert.equal((await kari.page.goto('/arbeidsflate')).request().redirectedFrom() !== null, true)
  })
})

/** What the server answers, to the letter, but for how many seconds are left of the session: that is what the clock says. */
async function svaret({ page }, adresse) {
  const r = await page.request.get(adresse, { maxRedirects: 0 })
  const { date, ...headers } = r.headers()
  const body = (await r.text()).replace(/(&#34;(?:igjen|senest)&#34;:)\d+/g, '$1…')
  return { status: r.status(), headers, body }
}
