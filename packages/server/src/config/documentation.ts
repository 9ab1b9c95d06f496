import { namedKeys, type NamedKey } from './keys.ts'

/** The text of docs/configuration.md. */
export const configurationPage = (): string =>
  [
    '# Configuration',
    '',
    'Every key has a default that works. Values are taken from, later ones win:',
    '',
    '1. `carillon.json` in the working folder, or the file that `CARILLON_CONFIG` or `--config` names;',
    '2. environment variables;',
    '3. options of the command.',
    '',
    'In the file, a dot in a name below is a nested object: `push.proxyURL` is `{ "push": { "proxyURL": "..." } }`. Relative paths in the file count from the file, those in the environment from the working folder. An unknown key, in the file or beginning with `CARILLON_`, stops the server with a message; so does a value that is not allowed, and every problem is listed at once.',
    '',
    '`packages/server/example.env` holds all of them for copying.',
    '',
    ...namedKeys.flatMap(section),
  ].join('\n')

const section = ({ path, environmentName, key }: NamedKey): string[] => [
  `## ${path}`,
  '',
  key.help,
  '',
  `- Environment: \`${environmentName}\``,
  `- Allowed: ${key.allowed}`,
  `- Default: ${defaultOf(key) === '' ? 'none' : `\`${defaultOf(key)}\``}`,
  '',
]

/** The text of example.env: every key with its default, commented out. */
export const exampleEnvironment = (): string =>
  [
    '# Every key of the Carillon server with its default. Remove the # in front of what you change.',
    '# See docs/configuration.md.',
    '',
    ...namedKeys.flatMap(({ environmentName, key }) => [
      `# ${key.help}`,
      `# Allowed: ${key.allowed}.`,
      `#${environmentName}=${defaultOf(key)}`,
      '',
    ]),
  ].join('\n')

const defaultOf = ({ fallback }: NamedKey['key']): string =>
  typeof fallback === 'string' || typeof fallback === 'number' ? String(fallback) : ''
