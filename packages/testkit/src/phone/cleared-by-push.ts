import type { AppContext, DeliveredPush } from '@carillon/lab'

/**
 * What the plugin's native code does with a push that takes away what was read on another device: the
 * notifications it names go, and the icon's number is set where the system has not done so itself.
 */
export const clearByPush = (context: AppContext, push: DeliveredPush): void => {
  const data = dataOf(push)
  const msgIDs = listOf(data['clearedMsgIDs'])
  const tags = listOf(data['clearedTags'])
  for (const shown of context.notifications) {
    const msgID = dataOf(shown.push)['msgID']
    if (tags.includes(shown.slot) || (typeof msgID === 'string' && msgIDs.includes(msgID)))
      context.removeNotification(shown)
  }
  const badge = data['badgeNum']
  if (typeof badge === 'string' && /^\d{1,9}$/.test(badge)) context.setBadge(Number(badge))
}

const listOf = (value: unknown): readonly string[] =>
  typeof value === 'string' && value !== '' ? value.split(',') : []

const dataOf = (push: DeliveredPush): Readonly<Record<string, unknown>> => {
  if (push.vendor === 'apns') return push.payload
  return push.vendor === 'fcm' ? push.data : {}
}
