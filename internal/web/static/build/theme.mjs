// The colour theme, made from src/theme/designsystemet.config.json by Designsystemet's own token command.
// It takes about three seconds, so the answer is kept under node_modules/.cache for as long as neither the
// configuration nor the command's version changes.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

export function buildTheme(root, config, cache) {
  const version = JSON.parse(
    readFileSync(path.join(root, 'node_modules/@digdir/designsystemet/package.json'), 'utf8'),
  ).version;
  const key = createHash('sha256').update(version).update(readFileSync(config)).digest('hex').slice(0, 16);
  const out = path.join(cache, `theme-${key}.css`);
  if (existsSync(out)) return out;

  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(path.join(cache, 'theme-'));
  const run = (...args) =>
    execFileSync(path.join(root, 'node_modules/.bin/designsystemet'), ['tokens', ...args, '--config', config], {
      cwd: work,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  run('create', '--out-dir', path.join(work, 'tokens'));
  run('build', '--tokens', path.join(work, 'tokens'), '--out-dir', path.join(work, 'css'));
  renameSync(path.join(work, 'css', 'bosett.css'), out);
  rmSync(work, { recursive: true });
  return out;
}
