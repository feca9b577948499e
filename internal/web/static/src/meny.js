// Menus that lie over the page close with Escape, which gives focus back to their button, and when one goes elsewhere.

/** A row of places or columns that is wider than a phone shows the current one. */
export function showCurrent(page) {
  for (const here of page.querySelectorAll('.b-submenu [aria-current], .b-table thead [aria-sort]')) {
    const row = here.closest('ul, thead');
    const end = here.getBoundingClientRect().right - row.getBoundingClientRect().right;
    if (end > 0) row.scrollLeft = end + 32;
  }
}

export function closeMenus(page) {
  const menus = [...page.querySelectorAll('details[data-lukkes]')];
  if (menus.length === 0) return;
  page.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const menu = menus.find((m) => m.open && m.contains(document.activeElement));
    if (!menu) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
  const closeOthers = (event) => {
    for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
  };
  page.addEventListener('click', closeOthers);
  page.addEventListener('focusin', closeOthers);
}
