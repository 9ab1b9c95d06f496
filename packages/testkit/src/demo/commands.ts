import { createInterface } from 'node:readline'

import { formatStory } from '@carillon/server'

import { columns, type Screen } from '../cli/screen.ts'
import { trayCard } from '../cli/tray-card.ts'
import type { TestPhone } from '../phone/test-phone.ts'
import type { Demo } from './demo.ts'

/** Does what is typed until `quit`, the end of input on a terminal, SIGINT or SIGTERM. */
export const readCommands = async (demo: Demo, screen: Screen, input: NodeJS.ReadStream): Promise<void> => {
  const ended = new AbortController()
  const stop = (): void => ended.abort()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  const lines = createInterface({ input })
  let last: Promise<void> = Promise.resolve()
  lines.on('line', (line) => {
    last = last.then(async () => {
      if (line.trim() === 'quit') return stop()
      await doCommand(demo, screen, line).catch((error: unknown) =>
        screen.write(screen.bad((error as Error).message)),
      )
    })
  })
  // Without a terminal there is nobody to type: input that ends at once is no wish to stop.
  if (input.isTTY) lines.once('close', stop)
  // Keeps the process while it stays.
  const keep = setInterval(() => undefined, 60_000)
  await new Promise<void>((resolve) => {
    ended.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  clearInterval(keep)
  lines.close()
  await last
  process.off('SIGINT', stop)
  process.off('SIGTERM', stop)
}

const doCommand = async (demo: Demo, screen: Screen, line: string): Promise<void> => {
  const [command = '', ...words] = line.trim().split(/\s+/)
  if (command === '') return
  if (command === 'phones') {
    for (const phone of demo.phones) showPhone(screen, phone)
    return
  }
  if (command === 'user') {
    screen.write(await signInLine(demo, words.join(' ')))
    return
  }
  const { phone, rest } = findPhone(demo, words)
  switch (command) {
    case 'send': {
      const { msgID = '' } = await demo.sender.sendText(`user-${phone.vendor}`, rest || 'Hello')
      const story = await demo.kit.finishedStory(msgID, { timeoutMs: 10_000 }).catch(() => undefined)
      screen.write(formatStory(story ?? (await demo.kit.story(msgID)), { columns }).trimEnd())
      break
    }
    case 'kill':
      await phone.kill()
      break
    case 'open':
      await phone.launch()
      break
    case 'home':
      await phone.goHome()
      break
    case 'tap':
      await phone.tap()
      screen.write(`The app got ${JSON.stringify(phone.app.taps.at(-1)?.ext ?? '')} with the tap.`)
      break
    default:
      throw new Error(
        `There is no command "${command}". Type send, kill, open, home, tap, phones, user or quit.`,
      )
  }
  showPhone(screen, phone)
}

/** What the example messenger's sign-in page takes: a user of this demonstration, made if need be. */
const signInLine = async ({ kit }: Demo, userID: string): Promise<string> => {
  const { userSig } = await kit.createUser(userID)
  return JSON.stringify({
    server: kit.url.replace(/^http/, 'ws'),
    sdkAppID: kit.sdkAppID,
    userID,
    userSig,
  })
}

const showPhone = (screen: Screen, phone: TestPhone): void => {
  for (const line of trayCard(screen, `${phone.name}: app ${phone.device.state}`, phone.notifications))
    screen.write(line)
}

/** A phone by the beginning of its name or by its vendor; the rest of the words is text. */
const findPhone = ({ phones }: Demo, words: readonly string[]): { phone: TestPhone; rest: string } => {
  const [name = '', ...rest] = words
  const wanted = name.toLowerCase()
  const phone = phones.find(
    (candidate) =>
      wanted !== '' && (candidate.name.toLowerCase().startsWith(wanted) || candidate.vendor === wanted),
  )
  if (!phone)
    throw new Error(
      `Which phone? One of ${phones.map((candidate) => `${candidate.vendor} (${candidate.name})`).join(', ')}.`,
    )
  return { phone, rest: rest.join(' ') }
}
