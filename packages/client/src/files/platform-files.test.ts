import { expect, it } from 'vitest'

import { pathOf, platformFiles } from './platform-files.ts'

const textOf = async (part: unknown): Promise<string> => await (part as Blob).text()

it('takes a Blob or File in place of a path', async () => {
  const path = pathOf(new File(['hello world'], 'a.txt')) as string
  expect(path).toMatch(/^blob:/)
  const file = await platformFiles.open(path)
  expect(file?.bytes).toBe(11)
  expect(await textOf(await file?.read(6, 11))).toBe('world')
})

it('takes a data: URL', async () => {
  const file = await platformFiles.open('data:text/plain;base64,aGVsbG8=')
  expect(file?.bytes).toBe(5)
})

it.each([['/a/path'], [7], [undefined]])('%s stays as it is', (given) => {
  expect(pathOf(given)).toBe(given)
})

it('does not find what a page has given back', async () => {
  const path = pathOf(new Blob(['x'])) as string
  URL.revokeObjectURL(path)
  expect(await platformFiles.open(path)).toBeUndefined()
})

it('says what to do with a path where none can be read', async () => {
  await expect(platformFiles.open('/etc/hosts')).rejects.toThrow('configure({ files: nodeFiles() })')
})

it('keeps downloads behind a blob: URL', async () => {
  const target = await platformFiles.create({ fileID: 'f', name: 'a', bytes: 4 })
  await target.write(new Blob(['ab']))
  await target.write(new Blob(['cd']))
  const path = await target.finish()
  expect(await (await fetch(path)).text()).toBe('abcd')
})
