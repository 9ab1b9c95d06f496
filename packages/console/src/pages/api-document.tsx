import { Accordion, Anchor, Badge, Code, Group, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { api } from '../api/client.ts'
import { Loaded, Page } from '../components/page.tsx'

interface Operation {
  summary: string
  description: string
  tags: readonly string[]
  parameters: readonly { name: string; in: string; required: boolean; schema: object }[]
  requestBody?: { content: Record<string, { schema: object }> }
}

interface Document {
  paths: Record<string, Record<string, Operation>>
}

/** The API of the console, from its OpenAPI document. */
export const ApiDocumentPage = () => {
  const { t } = useTranslation()
  const document = useQuery({
    queryKey: ['openapi'],
    queryFn: async ({ signal }) => await api.get<Document>('/openapi.json', signal),
    staleTime: Infinity,
  })
  return (
    <Page
      title={t('places.api')}
      lead={
        <>
          {t('api.lead')} <Anchor href="/console/api/openapi.json">openapi.json</Anchor>
        </>
      }
    >
      <Loaded query={document} height={640}>
        {({ paths }) => {
          const operations = Object.entries(paths).flatMap(([path, methods]) =>
            Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
          )
          const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags))]
          return tags.map((tag) => (
            <section key={tag}>
              <Title order={2} size="h4" mt="lg" mb="xs">
                {tag}
              </Title>
              <Accordion variant="separated">
                {operations
                  .filter(({ operation }) => operation.tags.includes(tag))
                  .map(({ path, method, operation }) => (
                    <Accordion.Item key={`${method} ${path}`} value={`${method} ${path}`}>
                      <Accordion.Control>
                        <Group gap="xs">
                          <Badge variant="default" radius="sm">
                            {method}
                          </Badge>
                          <Code className="wrap-anywhere">{path}</Code>
                          <Text size="sm">{operation.summary}</Text>
                        </Group>
                      </Accordion.Control>
                      <Accordion.Panel>
                        <Text size="sm" mb="xs">
                          {operation.description}
                        </Text>
                        <Code block tabIndex={0} aria-label={operation.summary}>
                          {JSON.stringify(
                            {
                              parameters: operation.parameters,
                              body: operation.requestBody?.content['application/json']?.schema,
                            },
                            null,
                            2,
                          )}
                        </Code>
                      </Accordion.Panel>
                    </Accordion.Item>
                  ))}
              </Accordion>
            </section>
          ))
        }}
      </Loaded>
    </Page>
  )
}
