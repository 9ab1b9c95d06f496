import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'

import { describe, expect, it } from 'vitest'

import { cellsOf } from '../cli/screen.ts'
import { runDemo, type DemoIO } from './run.ts'

const run = async (...args: string[]) => {
  const written = { stdout: '', stderr: '' }
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text
      return true
    },
  })
  const io = {
    stdin: new PassThrough(),
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    environment: {},
  } as unknown as DemoIO
  return { exitCode: await runDemo(args, io), ...written }
}

describe.concurrent('npm start -- --once', () => {
  it('ends 0 with the notification and the story of each phone, in lines that fit a terminal', async () => {
    const { exitCode, stdout, stderr } = await run('--once', '--port', '0')
    expect([exitCode, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/╭─ Pixel 9 \(fcm\) ─+╮\n│ Mina +│\n│ Dinner at seven\? .+│\n╰/)
    expect(stdout).toMatch(/╭─ iPhone 17 \(apns\) ─+╮\n│ Mina +│\n│ The night train .+│\n╰/)
    expect(stdout.match(/│ accepted +│ vendor-accepted/g)).toHaveLength(8)
    expect(stdout).toContain('8 of 8 sleeping phones show their notification.')
    expect(stripVTControlCharacters(stdout)).toBe(stdout)
    const drawn = stdout.split('\n').filter((line) => /^[╭│╰┌├└]/.test(line))
    expect(Math.max(...drawn.map(cellsOf))).toBeLessThanOrEqual(100)
  })

  it('ends 1 and names the phone and the reason when a vendor refuses; the others ring', async () => {
    const { exitCode, stdout, stderr } = await run('--once', '--port', '0', '--refuse', 'fcm', '--json')
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(
      /Pixel 9 shows no notification: refused, refused-payload; the vendor says INVALID_ARGUMENT/,
    )
    const facts = JSON.parse(stdout) as { ok: boolean; phones: { phone: string; notifications: unknown[] }[] }
    expect(facts.ok).toBe(false)
    expect(facts.phones).toHaveLength(8)
    for (const { phone, notifications } of facts.phones)
      expect([phone, notifications.length]).toEqual([phone, phone === 'Pixel 9' ? 0 : 1])
  })

  it('shows one notification although the answer to the first try was lost', async () => {
    const { exitCode, stdout } = await run('--once', '--port', '0', '--fault', 'xiaomi:cut,times=1')
    expect(exitCode).toBe(0)
    expect(stdout).toContain('outcome-unknown')
    expect(stdout).toContain('✓ Xiaomi 15: one notification')
  })

  it('says what to do when the port is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    await once(holder, 'listening')
    const { port } = holder.address() as AddressInfo
    const { exitCode, stderr } = await run('--once', '--port', String(port))
    holder.close()
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(new RegExp(`Port ${port} on 127.0.0.1 is in use.*another: --port`))
    expect(stderr).not.toContain('    at ')
  })
})

it.each([[['--twice'], /--twice/]])('ends 2 for %j', async (args, message) => {
  const { exitCode, stderr } = await run(...args)
  expect([exitCode, message.test(stderr)]).toEqual([2, true])
})

it('prints its usage', async () => {
  expect(await run('--help')).toMatchObject({ exitCode: 0, stderr: '' })
})
