// Ctrl+K, or / outside a field, goes to the search in the header. <html data-hurtigtaster="av"> turns it off.

export function shortcuts(page) {
  if (page.documentElement.dataset.hurtigtaster === 'av') return;
  page.addEventListener('keydown', (event) => {
    const ctrlK = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const slash = event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
    if (!ctrlK && !slash) return;
    const search = [...page.querySelectorAll('[data-hurtigsok]')].find((s) => s.checkVisibility());
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
}

const isTyping = (element) => element.matches('input, textarea, select, [contenteditable="true"]');
