// Autosave of the interview. What is on the screen is either stored ("Lagret kl. …") or said not to be, and lies
// encrypted on the machine until it is. All words come from the page, and nothing is written as HTML.
import { dirty, everything, fieldOf, fields, follow, form, keyOf, kept, main, ord, parts, register, tilstand, waiting } from './felt.js';
import { interview } from './kanal.js';
import { flush, last, later, lead, send, signedIn, wake } from './sending.js';
import { place, progress, wipe } from './side.js';
import { status } from './status.js';

const typed = (f) => {
  parts.draft?.changed(f);
  return f;
};

form.addEventListener('input', (event) => {
  const f = fieldOf(event.target);
  if (f) later(typed(f));
});
form.addEventListener('change', (event) => {
  const f = fieldOf(event.target);
  if (!f) return;
  follow();
  send(typed(f));
});
form.addEventListener('focusout', (event) => {
  const f = fieldOf(event.target);
  if (f) send(f);
});
form.addEventListener('submit', async (event) => {
  if (event.submitter?.closest('[data-konflikt], [data-til-merknad]')) return; // what the server answers
  event.preventDefault();
  await flush(5000);
  const button = event.submitter;
  const goes = button?.matches('[data-ferdigstill], [data-send]');
  if (goes && dirty()) lead();
  else if (goes && button.dataset.ferdigstill) location.assign(button.dataset.ferdigstill);
  else if (goes) parts.rows.post(button);
});

// Whoever leaves by a link takes everything along.
document.addEventListener('click', async (event) => {
  const link = event.target.closest('a[href]');
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  if (link.target || link.origin !== location.origin || (link.pathname === location.pathname && link.hash) || !dirty()) return;
  event.preventDefault();
  await flush(3000);
  location.assign(link.href);
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') last();
  else wake();
});
addEventListener('pagehide', last);
// A page that comes back from the browser's memory may be old: what is not saved is sent, else it is read again.
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  if (dirty()) wake();
  else location.reload();
});
addEventListener('beforeunload', (event) => {
  if (dirty() && !tilstand.stopped && !kept()) event.preventDefault();
});

Object.assign(interview, {
  here: true,
  dirty,
  flush,
  ended() {
    if (tilstand.stopped) return;
    tilstand.login = true;
    signedIn();
    status();
  },
  back: wake,
  knows: (row) => fields.has(keyOf(row.sporsmal, row.rad)),
  other: wipe,
  // leave stops everything for a page that is about to be left on purpose.
  leave: () => (tilstand.stopped = ord.borte),
});

// A chunk that did not come is asked for again when it is needed.
Object.assign(parts, { conflict: () => import('./konflikt.js'), progress, wipe });
register(form);
follow();
form.querySelector('[data-uten-skript]').hidden = true;
if (form.querySelector('[data-gruppe]')) await import('./rader.js').then((rows) => rows.start());
if (document.querySelector('[data-utkast-lokalt]')) import('./utkast.js').then((drafts) => drafts.start()).catch(() => {});
parts.conflict().catch(() => {});
// What was typed before the script came.
for (const f of everything()) if (waiting(f)) later(typed(f));

place();
main.dataset.lagring = 'klar';
