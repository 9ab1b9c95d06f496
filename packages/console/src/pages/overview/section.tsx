import { Card, Group, Text, Title } from '@mantine/core'
import { useId, type ReactNode } from 'react'

/** A part of the overview, with a heading. */
export const Section = ({
  title,
  lead,
  aside,
  children,
}: {
  title: string
  lead?: string
  aside?: ReactNode
  children: ReactNode
}) => {
  const id = useId()
  return (
    <Card withBorder component="section" aria-labelledby={id} padding="md">
      <Group justify="space-between" align="baseline" gap="xs">
        <Title order={2} size="h4" id={id}>
          {title}
        </Title>
        {aside}
      </Group>
      {lead !== undefined && (
        <Text size="sm" c="dimmed" mb="xs">
          {lead}
        </Text>
      )}
      {children}
    </Card>
  )
}
