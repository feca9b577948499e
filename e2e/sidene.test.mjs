// Every page of every role and its states, wide and narrow, light and dark.
import assert from 'node:assert/strict'
import { paaHverDatabase } from './huset.mjs'
import * as s from './steg.mjs'

const BREDT_OG_SMALT = [[1280, 'light'], [320, 'dark']]

/** The buttons of the demo, letter by letter. Those in the first list are looked at in all shapes. */
const HELE = [s.BERIT, s.ASTRID, 'Siv Solli, IMDiSaksbehandler, IMDi', 'Kari Kvåle, KommuneBosetterSkriv, Hå kommune']
const ANDRE = [s.BJORN, s.KARE, s.TORA, s.INGER, 'Ivar Ines, IntegreringsmottakKompass, Kristiansand integreringsmottak',
  'Arne Aas, IMDiAdministrator, IMDi', 'Rita Rud, IMDiRevisor, IMDi', 'Leif Lid, KommuneBosetterLes, Hå kommune',
  'Anne Aune, KommuneAdministrator, Hå kommune', 'Hedda Hove, KommuneKompass, Hå kommune', 'Ola Oen, KommuneBosetterSkriv, Gjesdal kommune',
  'Tuva Tveit, MottakBosettingsansvarlig, Solbakken tilrettelagt avdeling']
/** Dag Dobbel has two organisations, and Nils Navn a grant; their buttons are found by their names. */
const NAVN = ['Dag Dobbel', 'Nils Navn']

