import type { ReactNode } from 'react'
import { KeyboardAvoidingView, Platform, StyleSheet, Text, View } from 'react-native'
import { useSafeAreaInsets } from 'react-native-safe-area-context'

import { strings } from '../strings'
import { IconButton } from './button'
import { useTheme } from './theme'

interface Props {
  title: string
  subtitle?: string
  onBack?: () => void
  /** Buttons at the right of the title. */
  actions?: ReactNode
  children?: ReactNode
}

/** A page: title bar, and what is below it, clear of notches and of the keyboard. */
export const Screen = ({ title, subtitle = '', onBack, actions, children }: Props) => {
  const theme = useTheme()
  const insets = useSafeAreaInsets()
  return (
    <KeyboardAvoidingView
      behavior={Platform.OS === 'ios' ? 'padding' : 'height'}
      style={[styles.page, { backgroundColor: theme.background, paddingBottom: insets.bottom }]}
    >
      <View style={[styles.bar, { paddingTop: insets.top + 8, borderColor: theme.line }]}>
        {onBack && <IconButton testID="back" label={strings.back} glyph="‹" onPress={onBack} />}
        <View style={styles.titles}>
          <Text
            testID="title"
            accessibilityRole="header"
            numberOfLines={1}
            style={[styles.title, { color: theme.text }]}
          >
            {title}
          </Text>
          {subtitle !== '' && (
            <Text testID="subtitle" numberOfLines={1} style={{ color: theme.dim }}>
              {subtitle}
            </Text>
          )}
        </View>
        {actions}
      </View>
      <View style={styles.body}>{children}</View>
    </KeyboardAvoidingView>
  )
}

const styles = StyleSheet.create({
  page: { flex: 1 },
  bar: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: 4,
    minHeight: 60,
    paddingHorizontal: 12,
    paddingBottom: 8,
    borderBottomWidth: StyleSheet.hairlineWidth,
  },
  titles: { flex: 1, paddingHorizontal: 4 },
  title: { fontSize: 20, fontWeight: '600' },
  body: { flex: 1 },
})
