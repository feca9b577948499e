// "Vis detaljer" in lists: opens the row below in place of a reload, and keeps the address as the server would write it,
// so that a reload or a shared link shows the same rows.

export function openDetails(page) {
  for (const link of page.querySelectorAll('[data-detaljer]')) {
    asButton(link, () => {
      const open = !isOpen(link);
      show(link, open);
      remember(link.dataset.param, link.dataset.detaljer, open, tableOf(link));
      followAll(tableOf(link));
    });
  }
  for (const link of page.querySelectorAll('[data-alle-detaljer]')) {
    asButton(link, () => {
      const table = document.getElementById(link.dataset.alleDetaljer);
      const open = !isOpen(link);
      setState(link, open);
      for (const each of rowLinks(table)) show(each, open);
      rememberAll(link.dataset.param, open);
    });
  }
}

const isOpen = (link) => link.getAttribute('aria-expanded') === 'true';
const tableOf = (link) => link.closest('table');
const rowLinks = (table) => (table ? [...table.querySelectorAll('[data-detaljer]')] : []);

// A link that acts is a button to those who cannot see it, and a button answers to the space bar. A click that asks for
// a new tab or window keeps the link's own meaning.
function asButton(link, act) {
  link.setAttribute('role', 'button');
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    act();
  });
  link.addEventListener('keydown', (event) => {
    if (event.key !== ' ') return;
    event.preventDefault();
    act();
  });
}

function setState(link, open) {
  link.setAttribute('aria-expanded', String(open));
  link.querySelector('[data-tekst]').textContent = open ? link.dataset.skjul : link.dataset.vis;
}

function show(link, open) {
  const detail = document.getElementById(link.getAttribute('aria-controls'));
  if (!detail) return;
  setState(link, open);
  detail.hidden = !open;
  document.getElementById(link.dataset.detaljer)?.classList.toggle('b-row--open', open);
}

// "Vis alle" says "Skjul alle" only while all are open.
function followAll(table) {
  for (const all of document.querySelectorAll('[data-alle-detaljer]')) {
    if (all.dataset.alleDetaljer === table?.id) setState(all, rowLinks(table).every(isOpen));
  }
}

function remember(param, id, open, table) {
  const address = new URL(location.href);
  const before = address.searchParams.getAll(param);
  const now = before.includes('alle') ? rowLinks(table).map((l) => l.dataset.detaljer) : before;
  address.searchParams.delete(param);
  for (const each of now) if (each !== id) address.searchParams.append(param, each);
  if (open) address.searchParams.append(param, id);
  history.replaceState(history.state, '', address);
}

function rememberAll(param, open) {
  const address = new URL(location.href);
  address.searchParams.delete(param);
  if (open) address.searchParams.set(param, 'alle');
  history.replaceState(history.state, '', address);
}
