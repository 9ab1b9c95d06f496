import { Center, Group, Paper, Title } from '@mantine/core'
import { useEffect, type ReactNode } from 'react'

import { LanguageSelect } from '../app/language-select.tsx'

/** The frame of what is shown to somebody who is not signed in. */
export const Entrance = ({ title, children }: { title: string; children: ReactNode }) => {
  useEffect(() => {
    document.title = `${title} · Carillon`
  }, [title])
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder p="xl" w="100%" maw={420} radius="lg">
        <Group justify="space-between" mb="lg" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <img src="/console/icon.svg" width={32} height={32} alt="" />
            <Title order={1} size="h3">
              {title}
            </Title>
          </Group>
          <LanguageSelect />
        </Group>
        {children}
      </Paper>
    </Center>
  )
}
