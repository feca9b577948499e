// What was typed here and has no field any more, since the interview was completed meanwhile: the text is shown, to be
// made a note or thrown away.
import { remove } from './lager.js';
import { fetchKey, unseal } from './nokkel.js';

// show puts the texts of the rows into the box that the page has for what is found unsaved; the number of them. A key
// that is not given here and now but lives (levende) may be given again: its row is left alone.
export async function show(box, rows, bruker, levende) {
  const keys = new Map();
  const list = box.querySelector('ul');
  const item = list.querySelector('li');
  let shown = 0;
  for (const row of rows) {
    const text = await unseal(row, keys, (id) => fetchKey('GET', `/utkast/${row.beboer}/${id}`, bruker));
    if (text === null && levende && !levende.includes(row.nokkel)) await remove(row);
    if (!text?.verdi) continue;
    shown++;
    const li = document.createElement('li');
    const p = document.createElement('p');
    p.className = 'b-samtale__svar';
    p.dir = 'auto';
    p.textContent = text.verdi;
    li.append(p, ...choices(row, text.verdi, li));
    item.before(li);
  }
  item.remove();
  return shown;
}

function choices(row, verdi, li) {
  const done = async () => {
    await remove(row);
    const box = li.closest('.b-alert');
    li.remove();
    if (!box.querySelector('li')) box.remove();
  };
  const drop = document.querySelector('[data-okt-ulagret] [data-ulagret="slett"]').cloneNode(true);
  drop.querySelector('span').textContent = drop.dataset.bare;
  drop.addEventListener('click', done);
  const note = document.querySelector('[data-merknadmal]')?.content.cloneNode(true).firstElementChild;
  if (!note) return [drop];
  note.querySelector('[data-til-merknad-tekst]').value = verdi;
  note.addEventListener('submit', async (event) => {
    event.preventDefault();
    const answer = await fetch(note.action, { method: 'POST', body: new URLSearchParams(new FormData(note)) }).catch(() => null);
    if (!answer) return;
    if (!answer.ok) return note.submit();
    await done();
    location.assign(answer.url);
  });
  return [note, drop];
}
