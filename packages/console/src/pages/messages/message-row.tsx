import type { ConsoleMessage, ConsoleMessageContent } from '@carillon/protocol'
import { Anchor, Badge, Button, Group, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'

import { formatTime } from '../../i18n/format.ts'
import { MessageContent } from './message-content.tsx'

/** A message: when, from whom, what kind; and what it says once that is there. */
export const MessageRow = ({
  message,
  content,
  isReading,
  onShow,
}: {
  message: ConsoleMessage
  content: ConsoleMessageContent | undefined
  isReading: boolean
  /** Absent where nobody may. */
  onShow: (() => void) | undefined
}) => {
  const { t, i18n } = useTranslation()
  const { msgID, senderUserID, senderNickName, receiver, atMs, kinds, state, version, visibleToCount } =
    message
  const time = formatTime(atMs, i18n.language)
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" component="time" dateTime={new Date(atMs).toISOString()}>
          {time}
        </Text>
      </Table.Td>
      <Table.Td className="wrap-anywhere" maw={220}>
        <Text size="sm">{senderUserID}</Text>
        <Text size="xs" c="dimmed">
          {[senderNickName, receiver === undefined ? undefined : `${t('lookUp.to')} ${receiver}`]
            .filter((each) => each !== undefined)
            .join(' · ')}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap={4}>
          {[...new Set(kinds)].map((kind) => (
            <Mark key={kind} color="indigo">
              {t(`lookUp.elements.${kind}`)}
            </Mark>
          ))}
          {state !== 'sent' && <Mark color="red">{t(`lookUp.states.${state}`)}</Mark>}
          {version !== undefined && <Mark color="gray">{t('lookUp.modified')}</Mark>}
          {visibleToCount !== undefined && (
            <Mark color="yellow">{t('lookUp.onlyFor', { count: visibleToCount })}</Mark>
          )}
        </Group>
      </Table.Td>
      <Table.Td className="wrap-anywhere" maw={420}>
        {content !== undefined ? (
          <MessageContent content={content} />
        ) : state === 'deleted' ? (
          <Text size="sm" c="dimmed">
            {t('lookUp.gone')}
          </Text>
        ) : onShow === undefined ? (
          <Text size="sm" c="dimmed">
            {t('lookUp.hidden')}
          </Text>
        ) : (
          <Button
            size="xs"
            variant="default"
            loading={isReading}
            aria-label={t('lookUp.showOf', { sender: senderUserID, time })}
            onClick={onShow}
          >
            {t('lookUp.show')}
          </Button>
        )}
      </Table.Td>
      <Table.Td ta="right">
        <Anchor
          component={Link}
          href={`/stories/${encodeURIComponent(msgID)}`}
          size="sm"
          aria-label={t('lookUp.storyOf', { sender: senderUserID, time })}
        >
          {t('lookUp.story')}
        </Anchor>
      </Table.Td>
    </Table.Tr>
  )
}

const Mark = ({ color, children }: { color: string; children: string }) => (
  <Badge variant="light" color={color} c="bright" tt="none" radius="sm">
    {children}
  </Badge>
)
