import { builtinModules } from 'node:module'

import { defineConfig } from 'oxlint'

import {
  doorFolders,
  domainFolders,
  importLaw,
  type PackageFolder,
  packageFolders,
  portablePackages,
  testFiles,
} from './scripts/import-law.ts'

type Pattern = { message: string } & ({ group: string[] } | { regex: string })

const onlyAllowedPackages = (folder: PackageFolder): Pattern => {
  const allowed: readonly string[] = importLaw[folder]
  return {
    group: ['@carillon/*', ...allowed.map((name) => `!@carillon/${name}`)],
    message: `${folder} may import ${allowed.length === 0 ? 'none of our packages' : `only ${allowed.join(', ')}`}: see docs/architecture.md.`,
  }
}

const noDeepImports: Pattern = {
  group: [
    '@carillon/*/**',
    '!@carillon/protocol/schemas',
    '!@carillon/client/node',
    '!@carillon/client/react-native',
  ],
  message: 'Import what the package exports, not a file inside it.',
}

const noPathsIntoPackages: Pattern = {
  regex: String.raw`^(\.\./)+(packages/)?(${packageFolders.join('|')})/(src|dist|lib)/`,
  message: 'Import another package by its name.',
}

const noNodeBuiltins: Pattern = {
  regex: `^(node:.*|(${builtinModules.filter((name) => !name.startsWith('_')).join('|')}))$`,
  message: 'This package also runs in browsers and on React Native: no Node built-ins.',
}

const noDoors: Pattern = {
  regex: String.raw`^(\.\./)+(${doorFolders.join('|')})(/|$)`,
  message: 'The domain never imports the doors: see docs/architecture.md.',
}

const noCompositionRoot: Pattern = {
  regex: String.raw`^(\.\./)+(server|bin|index)\.ts$`,
  message: 'The parts are handed what they need and never import what wires them: see docs/architecture.md.',
}

const onlyConfigReadsEnv = {
  name: 'node:process',
  importNames: ['env'],
  message: 'Only server/src/config reads the environment.',
}

const imports = (
  ...patterns: Pattern[]
): ['error', { paths: (typeof onlyConfigReadsEnv)[]; patterns: Pattern[] }] => [
  'error',
  { paths: [onlyConfigReadsEnv], patterns: [...patterns, noDeepImports, noPathsIntoPackages] },
]

