// The sentence about saving. It is never better than the truth, and it is read out sparingly.
import { dirty, everything, kept, ord, say, tilstand, unsaved } from './felt.js';

const line = document.querySelector('[data-lagrestatus]');
const target = line.querySelector('[data-lagrestatus-tekst]');
const pauseBetween = 10000; // ms between two sentences that are read out
let lastSaid = -pauseBetween;
let wrong = false; // something has been wrong since the last "Lagret"
let link;

// status says how it stands. Where it has come from something wrong to something worse, nothing more is read out.
export function status() {
  const all = everything();
  const tries = Math.max(0, ...all.map((f) => f.tries ?? 0));
  const login = !tilstand.stopped && (tilstand.login || all.some((f) => f.login));
  offerLogin(login);
  if (tilstand.stopped) return tell('failed', tilstand.stopped);
  if (login) return tell('failed', ord[kept() ? 'logg-inn-holdt' : 'logg-inn']);
  if (all.some((f) => f.panel && !f.closed)) return tell('failed', ord.konflikt);
  const held = all.find((f) => f.error && unsaved(f));
  if (held) return tell('failed', held.error);
  if (tries && !navigator.onLine) return tell('offline', ord[kept() ? 'frakoblet-holdt' : 'frakoblet']);
  if (tries) return tell('failed', say('prover', { n: tries + 1 }));
  if (dirty()) return tell('pending', ord.lagrer);
  if (tilstand.lastSaved) return tell('saved', say('lagret', { tid: tilstand.lastSaved }));
}

// Read out at most every ten seconds; what goes wrong at once, and once until it is well again.
function tell(state, text) {
  if (target.textContent === text && line.dataset.state === state) return;
  const bad = state === 'failed' || state === 'offline';
  const first = bad && !wrong;
  const aloud = first || (state === 'saved' && (wrong || performance.now() - lastSaid > pauseBetween));
  if (bad) wrong = true;
  if (state === 'saved') wrong = false;
  if (aloud) lastSaid = performance.now();
  line.setAttribute('aria-live', first ? 'assertive' : aloud ? 'polite' : 'off');
  line.dataset.state = state;
  target.textContent = text;
}

function offerLogin(login) {
  if (login && !link) {
    link = document.createElement('a');
    link.className = 'ds-link';
    link.href = '/logg-inn?retur=/innlogget';
    link.target = '_blank';
    link.rel = 'opener';
    link.textContent = ord['logg-inn-lenke'];
    target.after(' ', link);
  }
  if (link) link.hidden = !login;
}
