import { alarmKinds, type AlarmKindText } from './kinds.ts'

/** The text of docs/alarms.md. */
export const alarmsPage = (): string =>
  [
    '# Alarms',
    '',
    'The server looks every 15 seconds whether something needs somebody: it opens an alarm when it does and closes it when it is mended. Each is one row that stays (on the [console](console.md)’s overview, and `carillon alarms`; `--since 7d` shows closed ones too), a line in the log (`alarm opened`, `alarm closed`), a gauge (`carillon_alarms_open`), and a call to your webhook.',
    '',
    '## The webhook',
    '',
    'Set [`alarms.webhookURL`](configuration.md#alarmswebhookurl): the server sends a POST when an alarm opens and when it closes:',
    '',
    '```json',
    JSON.stringify(
      {
        event: 'alarm.opened',
        alarm: {
          alarmID: 12,
          kind: 'lane-stopped',
          subject: '10001',
          severity: 'critical',
          openedAtMs: 1784000000000,
          text: 'fcm refuses certificate 10001: nothing is sent with it.',
          updatedAtMs: 1784000000000,
          remedy: '...',
        },
      },
      null,
      2,
    ),
    '```',
    '',
    '`alarm.closed` carries `closedAtMs` too. Any answer of 2xx will do. Others are tried three times, and again at every look for a day; a restart forgets nothing. The same event may come twice: `event` and `alarmID` name it.',
    '',
    'With [`alarms.webhookSecret`](configuration.md#alarmswebhooksecret) each call has the header `carillon-signature: t=<seconds>,v1=<hex>`: HMAC-SHA256 by the secret of `<seconds>.<body>`, the body as it came. Compare it in constant time, and refuse what is older than some minutes.',
    '',
    '## Kinds',
    '',
    ...(Object.entries(alarmKinds) as [string, AlarmKindText][]).flatMap(
      ([kind, { subject, rule, meaning, remedy }]) => [
        `### ${kind}`,
        '',
        meaning,
        '',
        `About: ${subject}. ${rule}`,
        '',
        `**What to do.** ${remedy}`,
        '',
      ],
    ),
  ].join('\n')
