import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { Failure } from './failure.tsx'

/** Asks before something is done that cannot be taken back. The way out has the focus. */
export const Confirm = ({
  isOpen,
  title,
  action,
  error,
  isPending,
  onClose,
  onConfirm,
  children,
}: {
  isOpen: boolean
  title: string
  /** What the button does. */
  action: string
  error: unknown
  isPending: boolean
  onClose: () => void
  onConfirm: () => void
  /** What follows from it. */
  children: ReactNode
}) => {
  const { t } = useTranslation()
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack>
        {children}
        {error != null && <Failure error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('cancel')}
          </Button>
          <Button color="red.8" loading={isPending} onClick={onConfirm}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
