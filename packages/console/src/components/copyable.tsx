import { ActionIcon, Code, CopyButton, Group, Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { Icon } from './icon.tsx'

/** A button that copies a text. */
const CopyIcon = ({ value, what }: { value: string; what: string }) => {
  const { t } = useTranslation()
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('copy.done') : t('copy.do', { what })}>
          <ActionIcon
            variant="subtle"
            color={copied ? 'teal' : 'gray'}
            onClick={copy}
            aria-label={copied ? t('copy.done') : t('copy.do', { what })}
          >
            <Icon name={copied ? 'done' : 'copy'} size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  )
}

/** A value that people take elsewhere, with a button that copies it. */
export const Copyable = ({ value, what }: { value: string; what: string }) => (
  <Group gap={4} wrap="nowrap">
    <Code className="wrap-anywhere">{value}</Code>
    <CopyIcon value={value} what={what} />
  </Group>
)

/** A piece of code or a command, with a button that copies it. */
export const Snippet = ({ code, what }: { code: string; what: string }) => (
  <div style={{ position: 'relative' }}>
    <Code block tabIndex={0} aria-label={what} pr={44}>
      {code}
    </Code>
    <div style={{ position: 'absolute', top: 6, right: 6 }}>
      <CopyIcon value={code} what={what} />
    </div>
  </div>
)
