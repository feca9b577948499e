// Drops custom properties that nothing reads. Designsystemet's theme declares some five hundred, most of them for
// colours and type sizes that we do not use; what is left is a fifth.

/** Takes minified CSS and returns it without the declarations of unread --properties. */
export function pruneProperties(css) {
  for (;;) {
    const read = new Set([...css.matchAll(/var\(\s*(--[\w-]+)/g)].map((m) => m[1]));
    // A declaration begins after { ; or } and ends at ; or before }. Values with strings or blocks are left alone.
    const next = css.replace(/([{;}])(--[\w-]+):([^;{}"']*)(;|(?=\}))/g, (all, before, name) =>
      read.has(name) ? all : before,
    );
    if (next === css) return css.replace(/(?:^|(?<=[{}]))[^{}@;]+\{\}/g, '');
    css = next;
  }
}
