// After a refused form the summary of errors gets focus; each of its links goes to the field itself, also where the
// address names a group of radio buttons.

export function focusErrors(page) {
  const summary = page.querySelector('[data-feiloppsummering]');
  if (!summary) return;
  summary.focus();
  summary.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const field = target?.matches('fieldset') ? target.querySelector('input:not([disabled])') : target;
    if (!field) return;
    event.preventDefault();
    (target.querySelector('legend') ?? document.querySelector(`label[for="${CSS.escape(field.id)}"]`) ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}
