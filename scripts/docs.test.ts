import { existsSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { CloseCode, ErrorCode, mayReconnect, methods, subprotocol, socketPath } from '@carillon/protocol'
import { PushErrorCode } from '@carillon/react-native-push'
import { describe, expect, it } from 'vitest'

import { capabilitiesPage } from './capabilities-page.ts'
import { reasonsPage } from './reasons-page.ts'
import { rootFolder } from './run.ts'
import { sdkMethods } from './sdk-coverage.ts'

const page = async (path: string): Promise<string> => readFile(join(rootFolder, path), 'utf8')

/** A table's row that begins with `first` and holds `second` in its next column. */
const hasRow = (text: string, first: string, second: string): boolean =>
  text.split('\n').some((line) => {
    const [, one, two] = line.split('|').map((cell) => cell.trim())
    return one === first && two === second
  })

describe('docs/protocol.md', () => {
  it('names the version and the path', async () => {
    const text = await page('docs/protocol.md')
    expect(text).toContain(`\`${subprotocol}\``)
    expect(text).toContain(`\`${socketPath}\``)
  })

  it.each(methods)('documents the method %s', async (method) => {
    const headings = (await page('docs/protocol.md')).split('\n').filter((line) => line.startsWith('### '))
    expect(headings.flatMap((line) => line.slice(4).split(', '))).toContain(method)
  })

  it('documents every event', async () => {
    const text = await page('docs/protocol.md')
    const names: string[] = []
    for await (const file of glob('packages/protocol/src/events/*.ts', { cwd: rootFolder }))
      for (const [, name = ''] of (await page(file)).matchAll(/^ {2}'([\w.]+)':/gm)) names.push(name)
    expect(names.length).toBeGreaterThan(0)
    expect(names.filter((name) => !text.includes(`| \`${name}\``))).toEqual([])
  })

  it.each(Object.entries(CloseCode))('documents the close code %s', async (name, code) => {
    const row = (await page('docs/protocol.md')).split('\n').find((line) => line.startsWith(`| ${code} `))
    const [, , shown, comeBack] = (row ?? '').split('|').map((cell) => cell.trim())
    expect([shown, comeBack]).toEqual([`\`${name}\``, mayReconnect(code) ? 'yes' : 'no'])
  })
})

describe('docs/errors.md', () => {
  it.each(Object.entries(ErrorCode).filter(([, code]) => code !== 0))('explains %s', async (name, code) => {
    expect(hasRow(await page('docs/errors.md'), String(code), `\`${name}\``)).toBe(true)
  })

  it.each(Object.entries(PushErrorCode).filter(([, code]) => code >= 800_000))(
    'explains %s of the push plugin',
    async (name, code) => {
      expect(hasRow(await page('docs/errors.md'), String(code), `\`${name}\``)).toBe(true)
    },
  )

  it('has a heading for every code an operator meets, and no other', async () => {
    const used = new Set<string>()
    for await (const file of glob('packages/*/src/**/*.ts', { cwd: rootFolder })) {
      if (file.endsWith('.test.ts')) continue
      for (const [code] of (await page(file)).matchAll(/\bCRL_[A-Z_]*[A-Z]\b/g)) used.add(code)
    }
    const headings = [...(await page('docs/errors.md')).matchAll(/^### (CRL_\w+)$/gm)].map(
      ([, code]) => code ?? '',
    )
    expect(headings.toSorted()).toEqual([...used].toSorted())
  })
})

it('docs/sdk-coverage.md has every method of the SDK, and says which are built', async () => {
  const text = await page('docs/sdk-coverage.md')
  const missing = (await sdkMethods()).flatMap((manager) => {
    const { title } = manager
    const [, section = ''] = text.split(`## ${title}\n`)
    const [own = ''] = section.split('\n## ')
    return [...manager.methods].flatMap(([name, isBuilt]) =>
      hasMethod(own, name, isBuilt) ? [] : [`${title}.${name}`],
    )
  })
  expect(missing, 'make the page anew: npm run sdk-coverage').toEqual([])
})

/** Whether a table of methods has one, as built and tested or as not built. */
const hasMethod = (text: string, name: string, isBuilt: boolean): boolean =>
  text.split('\n').some((line) => {
    const [, method, tests = ''] = line.split('|').map((cell) => cell.trim())
    return method === `\`${name}\`` && (isBuilt ? /^\d+$/.test(tests) : tests === 'not built')
  })

it('docs/reasons.md is what the reason codes say', async () => {
  await expect(reasonsPage()).toMatchFileSnapshot('../docs/reasons.md')
})

it('docs/vendors/capabilities.md is what the channels say', async () => {
  await expect(capabilitiesPage()).toMatchFileSnapshot('../docs/vendors/capabilities.md')
})

it('every relative link leads somewhere', async () => {
  const broken: string[] = []
  for await (const file of glob(['*.md', 'docs/**/*.md', 'packages/*/*.md'], { cwd: rootFolder })) {
    for (const [, target = ''] of (await page(file)).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue
      const [path = '', anchor] = target.split('#')
      const linked = path === '' ? file : join(dirname(file), path)
      if (!existsSync(join(rootFolder, linked))) broken.push(`${file}: ${target}`)
      else if (anchor !== undefined && !anchors(await page(linked)).includes(anchor)) {
        broken.push(`${file}: ${target}`)
      }
    }
  }
  expect(broken).toEqual([])
})

/** The anchors of a page's headings. */
const anchors = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )
