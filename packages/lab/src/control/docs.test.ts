import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { helpText } from '../cli/help.ts'
import { makers } from '../phone/makers.ts'
import { controlCodes } from './control-error.ts'
import { faultNames } from './fault-fields.ts'
import { actionNames } from './phone-actions.ts'
import { routes } from './routes.ts'

const page = await readFile(new URL('../../../../docs/lab.md', import.meta.url), 'utf8')

it.each(routes.map(({ method, path }) => `${method} ${path}`))('docs/lab.md has the call %s', (call) => {
  expect(page).toContain(`| \`${call}\` `)
})

it.each(Object.entries(controlCodes))('docs/lab.md explains %s (%i)', (code, status) => {
  expect(page).toMatch(new RegExp(`^\\| \`${code}\` +\\| ${status} `, 'm'))
})

it('docs/lab.md names every fault, action, maker and option', () => {
  const options = [...helpText.matchAll(/^ +(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option ?? '')
  expect(options.length).toBeGreaterThan(10)
  const own = options.filter((option) => !['--help', '--version'].includes(option))
  const names = [...faultNames, ...actionNames, ...Object.keys(makers)]
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
  expect(own.filter((option) => !page.includes(`| \`${option}`))).toEqual([])
})
