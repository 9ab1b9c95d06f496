import { cellsOf, fitted, padded, type Screen } from './screen.ts'

const innerCells = 56

/** A notification as it stands on a phone's screen. */
export interface ShownNotification {
  title: string
  body: string
}

/** The phone's tray as lines: one box a notification, or one that says that there is none. */
export const trayCard = (
  screen: Screen,
  phone: string,
  notifications: readonly ShownNotification[],
): string[] => {
  const name = fitted(phone, innerCells - 4)
  const top = `╭─ ${name} ${'─'.repeat(Math.max(0, innerCells - 1 - cellsOf(name)))}╮`
  const line = (text: string, paint: (text: string) => string = (plain) => plain): string =>
    `│ ${paint(padded(fitted(text, innerCells), innerCells))} │`
  const rows = notifications.flatMap(({ title, body }, index) => [
    ...(index === 0 ? [] : [`├${'─'.repeat(innerCells + 2)}┤`]),
    line(title, (text) => screen.bold(text)),
    line(body),
  ])
  if (rows.length === 0) rows.push(line('no notification', (text) => screen.dim(text)))
  return [top, ...rows, `╰${'─'.repeat(innerCells + 2)}╯`]
}
