const nextSteps: readonly (readonly [RegExp, string])[] = [
  [/No space left on device|ENOSPC|EDQUOT/i, 'Free some disk space and start again.'],
  [
    /look up effective user ID/,
    'Postgres needs a user that the system knows: add an entry to /etc/passwd, start as another user, or set DATABASE_URL.',
  ],
  [
    /incompatible with server|not compatible with this version/,
    'This data was made by another major version of Postgres: export it with the release that made it and import it into a new DATA_DIR.',
  ],
  [
    /loading shared libraries|symbol not found|version .GLIBC|spawn .* ENOENT/,
    'The packaged Postgres needs glibc (Alpine has musl) and an intact `npm ci`; where that cannot be, set DATABASE_URL.',
  ],
  [
    /Permission denied|Operation not permitted|EACCES|EPERM|EROFS|wrong ownership/i,
    'Make DATA_DIR a folder that the user of this process may write to, or set DATABASE_URL.',
  ],
];

/** An error in two parts: what went wrong, with its evidence, and what to do next. */
export function startFailure(what: string, evidence: unknown): Error {
  const text = textOf(evidence);
  const known = nextSteps.find(([pattern]) => pattern.test(text));
  const next =
    known?.[1] ?? 'Mend what it names and start again, or set DATABASE_URL to use another Postgres.';
  return new Error(`${what}: ${text.trim()}\n${next}`, evidence instanceof Error ? { cause: evidence } : {});
}

/** A program that failed has said why on its standard error; the message would repeat its whole command. */
function textOf(evidence: unknown): string {
  if (!(evidence instanceof Error)) return String(evidence);
  return 'stderr' in evidence && evidence.stderr ? String(evidence.stderr) : evidence.message;
}