// One database is enough for how pages look.
paaHverDatabase('Sidene', (hus) => {
  hus.sjekk('innloggingen', async () => {
    const ingen = await hus.person(null)
    await ingen.page.goto('/')
    assert.equal(s.sti(ingen.page), '/logg-inn')
    const knapper = (await ingen.page.getByRole('main').getByRole('button').allInnerTexts()).map(s.enkel)
    assert.deepEqual(knapper.filter((k) => !NAVN.some((n) => k.startsWith(n))).sort(), [...HELE, ...ANDRE].sort())
    assert.ok(NAVN.every((n) => knapper.some((k) => k.startsWith(`${n}, `))))
    await ingen.seAlle('login')
    await ingen.page.goto('/hjelp')
    await ingen.seAlle('help before login')
    await ingen.page.goto('/finnes-ikke')
    await ingen.se('not found before login')
  })

  for (const knapp of [...HELE, ...ANDRE]) {
    hus.sjekk(`menyene til ${knapp}`, async () => {
      const person = await hus.person(knapp)
      for (const sti of await menyene(person.page)) {
        const r = await person.page.goto(sti)
        assert.equal(r.status(), 200, sti)
        await person.seAlle(sti, HELE.includes(knapp) ? undefined : [[320, 'dark']])
      }
    })
  }

  hus.sjekk('Dag bytter organisasjon', async () => {
    const dag = await hus.person(null)
    const { page } = dag
    await page.goto('/logg-inn')
    await page.getByRole('button', { name: /^Dag Dobbel/ }).click()
    await page.waitForURL((u) => u.pathname !== '/logg-inn')
    if (s.sti(page) !== '/organisasjon') await page.goto('/organisasjon')
    await dag.seAlle('the choice of organisation', BREDT_OG_SMALT)
    await page.getByRole('button', { name: /Toten mottak/ }).click()
    await s.tilListe(page, 'Oversikt mottaksbeboere')
    assert.equal(await s.antall(page), 150)
    await page.goto('/organisasjon')
    await page.getByRole('button', { name: /Hå asylmottak/ }).click()
    await s.tilListe(page, 'Oversikt mottaksbeboere')
    assert.equal(await s.antall(page), 624)
  })

  hus.sjekk('listene i alle tilstander', async () => {
    const berit = await hus.person(s.BERIT)
    const { page } = berit
    for (const [liste, adresse] of [['Oppgaveliste', '/mottak/oppgaveliste'], ['Oversikt mottaksbeboere', '/mottak/oversikt']]) {
      await s.tilListe(page, liste)
      await page.getByRole('button', { name: 'Vis alle detaljer' }).click()
      await page.getByRole('button', { name: 'Skjul alle detaljer' }).waitFor()
      await berit.seAlle(`${liste}, all details`, BREDT_OG_SMALT)
      await s.sok(page, 'Xyzzy')
      assert.equal(await s.antall(page), 0)
      await page.getByText('Ingen treff').waitFor()
      await berit.seAlle(`${liste}, no hits`, BREDT_OG_SMALT)
      await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: /^Fjern søk/ }).click()])
      await page.goto(adresse)
      await page.getByRole('link', { name: /^Neste/ }).click()
      await page.getByRole('link', { name: /^(Forrige|Første)/ }).waitFor()
      await berit.seAlle(`${liste}, the next page`, BREDT_OG_SMALT)
    }
    await sortereOgBla(page)
    await s.tilListe(page, 'Oppgaveliste')
    await page.getByRole('combobox', { name: 'Frist' }).selectOption('Over fristen')
    await Promise.all([page.waitForEvent('load'), page.getByRole('main').getByRole('button', { name: 'Søk' }).click()])
    const frister = await page.getByRole('table').getByText(/over fristen/).count()
    assert.equal(frister, await page.getByRole('row').filter({ has: page.getByRole('button', { name: /^Vis detaljer/ }) }).count(), 'all are late')
  })

  hus.sjekk('kommuner', async () => {
    const berit = await hus.person(s.BERIT)
    const { page } = berit
    await page.goto('/kommuner')
    const sok = async (tekst) => {
      await page.getByRole('main').getByRole('searchbox').fill(tekst)
      await Promise.all([page.waitForEvent('load'), page.getByRole('main').getByRole('button', { name: 'Søk' }).click()])
    }
    const treff = page.getByRole('main').getByRole('list').getByRole('listitem')
    await sok('herøy')
    const heroy = (await treff.allInnerTexts()).map(s.enkel).sort()
    assert.equal(heroy.length, 2)
    assert.match(heroy[0], /^Herøy Møre og Romsdal/)
    assert.match(heroy[1], /^Herøy Nordland/)
    await berit.seAlle('two kommuner of one name', BREDT_OG_SMALT)
    for (const tekst of ['hamarøy', 'hábmer', 'Habmer']) {
      await sok(tekst)
      assert.equal(await treff.count(), 1, tekst)
      assert.equal(await treff.getByRole('link').getAttribute('href'), '/kommuner/1875', tekst)
      assert.match(await treff.innerText(), /Hábmer/)
      assert.match(await treff.innerText(), /Hamarøy/)
    }
    await sok('gamle oslo')
    await treff.getByRole('link').first().click()
    await page.getByText(/Bydel i Oslo/).first().waitFor()
    await berit.se('a bydel')
    await page.goto('/kommuner/0301')
    await berit.seAlle('a kommune with bydeler', BREDT_OG_SMALT)
    await page.goto('/kommuner')
    await sok('xyzzy')
    await page.getByText('Ingen kommuner eller bydeler passer til søket').waitFor()
    await berit.se('no kommune')
    await page.goto('/kommuner')
    await sok('Hå')
    await page.getByRole('link', { name: 'Hå', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Hå kommune' }).waitFor()
    assert.equal(s.sti(page), '/kommuner/1119')
    await berit.seAlle('a kommune', BREDT_OG_SMALT)
  })

  hus.sjekk('Astrid retter mottaksinformasjonen', async () => {
    const astrid = await hus.person(s.ASTRID)
    const { page } = astrid
    await s.tilListe(page, 'Mottaksinformasjon')
    assert.deepEqual((await page.getByRole('main').getByRole('heading', { level: 2 }).allInnerTexts()).map(s.enkel), ['Mottak', 'Kontaktinfo Mottak'])
    const f = await s.fakta(page.getByRole('main'))
    assert.equal(f.Mottaksnavn, 'Hå asylmottak')
    assert.equal(f['Mottakskode hos IMDi'], '1125')
    assert.equal(f['MottaksID (UDI MOT)'], 'MOT001429')
    assert.equal(f.Mottakskategori, 'Mottak')
    assert.equal(f.Hovedtelefon, '51436260')
    assert.equal(f['Gate/Postboks'], 'Sandroen 2')
    assert.ok('Vakttelefon' in f && 'E-postadresse' in f)
    await page.getByRole('link', { name: /^Rediger/ }).click()
    await astrid.seAlle('edit the centre')
    await page.getByRole('textbox', { name: 'Hovedtelefon' }).fill('ring oss')
    await page.getByRole('textbox', { name: 'E-postadresse' }).fill('ingen krøllalfa')
    await lagre(page)
    const feil = page.getByRole('main').getByRole('group').filter({ has: page.getByRole('heading') }).first()
    await s.harFokus(feil, 'the summary of errors')
    assert.equal(await feil.getByRole('link').count(), 2)
    await astrid.seAlle('errors in the form of the centre')
    await feil.getByRole('link').first().click()
    await s.harFokus(page.getByRole('textbox', { name: 'Hovedtelefon' }), 'the field with the error')
    await page.getByRole('textbox', { name: 'Hovedtelefon' }).fill('51 43 62 99')
    await page.getByRole('textbox', { name: 'E-postadresse' }).fill('nytt.mottak@example.no')
    await page.getByRole('textbox', { name: 'Vakttelefon' }).fill('00001125')
    const annen = await hus.person(s.ASTRID)
    await annen.page.goto(s.sti(page))
    await annen.page.getByRole('textbox', { name: 'Vakttelefon' }).fill('00009999')
    await lagre(annen.page)
    await annen.page.getByText('Kontaktinfoen er lagret.').waitFor()
    await lagre(page)
    await page.getByText('Noen andre lagret mens du skrev').waitFor()
    assert.equal(await page.getByRole('textbox', { name: 'Vakttelefon' }).inputValue(), '00001125', 'what one wrote stands')
    await astrid.seAlle('a conflict in the form of the centre', BREDT_OG_SMALT)
    await lagre(page)
    await page.getByText('Kontaktinfoen er lagret.').waitFor()
    // Both values are shown where MOT says something else, and which one counts.
    const etter = await s.fakta(page.getByRole('main'))
    assert.match(etter.Hovedtelefon, /^51 ?43 ?62 ?99/)
    assert.match(etter.Hovedtelefon, /MOT.*51436260/)
    assert.match(etter.Vakttelefon, /^00001125|^0000 1125/)
    await astrid.seAlle('the centre with values from two sources')
  })

  hus.sjekk('Astrid retter kontaktinformasjonen', async () => {
    const astrid = await hus.person(s.ASTRID)
    const { page } = astrid
    await s.tilListe(page, 'Kontaktinformasjon')
    await page.getByText(/MOT/).first().waitFor()
    await page.getByRole('link', { name: /^Rediger.*[Bb]osettingsansvarlig/ }).click()
    await astrid.se('edit a contact')
    await page.getByRole('textbox', { name: 'Navn' }).fill('Berit Bø')
    await page.getByRole('textbox', { name: 'Telefonnummer' }).fill('abc')
    await lagre(page)
    await astrid.seAlle('errors in a contact', BREDT_OG_SMALT)
    await page.getByRole('textbox', { name: 'Telefonnummer' }).fill('00001234')
    await page.getByRole('textbox', { name: 'E-postadresse' }).fill('berit.bo@example.no')
    await lagre(page)
    await page.getByRole('heading', { level: 1, name: 'Kontaktinformasjon' }).waitFor()
    const [y, m, d] = s.idag().split('-')
    assert.ok(s.enkel(await page.getByRole('main').innerText()).includes(`Endret ${d}.${m}.${y} av Astrid Ås`))
    await astrid.se('contacts')
    const berit = await hus.person(s.BERIT)
    await berit.page.goto('/mottak/kontakt')
    await berit.page.getByText('00001234').waitFor()
  })

  hus.sjekk('nynorsk følger brukeren', async () => {
    const bjorn = await hus.person(s.BJORN)
    const { page } = bjorn
    await page.goto('/mottak/oppgaveliste')
    await page.getByText('Bokmål').first().click()
    await page.getByRole('button', { name: 'Nynorsk' }).click()
    await page.waitForLoadState()
    assert.equal(s.sti(page), '/mottak/oppgaveliste', 'one stays where one was')
    assert.equal(await page.locator('html').getAttribute('lang'), 'nn')
    for (const sti of await menyene(page)) {
      await page.goto(sti)
      await bjorn.seAlle(`${sti} in nynorsk`, BREDT_OG_SMALT)
    }
    await page.getByRole('button', { name: 'Logg ut' }).first().click()
    await page.waitForURL(/logg-inn/)
    const igjen = await hus.person(s.BJORN)
    assert.equal(await igjen.page.locator('html').getAttribute('lang'), 'nn', 'the choice is the user’s')
  })

  hus.sjekk('alle deler av samtalen', async () => {
    const tora = await hus.person(s.TORA)
    const { page } = tora
    await page.goto('/mottak/oppgaveliste')
    await page.getByRole('button', { name: /^Vis detaljer/ }).first().click()
    await page.getByRole('button', { name: /^Gjennomfør bosettingssamtale/ }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Bosettingsinformasjon' }).waitFor()
    await s.svar(page, s.VENNER, 'Ja')
    await s.svar(s.kjent(page, 1), s.FLERE, 'Ja')
    await s.kjent(page, 2).waitFor()
    await s.svar(page, s.ANDRE, 'Ja')
    await tora.seAlle('all that can follow an answer')
    for (const hjelp of await page.getByRole('main').locator('summary:visible').all()) await hjelp.click()
    await tora.seAlle('all help texts open', BREDT_OG_SMALT)
    for (const del of ['Språk', 'Yrke', 'Utdanning', 'Andre ferdigheter', 'Interesser', 'Tilretteleggingsbehov']) {
      await s.tilDel(page, del)
      await tora.seAlle(del, BREDT_OG_SMALT)
    }
    // On a telephone the menus and the person are behind buttons.
    await page.setViewportSize({ width: 320, height: 640 })
    for (const navn of ['Meny', 'Mer om personen', 'Tilretteleggingsbehov ·']) {
      await page.locator('summary:visible').filter({ hasText: navn }).first().click()
      await tora.se(`${navn} open`)
      await page.keyboard.press('Escape')
    }
    for (const navn of ['Oppgaveliste', 'Oversikt mottaksbeboere', 'Mottaksinformasjon', 'Kontaktinformasjon']) {
      await page.goto('/mottak')
      await s.tilListe(page, navn)
      const her = page.getByRole('navigation', { name: 'Mottak' }).locator('[aria-current="page"]')
      assert.match(await her.innerText(), new RegExp(`^${navn}`))
      await tora.noter(() => s.until(`${navn} to be in sight in the menu`, async () => {
        const { x, width } = await her.boundingBox()
        return x >= 0 && x + Math.min(width, 200) <= 320
      }, 2000))
    }
  })

  hus.sjekk('tvungne farger og mindre bevegelse', async () => {
    for (const options of [{ forcedColors: 'active' }, { reducedMotion: 'no-preference' }, { forcedColors: 'active', width: 320, dark: true }]) {
      const tuva = await hus.person('Tuva Tveit, MottakBosettingsansvarlig, Solbakken tilrettelagt avdeling', options)
      const { page } = tuva
      await page.goto('/mottak/oppgaveliste')
      await tuva.se(`the task list, ${JSON.stringify(options)}`)
      await page.getByRole('button', { name: /^Vis detaljer/ }).first().click()
      await page.getByRole('button', { name: /^Gjennomfør bosettingssamtale/ }).first().click()
      await page.getByRole('heading', { level: 1, name: 'Bosettingsinformasjon' }).waitFor()
      await tuva.se(`the interview, ${JSON.stringify(options)}`)
      const boks = page.getByRole('combobox').first()
      if (options.forcedColors) await page.keyboard.press('Tab')
      if (options.forcedColors) await s.synligFokus(page, 'focus in forced colours')
      await boks.waitFor()
    }
  })
}, ['sqlite'])

/** Every column sorts, and leafing through all pages meets everybody once. */
async function sortereOgBla(page) {
  const dag = (d) => d.split('.').reverse().join('-')
  for (const [liste, antall] of [['Oppgaveliste', null], ['Oversikt mottaksbeboere', 624]]) {
    await s.tilListe(page, liste)
    const kolonner = (await page.getByRole('columnheader').allInnerTexts()).map(s.enkel).filter((k) => k !== 'Handling')
    assert.equal(kolonner.length, 6)
    for (const kolonne of kolonner) {
      const overskrift = page.getByRole('columnheader', { name: kolonne })
      const for0 = await overskrift.getAttribute('aria-sort')
      await Promise.all([page.waitForEvent('load'), overskrift.getByRole('link').click()])
      const etter = await overskrift.getAttribute('aria-sort')
      assert.equal(etter, for0 === 'ascending' ? 'descending' : 'ascending', `${liste}: ${kolonne}`)
      if (kolonne !== 'Bosettingssak opprettet') continue
      const dager = (await page.getByRole('table').getByText(/^\d\d\.\d\d\.\d{4}$/).allInnerTexts()).map(dag)
      assert.deepEqual(dager, dager.toSorted(), `${liste}: ${kolonne}`)
    }
    await page.goto(page.url().split('?')[0])
    const duf = []
    for (;;) {
      duf.push(...(await s.dufnumre(page)))
      const neste = page.getByRole('link', { name: /^Neste/ })
      if (!(await neste.count())) break
      await Promise.all([page.waitForEvent('load'), neste.click()])
    }
    assert.equal(new Set(duf).size, duf.length, `${liste}: somebody is met twice`)
    if (antall) assert.equal(duf.length, antall)
  }
}

/** Every address in the person's menus. */
async function menyene(page) {
  const adresser = new Set()
  const samle = async () => {
    for (const nav of [page.getByRole('banner'), page.getByRole('navigation')]) {
      for (const a of await nav.getByRole('link').all()) adresser.add(await a.getAttribute('href'))
    }
  }
  await page.goto('/arbeidsflate')
  await samle()
  const mottak = page.getByRole('link', { name: 'Mottak', exact: true })
  if (await mottak.count()) {
    await mottak.first().click()
    await page.getByRole('navigation', { name: 'Mottak' }).waitFor()
    await samle()
  }
  adresser.delete('/mottak') // leads to the first of its menu
  return [...adresser]
}

const lagre = (page) => Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Lagre', exact: true }).click()])
