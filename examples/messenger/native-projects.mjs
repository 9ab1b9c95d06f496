// npm run native: makes android/ and ios/ from the template of this React Native version. They are not kept in
// version control here; an app of your own keeps them.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = dirname(fileURLToPath(import.meta.url))
const read = (file) => JSON.parse(readFileSync(join(folder, file), 'utf8'))
const { name } = read('app.json')
const version = read('package.json').dependencies['react-native']

const temporary = mkdtempSync(join(tmpdir(), 'messenger-native-'))
try {
  const target = join(temporary, name)
  execFileSync(
    process.execPath,
    [
      join(folder, 'node_modules/@react-native-community/cli/build/bin.js'),
      'init',
      name,
      `--version=${version}`,
      `--directory=${target}`,
      '--package-name=org.carillon.messenger',
      '--pm=npm',
      '--skip-install',
      '--skip-git-init',
      '--install-pods=false',
    ],
    { stdio: 'inherit', cwd: temporary },
  )
  for (const platform of ['android', 'ios']) {
    const place = join(folder, platform)
    if (existsSync(place)) console.log(`${platform}/ is there already: left as it is`)
    else cpSync(join(target, platform), place, { recursive: true })
  }
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
