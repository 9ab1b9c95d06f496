import type { ShownNotification } from '../phone/types.ts'
import { ControlError } from './control-error.ts'
import { defined, Fields } from './fields.ts'
import { readSwitches, type ControlledPhone, type Phones } from './phones.ts'

const maxNotificationID = Number.MAX_SAFE_INTEGER

interface Action {
  /** What the action takes; read before anything is done. */
  read?(fields: Fields, controlled: ControlledPhone): unknown
  /** Whether it needs the app on the phone. Default true. */
  needsApp?: false
  run(controlled: ControlledPhone, phones: Phones, input: never): unknown
}

const notificationOf = (fields: Fields, { phone }: ControlledPhone): ShownNotification => {
  const id = fields.optional('notificationID', (f) =>
    f.number('notificationID', { min: 1, max: maxNotificationID }),
  )
  const found =
    id === undefined
      ? phone.notifications.length === 1
        ? phone.notifications[0]
        : undefined
      : phone.notifications.find((notification) => notification.id === id)
  if (found !== undefined) return found
  throw new ControlError(
    'LAB_NOT_POSSIBLE',
    id === undefined
      ? `There are ${phone.notifications.length} notifications in the tray of ${phone.name}: which one is meant?`
      : `There is no notification ${id} in the tray of ${phone.name}.`,
    `Set notificationID to one of: ${phone.notifications.map((each) => each.id).join(', ') || 'none, the tray is empty'}.`,
  )
}

const channelID = (fields: Fields): string => fields.text('channelID')

/** What can be done to a phone, by the name in the field `action`. */
const actions: Readonly<Record<string, Action>> = {
  tap: {
    read: (fields, controlled) => notificationOf(fields, controlled),
    run: ({ phone }, _, notification: ShownNotification) => phone.tap(notification),
  },
  dismiss: {
    read: (fields, controlled) => notificationOf(fields, controlled),
    needsApp: false,
    run: ({ phone }, _, notification: ShownNotification) => phone.dismiss(notification),
  },
  clear: { needsApp: false, run: ({ phone }) => phone.clearNotifications() },
  launch: { run: ({ phone }) => phone.launch() },
  home: { run: ({ phone }) => phone.goHome() },
  lock: { needsApp: false, run: ({ phone }) => phone.lock() },
  unlock: { needsApp: false, run: ({ phone }) => phone.unlock() },
  kill: { run: ({ phone }) => phone.kill() },
  install: { needsApp: false, run: (controlled, phones) => phones.install(controlled) },
  uninstall: {
    run: async (controlled) => {
      await controlled.phone.uninstall()
      controlled.tokens = {}
    },
  },
  reinstall: {
    run: async (controlled, phones) => {
      await controlled.phone.reinstall()
      await phones.install(controlled)
    },
  },
  'clear-data': {
    run: async (controlled, phones) => {
      await controlled.phone.clearData()
      await phones.install(controlled)
    },
  },
  'rotate-fcm-token': {
    run: async (controlled) => {
      controlled.tokens = { ...controlled.tokens, fcm: await controlled.phone.rotateFcmToken() }
    },
  },
  'go-offline': { needsApp: false, run: ({ phone }) => phone.network.goOffline() },
  'go-online': { needsApp: false, run: ({ phone }) => phone.network.goOnline() },
  'set-switches': {
    needsApp: false,
    read: (fields) => readSwitches(fields.object('switches')),
    run: ({ phone }, _, switches: ReturnType<typeof readSwitches>) => phone.setSwitches(switches),
  },
  'set-badge': {
    needsApp: false,
    read: (fields) => fields.number('badge', { min: 0, max: 999_999 }),
    run: ({ phone }, _, badge: number) => phone.setBadge(badge),
  },
  'create-channel': {
    read: (fields) => ({
      id: channelID(fields),
      name: fields.optional('name', (f) => f.text('name')) ?? channelID(fields),
      ...defined({ description: fields.optional('description', (f) => f.text('description')) }),
    }),
    run: ({ phone }, _, channel: { id: string; name: string }) => phone.createChannel(channel),
  },
  'set-channel': {
    read: (fields) => ({ id: channelID(fields), enabled: fields.flag('enabled') }),
    run: ({ phone }, _, channel: { id: string; enabled: boolean }) =>
      phone.setChannelEnabled(channel.id, channel.enabled),
  },
}

/** Names of the actions. */
export const actionNames: readonly string[] = Object.keys(actions)

/** Does to a phone what the body says. @throws ControlError */
export const runAction = async (
  controlled: ControlledPhone,
  phones: Phones,
  value: unknown,
): Promise<void> => {
  const fields = new Fields(value)
  const name = fields.oneOf('action', actionNames)
  const action = actions[name]
  if (action === undefined) throw new TypeError(`The action ${name} has no row`)
  const { phone } = controlled
  if (action.needsApp !== false && phone.state === 'not-installed')
    throw new ControlError(
      'LAB_NOT_POSSIBLE',
      `The app is not installed on ${phone.name}.`,
      'Install it first: {"action":"install"}.',
    )
  const input = action.read?.(fields, controlled)
  fields.end()
  await action.run(controlled, phones, input as never)
}