export default defineConfig({
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'promise', 'node', 'vitest'],
  options: { reportUnusedDisableDirectives: 'error' },
  ignorePatterns: ['**/dist/**', 'packages/react-native-push/lib/**', '.carillon/**'],
  categories: { correctness: 'error', suspicious: 'error' },
  rules: {
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    'max-depth': ['error', 4],
    'max-lines': ['error', { max: 300 }],
    'no-console': 'error',
    'no-else-return': 'error',
    'no-empty': ['error', { allowEmptyCatch: false }],
    'no-param-reassign': 'error',
    'no-var': 'error',
    'prefer-const': 'error',
    'import/no-commonjs': 'error',
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'import/no-duplicates': 'error',
    'node/no-process-env': 'error',
    'typescript/consistent-type-exports': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-import-type-side-effects': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-unsafe-argument': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/no-unsafe-call': 'error',
    'typescript/no-unsafe-member-access': 'error',
    'typescript/no-unsafe-return': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/prefer-promise-reject-errors': 'error',
    'typescript/restrict-plus-operands': 'error',
    'typescript/return-await': ['error', 'error-handling-correctness-only'],
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/use-unknown-in-catch-callback-variable': 'error',
    'unicorn/no-process-exit': 'error',
    'unicorn/prefer-node-protocol': 'error',
    'vitest/no-identical-title': 'error',
    'vitest/valid-expect': ['error', { maxArgs: 2 }],
    'vitest/no-restricted-vi-methods': [
      'error',
      Object.fromEntries(
        ['mock', 'doMock', 'stubGlobal', 'stubEnv', 'useFakeTimers'].map((method) => [
          method,
          'Hand the part in instead: modules, globals and timers are shared by all tests of a run.',
        ]),
      ),
    ],

    // Off: in this code they find habits, not faults.
    'import/no-named-as-default': 'off',
    'import/no-named-as-default-member': 'off',
    'import/no-unassigned-import': 'off',
    'no-underscore-dangle': 'off',
    'no-unmodified-loop-condition': 'off',
    'promise/always-return': 'off',
    'promise/no-callback-in-promise': 'off',
    'typescript/no-extraneous-class': 'off',
    'typescript/no-generated-empty-object-type': 'off',
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/unbound-method': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'unicorn/no-array-reverse': 'off',
    'unicorn/no-array-sort': 'off',
    'unicorn/prefer-add-event-listener': 'off',
    'vitest/expect-expect': 'off',
    'vitest/no-conditional-expect': 'off',
    'vitest/no-standalone-expect': 'off',
    'vitest/require-mock-type-parameters': 'off',
  },
  overrides: [
    ...packageFolders.map((folder) => ({
      files: [`packages/${folder}/**`],
      rules: { 'no-restricted-imports': imports(onlyAllowedPackages(folder)) },
    })),
    ...portablePackages.map((folder) => ({
      files: [`packages/${folder}/src/**`],
      // A package's command runs on the developer's machine; what is for Node alone has an entry of its own.
      excludeFiles: [...testFiles, 'packages/*/src/cli/**', 'packages/client/src/node/**'],
      rules: { 'no-restricted-imports': imports(onlyAllowedPackages(folder), noNodeBuiltins) },
    })),
    {
      files: domainFolders.map((folder) => `packages/server/src/${folder}/**`),
      rules: { 'no-restricted-imports': imports(onlyAllowedPackages('server'), noDoors, noCompositionRoot) },
    },
    { files: ['packages/server/src/config/**'], rules: { 'node/no-process-env': 'off' } },
    {
      files: ['tests/**', 'scripts/**', 'bench/**'],
      // What all tests of a run share is set up by the parts themselves.
      excludeFiles: ['tests/support/**'],
      rules: { 'no-restricted-imports': ['error', { patterns: [noDeepImports, noPathsIntoPackages] }] },
    },
    {
      files: ['tests/**', 'scripts/**', 'bench/**'],
      rules: { 'node/no-process-env': 'off' },
    },
    {
      files: [
        'scripts/**',
        'bench/**',
        'tests/chaos/run.ts',
        'packages/*/src/bin.ts',
        'packages/*/src/cli/**',
      ],
      rules: { 'no-console': 'off', 'unicorn/no-process-exit': 'off' },
    },
    {
      files: [...testFiles, 'tests/**'],
      rules: {
        'max-lines': ['error', { max: 600 }],
        'node/no-process-env': 'off',
        'typescript/no-explicit-any': 'off',
        'typescript/no-unsafe-argument': 'off',
        'typescript/no-unsafe-assignment': 'off',
        'typescript/no-unsafe-call': 'off',
        'typescript/no-unsafe-member-access': 'off',
        'typescript/no-unsafe-return': 'off',
      },
    },
    { files: ['**/*.config.ts'], rules: { 'import/no-default-export': 'off' } },
    {
      // An app of its own, whose dependencies a lint need not have installed; its types are checked with them.
      files: ['examples/**'],
      rules: {
        'no-console': 'off',
        'import/no-commonjs': 'off',
        'import/no-default-export': 'off',
        'typescript/no-redundant-type-constituents': 'off',
        'typescript/no-unsafe-argument': 'off',
        'typescript/no-unsafe-assignment': 'off',
        'typescript/no-unsafe-call': 'off',
        'typescript/no-unsafe-member-access': 'off',
        'typescript/no-unsafe-return': 'off',
      },
    },
    {
      // What jest, Expo and React Native's tools load as it is, and apps of theirs: plain JavaScript without types.
      files: ['packages/*/jest/**', 'packages/*/*.js', 'tests/react-native/**'],
      rules: {
        'no-restricted-imports': 'off',
        'unicorn/no-unnecessary-await': 'off',
        'vitest/no-restricted-vi-methods': 'off',
        'import/no-commonjs': 'off',
        'import/no-default-export': 'off',
        'typescript/no-unsafe-argument': 'off',
        'typescript/no-unsafe-assignment': 'off',
        'typescript/no-unsafe-call': 'off',
        'typescript/no-unsafe-member-access': 'off',
        'typescript/no-unsafe-return': 'off',
      },
    },
  ],
})
