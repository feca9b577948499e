// The encrypted local draft: every letter that is not saved yet lies on this machine as ciphertext. The key is the
// server's; it is in this page's memory only and cannot be taken out of it. See docs/adr/0010.
import * as lager from './lager.js';
import { everything, fields, form, keyOf, main, parts, read, tilstand, unsaved, write } from './felt.js';
import { later, send } from './sending.js';
import { wipe } from './side.js';
import { status } from './status.js';
import { boundTo, fetchKey as ask, unseal } from './nokkel.js';

const { bruker } = main.dataset;
const beboer = main.dataset.samtale.split('/')[2];
const address = `/utkast/${beboer}`;
const renewAfter = 6 * 60 * 60 * 1000; // ms; a key is written with for a day
let active = null; // {id, key, at}
let off = false;
let ready = false; // what lay here has been put back

async function fetchKey(method, path) {
  const found = await ask(method, path, bruker);
  return found === 'other' ? wipe() : found;
}

async function renew() {
  const fresh = await fetchKey('POST', address);
  if (fresh) active = fresh;
  if (fresh === null) off = true;
  followUp();
  return fresh;
}

function followUp() {
  for (const f of everything()) if (unsaved(f)) changed(f);
}

const idOf = (f) => [bruker, beboer, f.question, f.row, active.id].join('|');

async function seal(f, verdi) {
  const { id, key } = active;
  const row = {
    id: idOf(f), bruker, beboer, sporsmal: f.question, rad: f.row, versjon: f.version, nokkel: id,
    sti: location.pathname, sted: document.querySelector('h1')?.textContent ?? '', iv: crypto.getRandomValues(new Uint8Array(12)),
  };
  const text = new TextEncoder().encode(JSON.stringify({ verdi, sendt: f.sent }));
  row.data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: row.iv, additionalData: boundTo(row) }, key, text);
  return row;
}

// changed brings the draft in step with the field: written while it is not saved, gone when it is. One write in
// flight for each field; what is typed meanwhile is written next, and only the newest.
export function changed(f) {
  if (off || !ready) return;
  if (f.writing) f.again = true;
  else f.writing = keep(f).finally(() => (f.writing = null));
}

async function keep(f) {
  do {
    f.again = false;
    try {
      if (!unsaved(f)) {
        if (f.draft) await lager.remove(f.draft);
        f.draft = null;
        f.held = undefined;
      } else if (active && !(f.held === read(f) && f.draft.versjon === f.version && f.draft.nokkel === active.id)) {
        if (performance.now() - active.at > renewAfter) renew();
        const verdi = read(f);
        const row = await seal(f, verdi);
        await lager.put(row);
        if (f.draft && f.draft.id !== row.id) await lager.remove(f.draft); // under the key before
        f.draft = row;
        f.held = verdi;
      }
    } catch {
      // Full or refused: what is not saved is said to be so, and leaving asks first.
      f.held = undefined;
    }
  } while (f.again);
  if (f.tries || f.login) status();
}

const holds = (f) => f.held !== undefined && f.held === read(f);

// restore puts back what was typed here and never saved. The server decides whether somebody has written since.
async function restore(rows, levende) {
  const keys = new Map([[active.id, active]]);
  rows.sort((a, b) => (a.rad < b.rad ? -1 : 1));
  for (const row of rows) {
    if (row.bruker !== bruker || row.beboer !== beboer) {
      if (!levende.includes(row.nokkel)) await lager.remove(row);
      continue;
    }
    const text = await unseal(row, keys, (id) => fetchKey('GET', `${address}/${id}`));
    if (text === null && !levende.includes(row.nokkel)) await lager.remove(row);
    if (text) await putBack(row, text);
  }
}

async function putBack(row, { verdi, sendt }) {
  const key = keyOf(row.sporsmal, row.rad);
  if (!fields.has(key) && row.rad) await parts.rows?.missing(row.sporsmal, row.rad);
  const f = fields.get(key);
  if (!f) return;
  if (f.saved === verdi) return lager.remove(row);
  // Somebody who has begun to type before this came sees both.
  const typed = unsaved(f) && /text/.test(f.controls[0].type) ? read(f) : '';
  f.version = row.versjon;
  f.before = sendt;
  f.draft = row;
  f.held = verdi;
  write(f, typed && typed !== verdi ? `${verdi}\n\n${typed}` : verdi);
  typed ? later(f) : send(f);
}

export async function start() {
  if (!window.isSecureContext || !window.crypto?.subtle || !window.indexedDB) return;
  parts.draft = { changed, holds, renew };
  // The rows first: what another tab writes while the keys are asked for is not swept away.
  const rows = (await lager.exists()) ? await lager.all() : [];
  let fresh;
  while ((fresh = await renew()) === undefined && !tilstand.stopped) await new Promise((done) => setTimeout(done, 5000));
  if (fresh) await restore(rows, fresh.levende);
  ready = true;
  followUp();
  form.dataset.utkast = off ? 'av' : 'klar';
}
