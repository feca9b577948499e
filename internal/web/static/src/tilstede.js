// Tells that this page of an interview is open, and says which colleagues have it open too. It does not prolong the
// session, and stops while the page is out of sight. What cannot be asked is not said.
const main = document.querySelector('[data-tilstede]');
const line = document.querySelector('[data-tilstede-tekst]');
const address = main?.dataset.tilstede;
let timer;

async function tell() {
  clearTimeout(timer);
  if (document.visibilityState === 'hidden') return;
  let text = '';
  try {
    const answer = await fetch(address, {
      method: 'PUT',
      headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
      body: JSON.stringify({ seksjon: main.dataset.seksjon }),
      signal: AbortSignal.timeout(10000),
    });
    if (answer.ok) text = (await answer.json()).tekst;
    else if (answer.status !== 503) return say(''); // signed out, completed or gone: nobody is told any more
  } catch {
    // Offline: the page says so elsewhere.
  }
  say(text);
  timer = setTimeout(tell, Number(main.dataset.puls) * 1000);
}

function say(text) {
  if (line.textContent !== text) line.textContent = text;
}

if (line) {
  tell();
  document.addEventListener('visibilitychange', tell);
  addEventListener('pageshow', (event) => event.persisted && tell());
  addEventListener('pagehide', () => {
    clearTimeout(timer);
    fetch(address, { method: 'DELETE', headers: { Accept: 'application/json' }, keepalive: true }).catch(() => {});
  });
}
