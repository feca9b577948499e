// Menus that lie over the page close with Escape, which gives focus back to their button, and when one goes elsewhere.

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
