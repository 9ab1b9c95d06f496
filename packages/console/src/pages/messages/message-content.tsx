import type { ConsoleMessageContent, MessageElement } from '@carillon/protocol'
import { Code, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** What a message says, as text: nothing of it is loaded or run. */
export const MessageContent = ({ content }: { content: ConsoleMessageContent }) => {
  const { t } = useTranslation()
  const { elements, cloudCustomData, recallReason } = content
  const isGone = elements.length === 0 && recallReason === undefined
  return (
    <Stack gap={4} role="status">
      {elements.map((element, index) => (
        <Element key={index} element={element} />
      ))}
      {isGone && (
        <Text size="sm" c="dimmed">
          {t('lookUp.gone')}
        </Text>
      )}
      {recallReason !== undefined && <Text size="sm">{recallReason}</Text>}
      {cloudCustomData !== undefined && cloudCustomData !== '' && (
        <Data name={t('lookUp.cloudCustomData')} value={cloudCustomData} />
      )}
    </Stack>
  )
}

const Data = ({ name, value }: { name: string; value: string }) => (
  <Text size="sm">
    {name}: <Code>{value}</Code>
  </Text>
)

const Element = ({ element }: { element: MessageElement }) => {
  const { t, i18n } = useTranslation()
  const line = lineOf(element, i18n.language)
  if (element.type === 'text')
    return (
      <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
        {element.text}
      </Text>
    )
  if (element.type === 'custom')
    return (
      <>
        {element.desc !== '' && <Data name={t('lookUp.description')} value={element.desc} />}
        <Data name={t('lookUp.customData')} value={element.data} />
      </>
    )
  if (element.type === 'group-tips')
    return (
      <Text size="sm">
        {element.operator.userID}{' '}
        {t(`lookUp.tips.${element.tip}`, {
          users: element.members.map(({ userID }) => userID).join(', '),
        })}
      </Text>
    )
  return (
    <Text size="sm">
      {t(`lookUp.elements.${element.type}`)}: {line}
    </Text>
  )
}

const lineOf = (element: MessageElement, language: string): string => {
  const kB = (bytes: number): string =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit: 'kilobyte',
      maximumFractionDigits: bytes < 10_000 ? 1 : 0,
    }).format(bytes / 1000)
  const seconds = (count: number): string =>
    new Intl.NumberFormat(language, { style: 'unit', unit: 'second' }).format(count)
  switch (element.type) {
    case 'image': {
      const { width, height, bytes } = element.original
      return `${width} × ${height}, ${kB(bytes)}`
    }
    case 'sound':
      return `${seconds(element.durationSeconds)}, ${kB(element.sound.bytes)}`
    case 'video':
      return `${seconds(element.durationSeconds)}, ${kB(element.video.bytes)}`
    case 'file':
      return `${element.fileName}, ${kB(element.file.bytes)}`
    case 'location':
      return `${element.desc} (${element.latitude}, ${element.longitude})`
    case 'face':
      return `${element.index} ${element.data}`
    case 'merger':
      return [element.title, ...element.abstractList].join(' / ')
    default:
      return ''
  }
}
