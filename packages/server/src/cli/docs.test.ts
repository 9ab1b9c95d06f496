import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

import { runCommand } from './run.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))

const helpOf = async (words: readonly string[]): Promise<string> => {
  let help = ''
  const io = { stdout: (text: string) => void (help += text), stderr: () => undefined, isTerminal: false }
  await runCommand([...words, '--help'], { ...io, columns: 120 })
  return help
}

/** Command lines in the code of a page: `carillon cert add --vendor fcm`. */
const commandLines = (text: string): string[] =>
  [...text.matchAll(/```[a-z]*\n(.*?)```|`([^`]+)`/gs)].flatMap(([, block, span]) =>
    [...(block ?? span ?? '').matchAll(/^\s*(?:npm run carillon --|(?:npx )?carillon) ([a-z][^#\n]*)/gm)].map(
      ([, line = '']) => line,
    ),
  )

/** What of a command line there is not. */
const problemOf = async (line: string): Promise<string | undefined> => {
  const [first = '', second = ''] = line.split(/\s+/)
  // It is handed on to the lab with all that follows.
  if (first === 'lab') return undefined
  const group = await helpOf([first])
  const words = /^Commands:/m.test(group) ? [first, second] : [first]
  const help = words.length === 1 ? group : await helpOf(words)
  if (!help.startsWith(`Usage: carillon ${words.join(' ')} `)) return `no command ${words.join(' ')}`
  const options = line.match(/(?<=\s)--[a-z][\w-]*/g) ?? []
  const unknown = options.filter((option) => !help.includes(option))
  return unknown.length === 0 ? undefined : `${words.join(' ')} has no ${unknown.join(', ')}`
}

it('every command line in the pages is one', async () => {
  const problems: string[] = []
  let lines = 0
  const pages = ['*.md', 'docs/**/*.md', 'packages/*/*.md', 'examples/*/*.md']
  for await (const page of glob(pages, { cwd: root }))
    for (const line of commandLines(await readFile(root + page, 'utf8'))) {
      lines += 1
      const problem = await problemOf(line.replaceAll('\\', ' '))
      if (problem !== undefined) problems.push(`${page}: carillon ${line}: ${problem}`)
    }
  expect(problems).toEqual([])
  expect(lines).toBeGreaterThan(40)
})
