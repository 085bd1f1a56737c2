type Environment = Record<string, string | undefined>;

const SECRET_NAME = /(?:^|_)(?:TOKEN|SECRET|KEY|(?:PG)?PASSWORD)S?(?:_|$)/;
/** Variables that only Theta reads, once. */
const OURS = /^(?:DISCORD|SLACK)_|^(?:DATABASE|QUICKCHART)_URL$/;
/** Anything shorter would blank out half of a log. */
const SHORTEST = 6;

/** What in an environment is secret, by the names of the variables, and every password in an address. */
export function findSecrets(environment: Readonly<Environment>): string[] {
  const values = Object.entries(environment).flatMap(([name, value = '']) => [
    // Several keys stand in one variable, with commas between them.
    ...(SECRET_NAME.test(name) ? [value, ...value.split(',').map((part) => part.trim())] : []),
    ...passwordsIn(value),
  ]);
  return [...new Set(values)].filter((value) => value.length >= SHORTEST);
}

/**
 * Takes Theta's own secrets out of an environment once they are read: what Node writes when it crashes, and the workers
 * and programs that it starts, would carry them on.
 */
export function forgetSecrets(environment: Environment): void {
  for (const name of Object.keys(environment)) if (OURS.test(name)) delete environment[name];
}

/** As written, and as meant. */
function passwordsIn(value: string): string[] {
  const written = URL.canParse(value) ? new URL(value).password : '';
  if (written === '') return [];
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    return [written];
  }
}
