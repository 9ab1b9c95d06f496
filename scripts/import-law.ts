/** Every package and the packages of ours it may import. `oxlint.config.ts` enforces it. */
export const importLaw = {
  protocol: [],
  channels: ['protocol'],
  lab: ['protocol'],
  client: ['protocol'],
  'react-native-push': ['protocol', 'client'],
  console: ['protocol', 'client'],
  server: ['protocol', 'channels'],
  testkit: ['protocol', 'channels', 'lab', 'client', 'react-native-push', 'server'],
} as const satisfies Record<string, readonly string[]>

/** The name of a package's folder under packages/. */
export type PackageFolder = keyof typeof importLaw

/** All packages, those that others build on first. */
export const packageFolders = Object.keys(importLaw) as PackageFolder[]

/** Packages whose sources also run in browsers and on React Native, where Node's built-ins do not exist. */
export const portablePackages: readonly PackageFolder[] = [
  'protocol',
  'client',
  'react-native-push',
  'console',
]

/** Folders of server/src that hold the domain: they know neither the doors nor what wires the parts. */
export const domainFolders = [
  'tenants',
  'accounts',
  'presence',
  'messaging',
  'conversations',
  'groups',
  'files',
  'callbacks',
  'callbacks',
  'push',
  'store',
] as const

/** Folders of server/src through which bytes come in. */
export const doorFolders = ['gateway', 'rest', 'console-api', 'receipts', 'files-door'] as const

/** Files that only tests use: never published, and not bound by what holds for sources alone. */
export const testFiles = [
  '**/*.test.ts',
  '**/*.contract.ts',
  '**/src/**/testing/**',
  '**/src/**/testing.ts',
] as const
