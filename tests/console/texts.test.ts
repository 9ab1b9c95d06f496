import { channels } from '@carillon/channels'
import { reasons, stages, vendorIds, type ReasonText, type VendorId } from '@carillon/protocol'
import { describe, expect, it } from 'vitest'

import { en, ko, settingPaths, zhHans, type Texts } from '../support/console-texts.ts'

const languages: [name: string, texts: Texts, script: RegExp][] = [
  ['zh-Hans', zhHans, /\p{Script=Han}/u],
  ['ko', ko, /\p{Script=Hangul}/u],
]

/** Names that a vendor writes in Latin letters everywhere: there is nothing to translate. */
const isName = (text: string): boolean => /^(?=.{1,40}$)[A-Za-z][\w .()]*$/.test(text)

describe.each(languages)('%s', (_, texts, script) => {
  const isSaid = (text: string | undefined): boolean => text !== undefined && script.test(text)

  it.each(Object.keys(channels) as VendorId[])('has words for every field of %s', (vendor) => {
    const missing = channels[vendor].certificateFields.flatMap(({ name }) => {
      const words = texts.fields[vendor]?.[name] ?? texts.fields['any']?.[name]
      const isLabelled = isSaid(words?.label) || isName(words?.label ?? '')
      return isLabelled && isSaid(words?.help) ? [] : [name]
    })
    expect(missing).toEqual([])
  })

  it('has no words for fields that no vendor has', () => {
    const known = (vendor: string): Set<string> =>
      new Set(
        vendorIds
          .filter((id) => vendor === 'any' || id === vendor)
          .flatMap((id) => channels[id].certificateFields.map(({ name }) => name)),
      )
    const stray = Object.entries(texts.fields).flatMap(([vendor, fields]) =>
      Object.keys(fields).filter((name) => !known(vendor).has(name)),
    )
    expect(stray).toEqual([])
  })

  it('keeps the examples and limits of a field as they are', () => {
    const lost = vendorIds.flatMap((vendor) =>
      channels[vendor].certificateFields.flatMap(({ name, help }) => {
        const said = (texts.fields[vendor]?.[name] ?? texts.fields['any']?.[name])?.help ?? ''
        const kept =
          help.match(/https:\/\/[\w.-]+(?:\/[\w.-]+)*|\{(?:title|body)\}|#rrggbb|android\w+/g) ?? []
        return kept
          .filter((example) => !said.includes(example.replace(/\.$/, '')))
          .map((example) => `${vendor} ${name}: ${example}`)
      }),
    )
    expect(lost).toEqual([])
  })

  it.each(Object.entries(reasons as Readonly<Record<string, ReasonText>>))(
    'tells of %s what English tells',
    (code, english) => {
      const told = texts.reasons[code]
      for (const part of ['meaning', 'cause', 'remedy'] as const)
        expect([part, isSaid(told?.[part])]).toEqual([part, english[part] !== ''])
    },
  )

  it('has words for every setting, with its part', () => {
    const paths = settingPaths()
    const missing = paths.flatMap((path) => {
      const name = path.replace('.', '-')
      const { names, help, parts } = texts.settings as unknown as Record<string, Record<string, string>>
      const part = path.split('.')[0] ?? ''
      return [names?.[name], help?.[name], parts?.[part]].every(
        (text, index) => text !== undefined && (isSaid(text) || (index === 0 && isName(text))),
      )
        ? []
        : [path]
    })
    expect(paths.length).toBeGreaterThan(15)
    expect(missing).toEqual([])
  })

  it('has a checklist for every vendor, as long as the English one', () => {
    for (const vendor of vendorIds) {
      expect([vendor, texts.checklists[vendor].length]).toEqual([vendor, en.checklists[vendor].length])
      expect(texts.checklists[vendor].filter((item) => !isSaid(item))).toEqual([])
    }
  })

  it('has a name for every stage and state', () => {
    const names = texts.stages as Readonly<Record<string, string>>
    expect([...stages, 'pending'].filter((stage) => !isSaid(names[stage]))).toEqual([])
  })

  it('leaves no text in English by mistake', () => {
    expect(untranslated(en, texts, script)).toEqual([])
  })
})

const untranslated = (english: object, texts: object, script: RegExp, path = ''): string[] =>
  Object.entries(english).flatMap(([key, text]: [string, unknown]) => {
    const said = (texts as Record<string, unknown>)[key]
    if (typeof text === 'object' && text !== null)
      return untranslated(text, said ?? {}, script, `${path}${key}.`)
    if (typeof said !== 'string') return [`${path}${key}: missing`]
    const words = said.replaceAll(/\{\{\w+\}\}/g, '')
    return !/\p{L}/u.test(words) || script.test(words) || isName(words) ? [] : [`${path}${key}: ${said}`]
  })
