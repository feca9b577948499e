// Sending what is typed: one request in flight per answer, and an attempt whose outcome is unknown is sent again, the
// same bytes under the same key, until it is known.
import { everything, form, main, ord, parts, read, say, tilstand, unsaved, uuid, waiting } from './felt.js';
import { alive, whoIsHere } from './okt.js';
import { status } from './status.js';

const quiet = 800; // ms after the last key
const longest = 3000; // ms into continuous typing
const patience = 10000; // ms until the outcome of a request is unknown
const slow = 4000; // ms until the page says so
const lasting = 60 * 1024; // bytes in flight that a browser carries past the end of the page (its own limit is 64 KiB)

let ring;
let bell = new Promise((done) => (ring = done));
// wake ends all waiting for the next attempt.
export function wake() {
  ring();
  bell = new Promise((done) => (ring = done));
}
for (const event of ['online', 'focus']) addEventListener(event, wake);

// Full jitter: many who lost the same server do not come back at the same moment.
function pause(tries, least = 0) {
  const most = Math.min(30000, 500 * 2 ** (tries - 1));
  return Promise.race([bell, new Promise((done) => setTimeout(done, Math.max(least, Math.random() * most)))]);
}

let login = null;
// signedIn waits until the person who wrote here is signed in again. It asks without a letter of the text; if it is
// somebody else, everything goes.
export const signedIn = () =>
  (login ??= (async () => {
    for (let tries = 1; ; tries++) {
      await pause(tries);
      const who = await whoIsHere();
      if (who === main.dataset.bruker) break;
      if (who) return parts.wipe();
    }
    login = null;
    tilstand.login = false;
    for (const f of everything()) f.login = false;
    parts.draft?.renew();
  })());

// attempt asks until the outcome is known, and returns it: {status, data}.
export async function attempt(f, version, body) {
  const text = JSON.stringify(body);
  const key = uuid();
  for (let tries = 1; ; tries++) {
    await login;
    if (tilstand.stopped) return { status: 0, data: {} };
    const late = setTimeout(() => {
      f.tries ||= 1;
      status();
    }, slow);
    const answer = await put(text, { 'If-Match': `"${version}"`, 'Idempotency-Key': key });
    clearTimeout(late);
    f.login = answer.status === 401 && answer.data.feil === 'logg_inn';
    if (answer.status && !f.login) {
      f.tries = 0;
      if (answer.status === 200) alive();
      return answer;
    }
    if (!f.login) f.tries = tries;
    status();
    await (f.login ? signedIn() : pause(tries, answer.wait));
  }
}

let flying = 0; // bytes
async function put(body, headers) {
  const size = new Blob([body]).size;
  const keepalive = flying + size <= lasting;
  if (keepalive) flying += size;
  try {
    const response = await fetch(main.dataset.samtale, {
      method: 'PUT',
      headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'Bosett-Bruker': main.dataset.bruker, ...headers },
      body,
      keepalive,
      signal: AbortSignal.timeout(patience),
    });
    const { status: code } = response;
    if (code === 429 || code >= 500) return { wait: Math.min(60, Number(response.headers.get('Retry-After')) || 0) * 1000 };
    return { status: code, data: await response.json() };
  } catch {
    return {};
  } finally {
    if (keepalive) flying -= size;
  }
}

// send sends what the field holds now, unless it is stored or has to wait for the user.
export function send(f) {
  clearTimeout(f.timer);
  if (f.sending) return f.sending;
  if (tilstand.stopped || !waiting(f)) return Promise.resolve(status());
  return run(f, save(f));
}

// give tells the server the text that gives way to what stands in the version that the user has seen.
export async function give(f, version) {
  await f.sending;
  return run(f, save(f, version, { gitt: true }));
}

function run(f, saving) {
  f.sending = saving.finally(() => {
    f.sending = null;
    f.since = 0;
    parts.draft?.changed(f);
    if (!tilstand.stopped && waiting(f)) later(f);
    status();
  });
  status();
  return f.sending;
}

async function save(f, version = f.version, given = {}) {
  const value = read(f);
  f.sent = value;
  const { status: code, data } = await attempt(f, version, { sporsmal: f.question, rad: f.row, verdi: value, ...given });
  f.error = '';
  f.refused = null;
  if (code === 200) {
    if (given.gitt) return { ...data, value };
    f.version = data.versjon;
    f.saved = value;
    tilstand.lastSaved = data.klokke;
    parts.progress?.(data);
  } else if (code === 409 && data.feil === 'konflikt') {
    if (f.before !== undefined && data.deres === f.before) return own(f, data);
    f.error = ord.konflikt; // until the panel stands there
    f.refused = value;
    (await parts.conflict()).conflict(f, data);
  } else if (code === 409) {
    f.refused = value;
    f.error = data.feil === 'forseglet' ? ord.forseglet : say('stengt', { navn: data.av ?? '' });
    (await parts.conflict()).closed(f, data);
  } else if (code === 413 || code === 422 || code === 428) {
    f.refused = value;
    f.error = say('avvist', { tekst: data.tekst ?? '' });
  } else if (data.feil === 'annen_bruker') {
    parts.wipe();
  } else if (code) {
    tilstand.stopped = ord.borte;
  }
}

// What stands there is what this person had on its way when the page was lost: no conflict, the newer text goes after.
function own(f, data) {
  f.version = data.versjon;
  f.saved = data.deres;
  f.before = undefined;
}

// later sends when the typing pauses.
export function later(f) {
  clearTimeout(f.timer);
  const now = performance.now();
  f.since ||= now;
  f.timer = setTimeout(() => send(f), Math.min(quiet, Math.max(0, f.since + longest - now)));
  status();
}

// last is for a page that goes away now: what is not on its way is sent, and so is what is newer than what is on its
// way, on the same version. The one that comes first is stored; if that is the older, the newer lies in the draft.
export function last() {
  if (tilstand.stopped || login) return;
  for (const f of everything()) {
    if (!f.sending) send(f);
    else if (unsaved(f) && read(f) !== f.sent) {
      const body = JSON.stringify({ sporsmal: f.question, rad: f.row, verdi: read(f) });
      put(body, { 'If-Match': `"${f.version}"`, 'Idempotency-Key': uuid() });
    }
  }
}

// flush sends all that waits and resolves when it is stored or has to wait for the user, or after so many ms.
export async function flush(most) {
  const sent = (async () => {
    while (!tilstand.stopped && everything().some((f) => f.sending || waiting(f))) await Promise.all(everything().map(send));
  })();
  await Promise.race([sent, new Promise((done) => setTimeout(done, most))]);
}

// lead goes to what has to be settled before one can go on.
export function lead() {
  const held = everything().find((f) => f.panel) ?? everything().find((f) => f.error && unsaved(f));
  (held?.panel ?? held?.controls[0] ?? form)?.focus();
}
