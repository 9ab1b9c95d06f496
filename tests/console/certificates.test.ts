import { channels } from '@carillon/channels'
import { vendorIds, type VendorId } from '@carillon/protocol'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Visitor } from '../support/browser.ts'
import { badCertificates, badFiles } from '../support/bad-certificates.ts'
import {
  expectBeside,
  expectHeading,
  follow,
  signedIn,
  startStage,
  type ConsoleStage,
  type SignedIn,
} from './support.ts'

let stage: ConsoleStage
let visitor: Visitor
let page: Page
let asked: SignedIn

beforeAll(async () => {
  stage = await startStage()
  visitor = await stage.visitor()
  page = visitor.page
  await follow(page, await stage.signInLink('Olive'))
  asked = await signedIn(page)
}, 60_000)
afterAll(async () => {
  await visitor[Symbol.asyncDispose]()
  await stage[Symbol.asyncDispose]()
})

type Fields = Readonly<Record<string, string>>

const goodFields = async (vendor: VendorId): Promise<Fields> => {
  const { fields } = await stage.kit.admin(
    async (admin) => await admin.openCertificate(stage.kit.certificateID(vendor)),
  )
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/** Characters that a test has the time to type. */
const typedAtMost = 20_000

const fieldOf = (vendor: VendorId, name: string) => {
  const field = channels[vendor].certificateFields.find((each) => each.name === name)
  if (field === undefined) throw new Error(`${vendor} has no field ${name}`)
  return field
}

const inputOf = (vendor: VendorId, name: string): Locator =>
  page.locator(`form[aria-label="${vendor}"] [name="${fieldOf(vendor, name).name}"]`)

const fileOf = (vendor: VendorId, name: string): Locator =>
  page.getByLabel(`File: ${fieldOf(vendor, name).label}`, { exact: true })

const enter = async (vendor: VendorId, fields: Fields): Promise<void> => {
  for (const [name, value] of Object.entries(fields)) {
    const { kind } = fieldOf(vendor, name)
    if (kind === 'choice') await inputOf(vendor, name).selectOption(value)
    else if (kind === 'p12-file' && value === '')
      await page.getByRole('button', { name: `Remove: ${fieldOf(vendor, name).label}` }).click()
    else if (kind === 'p12-file')
      await fileOf(vendor, name).setInputFiles({
        name: 'push.p12',
        mimeType: 'application/x-pkcs12',
        buffer: Buffer.from(value, 'base64'),
      })
    else await inputOf(vendor, name).fill(value)
  }
}

const openForm = async (vendor: VendorId): Promise<void> => {
  await page.goto(`${stage.url}/apps/${stage.kit.sdkAppID}/certificates/new/${vendor}`)
  await page.getByRole('button', { name: 'More settings' }).click()
}

const save = async (): Promise<void> => {
  // What stood beside a field before is gone once there is an answer.
  const answer = page.waitForResponse((response) => response.request().method() === 'POST')
  await page.getByRole('button', { name: 'Check and save' }).click()
  await answer
}

/** Certificates of the app, as the API lists them. */
const countOf = async (): Promise<number> => {
  const { body } = await asked.ask('GET', `/apps/${stage.kit.sdkAppID}/certificates`)
  expect(body).toMatchObject({ certificates: expect.any(Array) })
  return (body.certificates as unknown[]).length
}

describe.each([...vendorIds])('a certificate of %s', (vendor) => {
  const bad = badCertificates[vendor]

  it.each(bad)('with $what is refused by the server, beside $field', async ({ changes, field, words }) => {
    const fields = { ...(await goodFields(vendor)), ...changes }
    const answer = await asked.ask('POST', `/apps/${stage.kit.sdkAppID}/certificates`, {
      vendor,
      name: 'bad',
      fields,
    })
    expect(answer.status).toBe(400)
    const found = (answer.body.problems as { field: string; message: string }[]).filter(
      (problem) => problem.field === field,
    )
    expect(found.map(({ message }) => message).join(' ')).toMatch(words)
  })

  it.each<[string, (good: Fields) => object, number, string]>([
    ['a script for a name', (fields) => ({ name: '<img src=x onerror=alert(1)>', fields }), 400, 'name'],
    ['a blank name', (fields) => ({ name: ' ', fields }), 400, 'name'],
    ["another vendor's field", (fields) => ({ fields: { ...fields, ofAnother: 'x' } }), 400, 'ofAnother'],
    ['another vendor', (fields) => ({ vendor: 'nokia', fields }), 400, 'vendor'],
    [
      'a huge field',
      (fields) => ({ fields: { ...fields, [firstField(vendor)]: 'x'.repeat(200_001) } }),
      400,
      firstField(vendor),
    ],
  ])('with %s is refused by the server', async (_, change, status, field) => {
    const answer = await asked.ask('POST', `/apps/${stage.kit.sdkAppID}/certificates`, {
      vendor,
      name: 'bad',
      ...change(await goodFields(vendor)),
    })
    expect([answer.status, answer.body.field]).toEqual([status, field])
  })

  it('is refused beside its fields in the form, then taken, and the vendor is asked', async () => {
    const before = await countOf()
    const good = await goodFields(vendor)
    await openForm(vendor)
    await enter(vendor, good)
    for (const { changes, field, words } of bad) {
      if (Object.values(changes).some((value) => value.length > typedAtMost)) continue
      await enter(vendor, changes)
      await save()
      await expectBeside(inputOf(vendor, field), words)
      // Mended where it stands.
      await enter(vendor, Object.fromEntries(Object.keys(changes).map((name) => [name, good[name] ?? ''])))
    }
    expect(await countOf()).toBe(before)
    await save()
    await page.waitForURL(/\/certificates\/\d+\?added$/)
    await page.getByText(/takes this certificate|The fields are in order/).waitFor()
    expect(await countOf()).toBe(before + 1)
    // Nothing of the secrets is on the page.
    const text = await page.content()
    for (const { name, kind } of channels[vendor].certificateFields) {
      const secret = kind === 'secret' ? good[name] : undefined
      if (secret !== undefined) expect(text).not.toContain(secret)
    }
  })
})

const firstField = (vendor: VendorId): string => channels[vendor].certificateFields[0]?.name ?? ''

it.each(badFiles)(
  '$what is refused beside the field, and not sent',
  async ({ vendor, field, file, words }) => {
    await openForm(vendor)
    await fileOf(vendor, field).setInputFiles(file)
    await expectBeside(inputOf(vendor, field), words)
  },
)

it('a body that is too large is refused by the server', async () => {
  const answer = await asked.ask('POST', `/apps/${stage.kit.sdkAppID}/certificates`, {
    vendor: 'fcm',
    name: 'x',
    fields: { serviceAccountJson: 'x'.repeat(600_000) },
  })
  expect([answer.status, answer.body.code]).toEqual([413, 'CRL_CONSOLE_TOO_LARGE'])
})

it('a key that the vendor does not take is told in its words, replaced, and taken', async () => {
  const good = await goodFields('xiaomi')
  await openForm('xiaomi')
  await enter('xiaomi', { ...good, appSecret: 'bm90IHRoZSByaWdodCBvbmU=' })
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Rotated')
  await save()
  await page.getByText('Xiaomi does not take this certificate').waitFor()
  await page.getByRole('alert').or(page.getByRole('status')).getByText("The vendor's words:").waitFor()
  await expectHeading(page, 'Xiaomi: Rotated')
  expect(await inputOf('xiaomi', 'appSecret').getAttribute('placeholder')).toContain('Stored')
  await inputOf('xiaomi', 'appSecret').fill(good['appSecret'] ?? '')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('Xiaomi takes this certificate').waitFor()
})

it('met no fault of its own on any of these pages', () => {
  expect(visitor.faults).toEqual([])
})
